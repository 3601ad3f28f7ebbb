import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { placeCompilerShims } from "../../../shared/run/compilerShims.ts";

describe("the shims of the C compilers", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "gorunscope-test-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it("leave nothing else behind where one cannot be put in its place", async () => {
    mkdirSync(join(directory, "cc", "gcc"), { recursive: true });
    assert.equal(await placeCompilerShims(directory, ["gcc"]), undefined);
    assert.deepEqual(readdirSync(join(directory, "cc")), ["gcc"]);
  });
});
