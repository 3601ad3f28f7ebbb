import assert from "node:assert/strict";
import { exitOf } from "../../../shared/process/processEntry.ts";

describe("exitOf", () => {
  it("reads a status", () => {
    assert.deepEqual(exitOf(0), { code: 0 });
    assert.deepEqual(exitOf(3 << 8), { code: 3 });
  });

  it("reads a signal, with and without a core dump", () => {
    assert.deepEqual(exitOf(9), { signal: "SIGKILL" });
    assert.deepEqual(exitOf(11 | 0x80), { signal: "SIGSEGV" });
  });

  it("gives a signal without a name as its number", () => {
    assert.deepEqual(exitOf(60), { signal: "60" });
  });
});
