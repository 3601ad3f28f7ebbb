import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RecordStore } from "../../../shared/record/store.ts";
import { earlierBuilds } from "../../../shared/run/earlierBuilds.ts";
import { generatedRecord } from "../../support/generatedRecord.ts";

const compared = {
  run: "now",
  kind: "run",
  package: "example.com/m/cmd/server",
  settings: ["one"],
  cwd: "/home/someone/m",
} as const;

describe("the earlier builds of a run", () => {
  let directory: string;
  let store: RecordStore;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "gorunscope-test-"));
    store = new RecordStore(directory);
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  /** Records in the order in which they were made. */
  async function save(...records: { run: string; kind?: "run" | "debug"; settings?: string[] }[]): Promise<void> {
    for (const [index, { settings = ["one"], ...options }] of records.entries()) {
      await store.save({ ...generatedRecord({ ...options, startedAt: 1e12 + index * 1e6 }), settings });
    }
  }

  /** Leaves the head of a record whole, so that its summary can be read, and nothing behind it. */
  function damage(run: string): void {
    const file = join(store.directory, readdirSync(store.directory).find((name) => name.includes(`.${run}.`)) ?? "");
    const bytes = readFileSync(file);
    bytes.fill(0, bytes.length - 400);
    writeFileSync(file, bytes);
  }

  const runsOf = async (of: { settings?: string[] } = {}) => {
    const { builds, otherKind, noRecords } = await earlierBuilds(store, { ...compared, ...of });
    return { builds: builds.map(({ run }) => run), otherKind: otherKind?.run, noRecords };
  };
  const found = (builds: string[], more: { otherKind?: string; noRecords?: boolean } = {}) => ({
    builds,
    otherKind: undefined,
    noRecords: undefined,
    ...more,
  });

  it("are the last one with the same settings, passing over one that is damaged behind its head", async () => {
    await save({ run: "a" }, { run: "b" }, { run: "c", settings: ["two"] }, { run: "d" });
    assert.deepEqual(await runsOf(), found(["d"]));
    damage("d");
    assert.equal((await store.list())[0]?.run, "d", "its head is whole");
    assert.deepEqual(await runsOf(), found(["b"]));
  });

  it("are the next nearest one, where the nearest is damaged", async () => {
    await save({ run: "a", settings: ["one", "two", "three"] }, { run: "b", settings: ["one", "two"] });
    assert.deepEqual(await runsOf(), found(["b"]));
    damage("b");
    assert.deepEqual(await runsOf(), found(["a"]));
  });

  it("are of the other kind where all of this kind are damaged, and the newest of those that can be read", async () => {
    await save({ run: "a", kind: "debug" }, { run: "b", kind: "debug" }, { run: "c" });
    damage("c");
    assert.deepEqual(await runsOf(), found([], { otherKind: "b" }));
    damage("b");
    assert.deepEqual(await runsOf(), found([], { otherKind: "a" }));
  });

  it("are none where there is no record, and unknown where none can be kept", async () => {
    assert.deepEqual(await runsOf(), found([]));
    assert.deepEqual(readdirSync(store.directory), [], "nothing is left of the trial");
    store = new RecordStore(join(directory, "other"), { runs: 0 });
    assert.deepEqual(await runsOf(), found([], { noRecords: true }));
    assert.ok(!readdirSync(directory).includes("other"));
  });
});
