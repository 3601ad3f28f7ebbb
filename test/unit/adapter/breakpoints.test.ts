import assert from "node:assert/strict";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { Breakpoints } from "../../../adapter/run/breakpoints.ts";

let seq = 0;

/** The client sets lines of a file, and dlv gives them ids; @returns the ids that the client is told. */
function set(breakpoints: Breakpoints, path: string, ids: number[]): (number | undefined)[] {
  const request = { seq: ++seq, type: "request", command: "setBreakpoints", arguments: { source: { path } } };
  breakpoints.asked(request);
  const body = { breakpoints: ids.map((id) => ({ id, verified: true })) };
  const response = { seq: 0, type: "response", request_seq: seq, success: true, command: "setBreakpoints", body };
  const answered = breakpoints.answered(response) as DebugProtocol.SetBreakpointsResponse;
  return answered.body.breakpoints.map(({ id }) => id);
}

/** A restart, after which dlv gives these ids, file by file in the order of the settings. */
function restart(breakpoints: Breakpoints, ...ids: number[][]): (number | undefined)[] {
  breakpoints.forgetTranslation();
  return breakpoints.settings.flatMap((setting, index) => {
    const body = { breakpoints: ids[index]?.map((id) => ({ id, verified: true })) };
    return breakpoints.repeated(setting, body).map(({ id }) => id);
  });
}

function event<T extends DebugProtocol.Event>(name: T["event"], body: T["body"]): DebugProtocol.Event {
  return { seq: 0, type: "event", event: name, body: body };
}

function hit(breakpoints: Breakpoints, ...hitBreakpointIds: number[]): number[] | undefined {
  const stopped = event<DebugProtocol.StoppedEvent>("stopped", { reason: "breakpoint", hitBreakpointIds });
  return (breakpoints.translate(stopped) as DebugProtocol.StoppedEvent).body.hitBreakpointIds;
}

describe("breakpoint ids", () => {
  it("are dlv's own, and its messages untouched, until a restart", () => {
    const breakpoints = new Breakpoints();
    assert.deepEqual(set(breakpoints, "/a.go", [1, 2]), [1, 2]);
    const stopped = event("stopped", { reason: "breakpoint", hitBreakpointIds: [2] });
    assert.equal(breakpoints.translate(stopped), stopped);
    const response = {
      seq: 0,
      type: "response",
      request_seq: 99,
      success: true,
      command: "threads",
      body: {},
    } as const;
    assert.equal(breakpoints.answered(response), response);
  });

  it("stay those that the client knows over restarts", () => {
    const breakpoints = new Breakpoints();
    set(breakpoints, "/a.go", [1]);
    set(breakpoints, "/b.go", [2, 3]);
    set(breakpoints, "/a.go", []);
    assert.deepEqual(restart(breakpoints, [], [1, 2]), [2, 3]);
    assert.deepEqual(hit(breakpoints, 1, 2), [2, 3]);
    assert.deepEqual(restart(breakpoints, [], [7, 8]), [2, 3]);
    assert.deepEqual(hit(breakpoints, 8), [3]);
  });

  it("of breakpoints set after a restart are new ones", () => {
    const breakpoints = new Breakpoints();
    set(breakpoints, "/a.go", [1]);
    set(breakpoints, "/b.go", [2]);
    set(breakpoints, "/a.go", []);
    restart(breakpoints, [], [1]);
    assert.deepEqual(set(breakpoints, "/c.go", [2]), [3]);
    assert.deepEqual(hit(breakpoints, 1), [2]);
    assert.deepEqual(hit(breakpoints, 2), [3]);
    const changed = event("breakpoint", { reason: "changed", breakpoint: { id: 2, verified: true } });
    assert.equal((breakpoints.translate(changed) as DebugProtocol.BreakpointEvent).body.breakpoint.id, 3);
    assert.deepEqual(restart(breakpoints, [], [5], [6]), [2, 3]);
  });
});
