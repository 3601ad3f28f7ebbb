import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { requireDirectoryOf, writeJson } from "../../../cli/recordFile.ts";
import { scratch } from "../../support/tools.ts";

describe("the file of --json", () => {
  const place = scratch();
  const inPlace = (name: string) => join(place.path, name);
  after(() => place.remove());

  it("takes the place of an older one at once", async () => {
    const file = inPlace("run.json");
    writeFileSync(file, "older");
    const { ino } = statSync(file);
    await writeJson(file, { version: 1 });
    assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), { version: 1 });
    assert.notEqual(statSync(file).ino, ino);
    assert.deepEqual(readdirSync(place.path), ["run.json"]);
  });

  it("leaves a link what it is, and writes the file behind it", async () => {
    const directory = inPlace("behind");
    mkdirSync(directory);
    writeFileSync(join(directory, "file"), "older");
    symlinkSync(join(directory, "file"), inPlace("link"));
    await writeJson(inPlace("link"), [2]);
    assert.ok(lstatSync(inPlace("link")).isSymbolicLink());
    assert.equal(readFileSync(join(directory, "file"), "utf8"), "[\n  2\n]\n");
    assert.deepEqual(readdirSync(directory), ["file"]);
  });

  it("may be a pipe", async () => {
    const pipe = inPlace("pipe");
    execFileSync("mkfifo", [pipe]);
    const [text] = await Promise.all([readFile(pipe, "utf8"), writeJson(pipe, 3)]);
    assert.equal(text, "3\n");
    assert.ok(statSync(pipe).isFIFO());
  });

  it("leaves nothing behind where it cannot be written", async () => {
    const directory = inPlace("taken");
    mkdirSync(join(directory, "file", "below"), { recursive: true });
    await assert.rejects(writeJson(join(directory, "file"), 4));
    assert.deepEqual(readdirSync(directory), ["file"]);
  });

  it("needs a directory that exists", async () => {
    await requireDirectoryOf(inPlace("new.json"));
    await assert.rejects(requireDirectoryOf(inPlace("none/new.json")), /is not a directory that exists/);
    await assert.rejects(requireDirectoryOf(inPlace("run.json/new.json")), /is not a directory that exists/);
  });
});
