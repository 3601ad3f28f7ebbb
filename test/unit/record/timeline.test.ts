import assert from "node:assert/strict";
import type { CacheAction, ProcNode } from "../../../shared/contract/answers.ts";
import { timelineOf } from "../../../shared/record/timeline.ts";

const begin = Date.parse("2026-11-22T10:00:00.000Z");
const at = (ms: number) => new Date(begin + ms).toISOString();

function node(facts: Partial<ProcNode>): ProcNode {
  return { pid: 1, parentPid: 0, role: "tool", command: [], state: "exited", startedAt: at(0), children: [], ...facts };
}

function action(facts: Partial<CacheAction>): CacheAction {
  return { id: "build m/lib", action: "build", package: "m/lib", state: "miss", ...facts };
}

describe("the timeline", () => {
  it("has phases, actions and processes by the time they began", () => {
    const compile = node({
      pid: 12,
      role: "compile",
      command: ["compile"],
      package: "m/lib",
      startedAt: at(20),
      exitedAt: at(90),
      exitCode: 0,
    });
    const root = node({ pid: 10, role: "go", startedAt: at(5), exitedAt: at(300), exitCode: 1, children: [compile] });
    const phases = [
      { phase: "planned" as const, at: begin },
      { phase: "building" as const, at: begin + 10 },
      { phase: "stopped" as const, at: begin + 100 },
      { phase: "exited" as const, at: begin + 310 },
    ];
    const built = action({ startedAt: at(19), durationMs: 72.5, pid: 12 });
    assert.deepEqual(timelineOf(phases, [built], root), [
      { at: at(0), durationMs: 10, kind: "phase", text: "planned" },
      { at: at(5), durationMs: 295, pid: 10, result: "exit status 1", kind: "process", text: "go" },
      { at: at(10), durationMs: 90, kind: "phase", text: "building" },
      { at: at(19), kind: "action", text: "build m/lib", package: "m/lib", result: "miss", durationMs: 72.5, pid: 12 },
      {
        at: at(20),
        durationMs: 70,
        pid: 12,
        package: "m/lib",
        result: "exit status 0",
        kind: "process",
        text: "compile m/lib",
      },
      { at: at(100), durationMs: 210, kind: "stop", text: "stopped" },
      { at: at(310), kind: "phase", text: "exited" },
    ]);
  });

  it("has no action that took no time: what came from the cache", () => {
    assert.deepEqual(
      timelineOf([], [action({ state: "hit" })], node({})).map(({ kind }) => kind),
      ["process"],
    );
  });

  it("names tools and children by their command, without its arguments", () => {
    const children = [
      node({ role: "child", command: ["/bin/sh", "-c", "hunter2"], signal: "SIGKILL", exitedAt: at(0) }),
      node({ role: "tool", command: [] }),
      node({ role: "program", command: ["/tmp/exe/server", "hunter2"] }),
    ];
    const [, ...events] = timelineOf([], [], node({ role: "go", children }));
    assert.deepEqual(
      events.map(({ text, result }) => [text, result]),
      [
        ["sh", "signal: SIGKILL"],
        ["tool", undefined],
        ["program", undefined],
      ],
    );
  });
});
