import assert from "node:assert/strict";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { RecordStore } from "../../../shared/record/store.ts";
import { generatedRecord } from "../../support/generatedRecord.ts";
import { scratch, type Scratch } from "../../support/tools.ts";

/** The processor's time for something, the least of several tries, in milliseconds: what others do on the machine does not count. */
async function cost(work: () => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < 7; i++) {
    const begin = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(begin);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

describe("a record of 3,000 packages, all of them built", () => {
  let directory: Scratch;
  let store: RecordStore;
  const run = "big";
  before(async () => {
    directory = scratch();
    store = new RecordStore(directory.path);
    await store.save(generatedRecord({ run, packages: 3000, cold: true }));
  });
  after(() => directory.remove());

  it("takes at most 3 MB on disk", async () => {
    const [name] = await readdir(store.directory);
    const { size } = await stat(join(store.directory, name ?? ""));
    assert.ok(size <= 3_000_000, `${size} bytes`);
  });

  it("has its summary read in at most 20 ms", async () => {
    const ms = await cost(() => store.list());
    assert.ok(ms <= 20, `${ms} ms`);
  });

  it("has all its keys read in at most 100 ms", async () => {
    const ms = await cost(async () => {
      const { actions } = await (await store.open(run)).keys();
      assert.equal(actions.length, 3001);
      assert.ok(actions.every(({ actionID }) => actionID !== undefined));
    });
    assert.ok(ms <= 100, `${ms} ms`);
  });

  it("has the inputs of 100 keys read in at most 100 ms more", async () => {
    const open = await store.open(run);
    const { actions } = await open.keys();
    const ms = await cost(async () => {
      const again = await store.open(run);
      for (const { id } of actions.slice(2900)) assert.ok(await again.inputs(id));
    });
    assert.ok(ms <= 200, `${ms} ms, keys included`);
  });
});
