import assert from "node:assert/strict";
import { changedCapabilities, oldestDlvCapabilities, withOwnCapabilities } from "../../../adapter/capabilities.ts";
import { version } from "../../../shared/contract/version.ts";

describe("capabilities", () => {
  it("are dlv's, with terminate and our version", () => {
    assert.deepEqual(withOwnCapabilities({ supportsRestartRequest: true, supportsTerminateRequest: false }), {
      supportsRestartRequest: true,
      supportsTerminateRequest: true,
      gorunscope: { version },
    });
  });

  it("change only where another dlv can do more or less", () => {
    assert.deepEqual(
      changedCapabilities({ supportsRestartRequest: true, supportsLogPoints: true }, { supportsLogPoints: true }),
      {
        supportsRestartRequest: false,
      },
    );
    const filters = [{ filter: "panic", label: "Panics" }];
    assert.deepEqual(changedCapabilities({}, { exceptionBreakpointFilters: filters, supportsStepBack: false }), {
      exceptionBreakpointFilters: filters,
    });
    assert.equal(
      changedCapabilities(oldestDlvCapabilities, { ...oldestDlvCapabilities, supportsStepBack: false }),
      undefined,
    );
  });
});
