import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { entryPath, outputPath, parseEntry, readEntry, readEntrySync, shortID } from "../../../shared/go/buildCache.ts";

const actionID = "00094321aef4e2a49abd351c200a7c63324a1f5740b601f6581e04fd9703f0cd";
const outputID = "2f52bbcad7f48f13b96bbb5c5b5b3b997123b92dbcb4337b47f141bf63ce56f9";
/** Written by go1.26.8. */
const recorded = `v1 ${actionID} ${outputID}                   50  1795387088785509510\n`;

describe("an entry of the build cache", () => {
  it("is parsed as go writes it", () => {
    assert.deepEqual(parseEntry(recorded), {
      actionID,
      outputID,
      size: 50,
      storedAt: new Date("2026-11-22T22:38:08.785Z"),
    });
  });

  it("was stored in the millisecond that has begun, however late in it", () => {
    const late = parseEntry(recorded.replace("1795387088785509510", "1795387088786999999"));
    assert.equal(late?.storedAt.toISOString(), "2026-11-22T22:38:08.786Z");
  });

  const damaged = {
    empty: "",
    "cut off": recorded.slice(0, -1),
    "too long": `${recorded}\n`,
    "of another version": recorded.replace("v1", "v2"),
    "without an output": recorded.replace(outputID, outputID.replace("2f", "zz")),
    "with a negative size": recorded.replace(" 50", "-50"),
    "with fields of another width": recorded.replace("  50", " 50"),
    "without a size": recorded.replace("50 ", "   "),
  };
  for (const [what, text] of Object.entries(damaged)) {
    it(`that is ${what} is none`, () => assert.equal(parseEntry(text), undefined));
  }
});

describe("shortID", () => {
  it("is the key's part of a build ID", () => {
    const key = "92f5d089a7549c9df0412c97b11b09a39d88573674a45895b11562783b401489";
    assert.equal(shortID(key), "kvXQiadUnJ3wQSyXsRsJ");
  });

  it("is base64url", () => assert.equal(shortID("fb".repeat(32)), "-_v7".repeat(5)));
});

describe("the build cache", () => {
  let goCache = "";
  beforeEach(async () => {
    goCache = await mkdtemp(join(tmpdir(), "gorunscope-cache-"));
  });
  afterEach(() => rm(goCache, { recursive: true }));

  async function put(path: string, content: string): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }

  async function check(expected: object | undefined): Promise<void> {
    assert.deepEqual(await readEntry(goCache, actionID), expected);
    assert.deepEqual(readEntrySync(goCache, actionID), expected);
  }

  const found = () => ({
    actionID,
    outputID,
    entry: `${goCache}/00/${actionID}-a`,
    output: `${goCache}/2f/${outputID}-d`,
    bytes: 50,
    storedAt: "2026-11-22T22:38:08.785Z",
  });

  it("has a key's entry and output", async () => {
    await put(entryPath(goCache, actionID), recorded);
    await put(outputPath(goCache, outputID), "x".repeat(50));
    await check(found());
  });

  it("has an executable in a directory", async () => {
    await put(entryPath(goCache, actionID), recorded);
    await put(join(outputPath(goCache, outputID), "hello"), "x".repeat(50));
    await check({ ...found(), output: `${goCache}/2f/${outputID}-d/hello` });
  });

  it("has nothing for a key without an entry", () => check(undefined));

  it("has nothing for an entry of another key", async () => {
    await put(entryPath(goCache, actionID), recorded.replace(actionID, outputID));
    await put(outputPath(goCache, outputID), "x".repeat(50));
    await check(undefined);
  });

  it("has nothing where the output was trimmed", async () => {
    await put(entryPath(goCache, actionID), recorded);
    await check(undefined);
  });

  it("has nothing where the output is not whole", async () => {
    await put(entryPath(goCache, actionID), recorded);
    await put(outputPath(goCache, outputID), "x".repeat(49));
    await check(undefined);
  });

  it("has nothing where an executable's directory holds another number of files than one, or half a file", async () => {
    await put(entryPath(goCache, actionID), recorded);
    await mkdir(outputPath(goCache, outputID), { recursive: true });
    await check(undefined);
    await put(join(outputPath(goCache, outputID), "a"), "x");
    await check(undefined);
    await put(join(outputPath(goCache, outputID), "b"), "x".repeat(50));
    await check(undefined);
  });
});
