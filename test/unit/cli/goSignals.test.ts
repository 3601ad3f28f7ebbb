import assert from "node:assert/strict";
import { constants } from "node:os";
import { goSignalText, numberOfGoSignal } from "../../../cli/goSignals.ts";

describe("go's names of signals", () => {
  it("have the system's numbers", () => {
    assert.equal(numberOfGoSignal("killed"), constants.signals.SIGKILL);
    assert.equal(numberOfGoSignal("segmentation fault"), constants.signals.SIGSEGV);
    assert.equal(numberOfGoSignal("abort trap"), constants.signals.SIGABRT);
    assert.equal(numberOfGoSignal("signal 64"), 64);
    assert.equal(numberOfGoSignal("nonsense"), undefined);
  });

  it("are found by number", () => {
    assert.equal(goSignalText(constants.signals.SIGTERM), "terminated");
    assert.equal(goSignalText(64), "signal 64");
  });
});
