import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { RecordStore } from "../../../shared/record/store.ts";
import { root, scratch, type Scratch } from "../../support/tools.ts";

const script = join(root, "test", "support", "saveRecords.ts");

/** Runs saveRecords.ts; where `shell` is given, by way of its commands. */
async function save(words: (string | number)[], shell = ""): Promise<string> {
  const node = [process.execPath, "--import", "tsx", script, ...words.map(String)];
  const { stdout } = await promisify(execFile)("sh", ["-c", `${shell} exec "$@"`, "sh", ...node], { cwd: root });
  return stdout;
}

describe("records that are saved", () => {
  let directory: Scratch;
  beforeEach(() => (directory = scratch()));
  afterEach(() => directory.remove());

  it("by several processes at once are all whole, within the limit, under one salt", async () => {
    const outputs = await Promise.all(["a", "b", "c"].map((name) => save([directory.path, name, 12, 30, 10])));
    assert.deepEqual(outputs, ["", "", ""]);
    const store = new RecordStore(directory.path);
    const { records, problems } = await store.survey();
    assert.deepEqual(problems, []);
    assert.equal(records.length, 10);
    for (const { run } of records) assert.equal((await store.load(run)).cacheKeys.actions.length, 31);
    assert.deepEqual((await readdir(directory.path)).sort(), ["runs", "salt"]);
    assert.deepEqual(
      (await readdir(store.directory)).filter((name) => name.startsWith(".")),
      [],
    );
  });

  it("on a disk that is full are told of and leave nothing, and the older ones stay", async () => {
    await save([directory.path, "small", 1, 1]);
    // No file may have more than 64 blocks of 512 bytes: a write in the middle of a record fails.
    const output = await save([directory.path, "large", 1, 1000], "ulimit -f 64;");
    assert.match(
      output,
      /^the record of run large-0 could not be kept in \S+: the file would be larger than is allowed\. The run itself/,
    );
    const store = new RecordStore(directory.path);
    assert.deepEqual((await readdir(store.directory)).length, 1);
    assert.deepEqual(
      (await store.list()).map(({ run }) => run),
      ["small-0"],
    );
  });

  it("where the directory is a place of the kernel's are told of", async () => {
    assert.match(
      await save(["/proc/gorunscope", "a", 1, 1]),
      /^the record of run a-0 could not be kept in \/proc\/gorunscope\/runs: /,
    );
  });
});
