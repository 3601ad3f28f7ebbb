import assert from "node:assert/strict";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { digester, digestText } from "../../../shared/record/digest.ts";
import { readSalt } from "../../../shared/record/salt.ts";
import { scratch, type Scratch } from "../../support/tools.ts";

describe("the salt of a state directory", () => {
  let directory: Scratch;
  beforeEach(() => (directory = scratch()));
  afterEach(() => directory.remove());

  it("is made once, of 32 bytes that only this user can read", async () => {
    const state = join(directory.path, "state");
    const salt = await readSalt(state);
    assert.equal(salt.length, 32);
    assert.deepEqual(await readSalt(state), salt);
    assert.deepEqual(await readFile(join(state, "salt")), salt);
    assert.equal((await stat(join(state, "salt"))).mode & 0o777, 0o600);
    assert.equal((await stat(state)).mode & 0o777, 0o700);
    assert.deepEqual(await readdir(state), ["salt"]);
  });

  it("is another one in another directory", async () => {
    assert.notDeepEqual(await readSalt(join(directory.path, "a")), await readSalt(join(directory.path, "b")));
  });

  it("is the same for all that make it at once", async () => {
    const salts = await Promise.all(Array.from({ length: 20 }, () => readSalt(directory.path)));
    for (const salt of salts) assert.deepEqual(salt, salts[0]);
    assert.deepEqual(await readdir(directory.path), ["salt"]);
  });

  it("is made anew where the file is damaged", async () => {
    await writeFile(join(directory.path, "salt"), "short");
    const salt = await readSalt(directory.path);
    assert.equal(salt.length, 32);
    assert.deepEqual(await readSalt(directory.path), salt);
  });

  it("cannot be made where nothing can", async () => {
    await writeFile(join(directory.path, "file"), "");
    await assert.rejects(readSalt(join(directory.path, "file")), { code: "ENOTDIR" });
  });
});

describe("a digest", () => {
  const digest = digester(Buffer.alloc(32, 1));

  it("is the same for the same value under the same salt alone", () => {
    assert.deepEqual(digest("hunter2"), digest("hunter2"));
    assert.notDeepEqual(digest("hunter2"), digest("hunter3"));
    assert.notDeepEqual(digest("hunter2"), digester(Buffer.alloc(32, 2))("hunter2"));
  });

  it("is HMAC-SHA256, shortened to 16 bytes", () => {
    // printf hunter2 | openssl dgst -sha256 -mac HMAC -macopt hexkey:0101…01
    assert.deepEqual(digest("hunter2"), { digest: "8mtUB1kjWp0tbezBvd_88w" });
    assert.equal(Buffer.from(digest("").digest, "base64url").length, 16);
  });

  it("is a word where it stands in text", () => {
    assert.match(digestText(digest('two words, "quoted"\n')), /^\{digest:[\w-]{22}\}$/);
  });
});
