import assert from "node:assert/strict";
import { mkdir, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RecordStore } from "../../../shared/record/store.ts";
import { summaryOf } from "../../../shared/record/summary.ts";
import { generatedRecord, type GeneratedOptions } from "../../support/generatedRecord.ts";
import { scratch, type Scratch } from "../../support/tools.ts";

const begin = Date.parse("2026-11-22T10:00:00.000Z");

/** The nth record: one begins each minute. */
function nth(n: number, options: GeneratedOptions = {}) {
  return generatedRecord({ run: `run-${n}`, startedAt: begin + n * 60_000, ...options });
}

describe("the store of records", () => {
  let directory: Scratch;
  let store: RecordStore;
  const runs = async () => (await store.list()).map(({ run }) => run);
  const fileOf = async (run: string) => {
    const name = (await readdir(store.directory)).find((file) => file.includes(`.${run}.`));
    assert.ok(name);
    return join(store.directory, name);
  };

  beforeEach(() => {
    directory = scratch();
    store = new RecordStore(join(directory.path, "state"));
  });
  afterEach(() => directory.remove());

  it("has nothing where nothing was kept, and makes nothing by being asked", async () => {
    assert.deepEqual(await store.survey(), { records: [], problems: [] });
    assert.equal(await store.latest(), undefined);
    assert.deepEqual(await readdir(directory.path), []);
  });

  it("gives back what it was given, the newest first", async () => {
    const records = [nth(2), nth(1, { kind: "debug" }), nth(3, { cold: true })];
    for (const record of records) await store.save(record);
    assert.deepEqual(await store.list(), [nth(3, { cold: true }), nth(2), nth(1, { kind: "debug" })].map(summaryOf));
    for (const record of records) assert.deepEqual(await store.load(record.run), record);
  });

  it("keeps files that only this user can read, and leaves no others", async () => {
    await store.save(nth(1));
    assert.deepEqual(await readdir(store.directory), ["20261122T100100000Z.run-1.record"]);
    assert.equal((await stat(await fileOf("run-1"))).mode & 0o777, 0o600);
    assert.equal((await stat(store.directory)).mode & 0o777, 0o700);
    assert.equal((await stat(join(directory.path, "state"))).mode & 0o777, 0o700);
  });

  it("replaces the record of a run that is saved again", async () => {
    await store.save(nth(1));
    await store.save({ ...nth(1), exitCode: 3 });
    assert.deepEqual(
      (await store.list()).map(({ exitCode }) => exitCode),
      [3],
    );
  });

  it("finds the newest of a package, a kind, a directory, before another run", async () => {
    await store.save(nth(1));
    await store.save(nth(2, { kind: "debug" }));
    await store.save(nth(3, { package: "example.com/other" }));
    await store.save(nth(4));
    const elsewhere = nth(5);
    elsewhere.buildDir.cwd = "/elsewhere";
    await store.save(elsewhere);
    const found = async (query: Parameters<RecordStore["latest"]>[0]) => (await store.latest(query))?.run;
    const main = "example.com/m/cmd/server";
    assert.equal(await found({}), "run-5");
    assert.equal(await found({ package: main, kind: "run" }), "run-5");
    assert.equal(await found({ package: main, kind: "run", cwd: "/home/someone/m" }), "run-4");
    assert.equal(await found({ package: main, kind: "run", before: "run-4" }), "run-1");
    assert.equal(await found({ kind: "debug" }), "run-2");
    assert.equal(await found({ package: main, kind: "prebuild" }), undefined);
    assert.equal(await found({ before: "run-1" }), undefined);
    assert.equal(await found({ before: "run-6" }), "run-5");
  });

  it("opens a record part by part, and has it also when it is removed meanwhile", async () => {
    const record = nth(1, { cold: true });
    await store.save(record);
    const open = await store.open("run-1");
    await store.remove("run-1");
    assert.deepEqual(open.summary, summaryOf(record));
    assert.equal((await open.keys()).actions.length, 4);
    assert.deepEqual(await open.inputs("link example.com/m/cmd/server"), record.cacheKeys.actions[3]?.inputs);
    assert.deepEqual(await open.whole(), record);
  });

  it("says so where there is no record of a run", async () => {
    await store.save(nth(1));
    for (const run of ["run-2", "../../etc/passwd", "", "run"]) {
      await assert.rejects(store.load(run), { id: 7001, message: `there is no record of run ${run}` });
      await assert.rejects(store.remove(run), { id: 7001 });
      await assert.rejects(store.keep(run), { id: 7001 });
    }
  });

  it("removes, keeps and tags", async () => {
    await store.save(nth(1));
    await store.save(nth(2));
    await store.tag("run-1", ["slow", "before the upgrade"]);
    await store.keep("run-1");
    await store.remove("run-2");
    assert.deepEqual(await store.list(), [{ ...summaryOf(nth(1)), kept: true, tags: ["slow", "before the upgrade"] }]);
    assert.deepEqual(await store.load("run-1"), { ...nth(1), kept: true, tags: ["slow", "before the upgrade"] });
    await store.keep("run-1", false);
    await store.tag("run-1", []);
    assert.deepEqual(await store.load("run-1"), nth(1));
    assert.equal((await stat(await fileOf("run-1"))).mode & 0o777, 0o600);
  });

  it("refuses a run's id that would be a path", async () => {
    await assert.rejects(store.save(nth(1, { run: "../run" })), RangeError);
    assert.deepEqual(await readdir(directory.path), []);
  });

  describe("is bounded", () => {
    it("in number: the oldest go first", async () => {
      store = new RecordStore(directory.path, { runs: 3 });
      for (const n of [1, 2, 3, 4, 5]) await store.save(nth(n));
      assert.deepEqual(await runs(), ["run-5", "run-4", "run-3"]);
    });

    it("in size", async () => {
      await store.save(nth(1));
      const { size } = await stat(await fileOf("run-1"));
      store = new RecordStore(directory.path, { bytes: Math.floor(size * 2.5) });
      for (const n of [1, 2, 3, 4]) await store.save(nth(n));
      assert.deepEqual(await runs(), ["run-4", "run-3"]);
    });

    it("by 200 runs and 200 MB, unless it is told otherwise", async () => {
      await mkdir(store.directory, { recursive: true });
      for (let n = 1; n <= 203; n++) {
        const time = new Date(begin + n * 1000).toISOString().replace(/[-:.]/g, "");
        await writeFile(join(store.directory, `${time}.old-${n}.record`), "");
      }
      await store.save(nth(1000));
      const left = await readdir(store.directory);
      assert.equal(left.length, 200);
      assert.ok(left.some((name) => name.includes(".old-5.")) && !left.some((name) => name.includes(".old-4.")));
    });

    it("but for those that are to be kept, and the one just saved", async () => {
      store = new RecordStore(directory.path, { runs: 2 });
      await store.save(nth(1));
      await store.keep("run-1");
      for (const n of [2, 3, 4]) await store.save(nth(n));
      assert.deepEqual(await runs(), ["run-4", "run-1"]);
      await store.keep("run-4");
      await store.save(nth(5));
      assert.deepEqual(await runs(), ["run-5", "run-4", "run-1"]);
      await store.save(nth(6));
      assert.deepEqual(await runs(), ["run-6", "run-4", "run-1"]);
    });

    it("and refuses what alone is larger than all may be", async () => {
      store = new RecordStore(directory.path, { bytes: 100 });
      await assert.rejects(store.save(nth(1)), {
        id: 7003,
        message: /^the record of run run-1 could not be kept in .* may have 100$/,
      });
      assert.deepEqual(await runs(), []);
    });

    it("and takes away what a process that died has left behind, not what one is writing", async () => {
      await store.save(nth(1));
      const old = join(store.directory, ".20261122T100100000Z.run-0.record.0a0b");
      const fresh = join(store.directory, ".20261122T100100000Z.run-9.record.0a0b");
      const foreign = join(store.directory, ".somebody");
      for (const path of [old, fresh, foreign]) await writeFile(path, "");
      for (const path of [old, foreign]) await utimes(path, 0, 0);
      await store.save(nth(2));
      const left = await readdir(store.directory);
      assert.deepEqual(left.filter((name) => name.startsWith(".")).sort(), [
        ".20261122T100100000Z.run-9.record.0a0b",
        ".somebody",
      ]);
    });
  });

  describe("with a damaged record", () => {
    beforeEach(async () => {
      for (const n of [1, 2, 3]) await store.save(nth(n));
      const path = await fileOf("run-2");
      const bytes = await readFile(path);
      bytes[20]! ^= 1;
      await writeFile(path, bytes);
    });

    it("skips it and says so", async () => {
      const { records, problems } = await store.survey();
      assert.deepEqual(
        records.map(({ run }) => run),
        ["run-3", "run-1"],
      );
      assert.equal(problems.length, 1);
      assert.match(
        problems[0] ?? "",
        /^the record of run run-2 \(\/.*run-2\.record\) is damaged\. Nothing can be read of it/,
      );
    });

    it("does not take it for the latest", async () => {
      assert.equal((await store.latest({ before: "run-3" }))?.run, "run-1");
    });

    it("says so where it is asked for, and removes it where it is told to", async () => {
      await assert.rejects(store.load("run-2"), { id: 7004, message: /is damaged$/ });
      await assert.rejects(store.keep("run-2"), { id: 7004 });
      await store.remove("run-2");
      assert.deepEqual((await store.survey()).problems, []);
    });

    it("makes room by removing it like any other", async () => {
      await new RecordStore(join(directory.path, "state"), { runs: 2 }).save(nth(4));
      assert.deepEqual(await runs(), ["run-4", "run-3"]);
    });

    it("knows an empty file, one of another run, and a directory for what they are", async () => {
      const name = (n: number) => join(store.directory, `20261122T10000${n}000Z.odd-${n}.record`);
      await writeFile(name(1), "");
      await writeFile(name(2), await readFile(await fileOf("run-1")));
      await mkdir(name(3));
      const { records, problems } = await store.survey();
      assert.deepEqual(
        records.map(({ run }) => run),
        ["run-3", "run-1"],
      );
      assert.equal(problems.length, 4);
      await assert.rejects(store.load("odd-2"), { message: /is damaged$/ });
      await assert.rejects(store.load("odd-3"), { id: 7003, message: /cannot be read/ });
      assert.equal((await store.latest({ before: "run-1" }))?.run, undefined);
    });
  });

  it("finds a record whose summary is longer than what is read at first", async () => {
    const record = { ...nth(1), flags: Array.from({ length: 2000 }, (_, index) => `-tags=tag${index}`) };
    await store.save(record);
    assert.deepEqual((await store.list())[0]?.flags, record.flags);
    assert.deepEqual(await store.load("run-1"), record);
  });

  it("says in a sentence where nothing can be kept", async () => {
    await writeFile(join(directory.path, "file"), "");
    store = new RecordStore(join(directory.path, "file", "state"));
    const expected = {
      id: 7003,
      message: /^the record of run run-1 could not be kept in .*: a part of the path is not a directory$/,
    };
    await assert.rejects(store.save(nth(1)), expected);
    await assert.rejects(store.digester(), { id: 7003, message: /^the salt .* could not be kept in / });
    await assert.rejects(store.list(), { id: 7003, message: /^the records in .* cannot be read: a part of the path/ });
  });

  it("has one salt for all its records", async () => {
    const other = new RecordStore(join(directory.path, "state"));
    assert.deepEqual((await store.digester())("x"), (await other.digester())("x"));
    assert.notDeepEqual((await store.digester())("x"), (await new RecordStore(directory.path).digester())("x"));
  });
});
