import assert from "node:assert/strict";
import { ProgramState } from "../../../adapter/programState.ts";
import { frameOf } from "../../../shared/dap/frame.ts";

const event = (name: string, body: object = {}) => frameOf({ seq: 0, type: "event", event: name, body } as never);
const answer = (command: string, success = true) =>
  frameOf({ seq: 0, type: "response", request_seq: 1, success, command } as never);
const started = event("process", {
  name: "x",
  startMethod: "launch",
  isLocalProcess: true,
  systemProcessId: 2 ** 22 + 1,
});

const initialized = event("initialized");

function after(...frames: ReturnType<typeof frameOf>[]): ProgramState {
  const state = new ProgramState(process.pid);
  for (const frame of frames) state.observe(frame);
  return state;
}

describe("ProgramState", () => {
  it("follows a session", () => {
    assert.equal(after().phase, "none");
    assert.equal(after(started, initialized).phase, "loaded");
    assert.equal(after(started, initialized, answer("configurationDone")).phase, "running");
    const stopped = after(started, initialized, answer("configurationDone"), event("stopped", { threadId: 7 }));
    assert.deepEqual([stopped.phase, stopped.stoppedThread], ["stopped", 7]);
    stopped.observe(answer("next", false));
    assert.equal(stopped.phase, "stopped");
    stopped.observe(answer("next"));
    assert.equal(stopped.phase, "running");
    stopped.observe(event("exited", { exitCode: 0 }));
    assert.equal(stopped.phase, "ended");
  });

  it("stays stopped at the entry, of which dlv tells before it answers", () => {
    assert.equal(
      after(started, initialized, event("stopped", { reason: "entry" }), answer("configurationDone")).phase,
      "stopped",
    );
  });

  it("takes no child for the program (followExec), and nothing that it did not start", () => {
    assert.equal(after(event("process", { name: "child", systemProcessId: 7 })).phase, "none");
    const attached = after(event("process", { name: "x", startMethod: "attach", systemProcessId: process.pid }));
    attached.observe(event("stopped", {}));
    assert.equal(attached.interrupt(), false);
  });

  it("interrupts nobody whose process is gone", () => {
    assert.equal(after(started, initialized, answer("configurationDone")).interrupt(), false);
  });
});
