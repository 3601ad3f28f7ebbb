/** What happened in a run, in the order in which it began. */
import { basename } from "node:path";
import type { CacheAction, Phase, ProcNode } from "../contract/answers.ts";
import type { TimelineEvent } from "../contract/record.ts";

/** A phase and when it began, milliseconds since 1970. */
export interface PhaseBegin {
  phase: Phase;
  at: number;
}

/**
 * The events of a run: its phases (of which `stopped` is a stop), the actions that ran, the processes. No text holds arguments.
 * @param phases in order
 * @param root the process tree
 */
export function timelineOf(
  phases: readonly PhaseBegin[],
  actions: readonly CacheAction[],
  root: ProcNode,
): TimelineEvent[] {
  const events = [...phases.map(phaseEvent), ...actions.flatMap(actionEvent), ...processEvents(root)];
  return events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function phaseEvent({ phase, at }: PhaseBegin, index: number, all: readonly PhaseBegin[]): TimelineEvent {
  const next = all[index + 1]?.at;
  return {
    at: new Date(at).toISOString(),
    ...(next !== undefined && { durationMs: next - at }),
    kind: phase === "stopped" ? "stop" : "phase",
    text: phase,
  };
}

/** What came from the cache took no time that go tells of. */
function actionEvent({ action, package: path, state, startedAt, durationMs, pid }: CacheAction): TimelineEvent[] {
  if (startedAt === undefined) return [];
  const event: TimelineEvent = {
    at: startedAt,
    kind: "action",
    text: `${action} ${path}`,
    package: path,
    result: state,
  };
  return [{ ...event, ...(durationMs !== undefined && { durationMs }), ...(pid !== undefined && { pid }) }];
}

function processEvents(node: ProcNode): TimelineEvent[] {
  const { pid, role, command, package: path, startedAt, exitedAt, signal, exitCode } = node;
  const name = role === "tool" || role === "child" ? basename(command[0] ?? role) : role;
  const result = signal ? `signal: ${signal}` : exitCode === undefined ? undefined : `exit status ${exitCode}`;
  const event: TimelineEvent = {
    at: startedAt,
    ...(exitedAt !== undefined && { durationMs: Math.max(0, Date.parse(exitedAt) - Date.parse(startedAt)) }),
    pid,
    ...(path !== undefined && { package: path }),
    ...(result !== undefined && { result }),
    kind: "process",
    text: path === undefined ? name : `${name} ${path}`,
  };
  return [event, ...node.children.flatMap(processEvents)];
}
