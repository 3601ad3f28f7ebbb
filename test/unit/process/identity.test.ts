import assert from "node:assert/strict";
import { signal, signalGroup } from "../../../shared/process/identity.ts";

describe("signals", () => {
  it("never go to everybody, to our own group, to the kernel or to init", () => {
    for (const pid of [0, 1, -1, -process.pid, 1.5, Number.NaN]) {
      assert.equal(signal({ pid, startTicks: 0 }, "SIGURG"), false, `signal ${pid}`);
      assert.equal(signalGroup({ pid, startTicks: 0 }, "SIGURG"), false, `group ${pid}`);
    }
  });
});
