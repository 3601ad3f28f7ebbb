import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GatheredFile } from "../../../shared/process/gatheredFile.ts";
import { start } from "../../../shared/process/spawn.ts";

describe("GatheredFile", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "gathered-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function opened(): GatheredFile {
    const file = GatheredFile.open(directory);
    assert.ok(file);
    return file;
  }

  it("gives all that several have written, in its order, and has no name", async () => {
    const file = opened();
    assert.deepEqual(readdirSync(directory), []);
    const lines = 20_000;
    const script = `i=0; while [ $i -lt ${lines} ]; do echo "line $i" >&2; i=$((i + 1)); done; sh -c 'echo last >&2'`;
    const pieces: Buffer[] = [];
    file.output.on("data", (piece: Buffer) => pieces.push(piece));
    file.poll(1);
    const { exited } = start(["/bin/sh", "-c", script], { stdio: ["ignore", "ignore", file.descriptor] });
    await once(file.output, "data");
    await exited;
    const ended = once(file.output, "end");
    file.end();
    await ended;
    const expected = Array.from({ length: lines }, (_, index) => `line ${index}\n`).join("");
    assert.equal(Buffer.concat(pieces).toString(), `${expected}last\n`);
    assert.ok(pieces.length < lines / 2, `${pieces.length} pieces`);
  });

  it("ends once, though somebody still could write", async () => {
    const file = opened();
    const writer = start(["/bin/sleep", "60"], { stdio: ["ignore", "ignore", file.descriptor] });
    try {
      const ended = once(file.output.resume(), "end");
      file.end();
      file.end();
      file.collect();
      file.poll(1);
      await ended;
    } finally {
      writer.process.kill("SIGKILL");
      await writer.exited;
    }
  });

  it("is none where it cannot be made", () => {
    assert.equal(GatheredFile.open(join(directory, "missing")), undefined);
  });
});
