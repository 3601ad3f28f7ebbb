import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recall, remember } from "../../../shared/delve/versionCache.ts";

describe("remembered versions of dlv", () => {
  let directory: string;
  let env: NodeJS.ProcessEnv;
  const file = (): string => join(directory, "gorunscope", "dlv-versions.json");
  const state = { size: 23363525, mtimeMs: 1795386060000.5 };
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "gorunscope-test-"));
    env = { XDG_STATE_HOME: directory };
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it("come back for the same file only", async () => {
    const path = join(directory, "dlv");
    await remember(path, state, { version: "1.27.2", builtWith: "go1.26.8" }, env);
    assert.deepEqual(await recall(path, state, env), { version: "1.27.2", builtWith: "go1.26.8" });
    assert.equal(await recall(path, { ...state, size: 1 }, env), undefined);
    assert.equal(await recall(path, { ...state, mtimeMs: 1 }, env), undefined);
    assert.equal(await recall(`${path}2`, state, env), undefined);
  });

  it("are read from a file that an earlier process wrote", async () => {
    const path = join(directory, "elsewhere", "dlv");
    await mkdir(join(directory, "gorunscope"));
    await writeFile(file(), JSON.stringify({ [path]: { ...state, version: "1.26.3" }, broken: { size: "1" } }));
    assert.deepEqual(await recall(path, state, env), { version: "1.26.3" });
    assert.equal(await recall("broken", state, env), undefined);
  });

  it("stand in a private directory, without temporary files", async () => {
    await remember(join(directory, "private"), state, { version: "1.27.2" }, env);
    assert.equal((await stat(join(directory, "gorunscope"))).mode & 0o777, 0o700);
    assert.deepEqual(await readdir(join(directory, "gorunscope")), ["dlv-versions.json"]);
  });

  it("are bounded in number", async () => {
    for (let index = 0; index < 40; index++) await remember(`/many/${index}`, state, { version: "1.27.2" }, env);
    const kept = Object.keys(JSON.parse(await readFile(file(), "utf8")) as object);
    assert.equal(kept.length, 32);
    assert.equal(kept.at(-1), "/many/39");
  });

  it("survive a damaged file and a directory that cannot be made", async () => {
    await mkdir(join(directory, "gorunscope"));
    await writeFile(file(), "{ damaged");
    await remember("/damaged/dlv", state, { version: "1.27.2" }, env);
    assert.match(await readFile(file(), "utf8"), /"\/damaged\/dlv"/);
    await writeFile(join(directory, "file"), "");
    await remember("/nowhere/dlv", state, { version: "1.27.2" }, { XDG_STATE_HOME: join(directory, "file") });
    assert.deepEqual(await recall("/nowhere/dlv", state, env), { version: "1.27.2" });
  });
});
