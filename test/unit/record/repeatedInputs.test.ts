import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { digester } from "../../../shared/record/digest.ts";
import { inputsOf } from "../../../shared/record/packedRecord.ts";
import { repeatedInputs } from "../../../shared/record/repeatedInputs.ts";
import { RecordStore } from "../../../shared/record/store.ts";
import { generatedRecord, type GeneratedOptions } from "../../support/generatedRecord.ts";
import { scratch, type Scratch } from "../../support/tools.ts";

const digest = digester(Buffer.alloc(32, 1));
const begin = Date.parse("2026-11-22T10:00:00.000Z");

function nth(n: number, options: GeneratedOptions = {}) {
  return generatedRecord({ run: `run-${n}`, startedAt: begin + n * 60_000, ...options });
}

function keysOf({ cacheKeys }: ReturnType<typeof nth>) {
  return cacheKeys.actions.map(({ id, actionID }) => ({ id, actionID }));
}

describe("the inputs of a run that repeats another", () => {
  let directory: Scratch;
  let store: RecordStore;
  const first = nth(1);
  const of = inputsOf(keysOf(first), digest);
  const like = { package: first.package, kind: first.kind, cwd: first.buildDir.cwd };

  beforeEach(() => {
    directory = scratch();
    store = new RecordStore(join(directory.path, "state"));
  });
  afterEach(() => directory.remove());

  it("are those that the record of the other has, and a record saved with them is whole", async () => {
    await store.save(first, { of });
    const packed = await repeatedInputs(store, like, of);
    assert.ok(packed);
    const second = nth(2);
    const bare = second.cacheKeys.actions.map((action) => {
      const copy = { ...action };
      delete copy.inputs;
      return copy;
    });
    await store.save({ ...second, cacheKeys: { ...second.cacheKeys, actions: bare } }, packed);
    assert.deepEqual(await store.load("run-2"), second);
    const [summary] = await store.list();
    assert.equal(summary?.directory, (await store.latest({ before: "run-2" }))?.directory);
    assert.deepEqual((await repeatedInputs(store, like, of))?.section, packed.section);
  });

  it("are looked for in the last record of the package alone, of the same kind, in the same place", async () => {
    await store.save(first, { of });
    await store.save(nth(2, { kind: "debug" }), { of: "another" });
    await store.save(nth(3, { package: "example.com/other" }), { of: "another" });
    assert.ok(await repeatedInputs(store, like, of));
    assert.equal(await repeatedInputs(store, { ...like, cwd: "/elsewhere" }, of), undefined);
    await store.save(nth(4), { of: "another" });
    assert.equal(await repeatedInputs(store, like, of), undefined);
  });

  it("are not taken from a record that does not say what they are of, nor from a damaged one", async () => {
    await store.save(first);
    assert.equal(await repeatedInputs(store, like, of), undefined);
    await store.save(first, { of });
    const [name = ""] = await readdir(store.directory);
    const path = join(store.directory, name);
    const file = await readFile(path);
    const { section } = (await repeatedInputs(store, like, of))!;
    file[file.indexOf(section.body)]! ^= 1;
    await writeFile(path, file);
    assert.equal(await repeatedInputs(store, like, of), undefined);
  });

  it("are told apart by every key, by their order and by the salt", () => {
    const keys = keysOf(first);
    const [one, ...others] = keys;
    const all = [
      inputsOf([{ id: one!.id, actionID: undefined }, ...others], digest),
      inputsOf([...others, one!], digest),
      inputsOf(keys, digester(Buffer.alloc(32, 2))),
      of,
    ];
    assert.equal(new Set(all).size, all.length);
    assert.equal(inputsOf([...keys], digest), of);
  });
});
