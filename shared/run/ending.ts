/** Brings a run to its end, in each of its phases (what dies by itself and what does not: docs/how-it-works.md). */
import { writeFile } from "node:fs/promises";
import { endLeftovers } from "../process/ending.ts";
import { isRunning, sessionMembers, signal, signalGroup, type Identity } from "../process/identity.ts";
import type { ProcessTable } from "../process/processTable.ts";
import { until, within } from "../process/waiting.ts";
import { removeUnknownWork, removeWork, workParent } from "../process/workDirectory.ts";
import type { RunPlan } from "./plan.ts";
import type { GoProcess } from "./streams.ts";

/** How long each step of an ending is given before the next, harder one. */
const politeMs = 500;
const firmMs = 1500;

/**
 * Ends a build so that go itself cleans up: its tools fail, by the cancel file those to come and by SIGTERM those at work. Where
 * there is nothing to fail in time (go loads packages, say), then SIGINT, and SIGKILL at last.
 */
export async function cancelBuild(go: GoProcess, table: ProcessTable, cancelFile: string): Promise<void> {
  await writeFile(cancelFile, "").catch(() => undefined);
  for (const { identity } of table.living()) if (identity.pid !== go.identity.pid) signal(identity, "SIGTERM");
  if (await within(go.exited, politeMs)) return;
  signalGo(go, "SIGINT");
  if (await within(go.exited, firmMs)) return;
  signalGo(go, "SIGKILL");
  await within(go.exited, firmMs);
}

/**
 * Ends the program, its debugger and go. Closing the debugger's connection is enough where all are well: dlv ends the program and
 * itself, and go cleans up. Whatever does not follow is killed, the program's group by pid and start time.
 */
export async function endProgram(
  go: GoProcess,
  table: ProcessTable,
  program: Identity | undefined,
  closeDebugger: () => void,
): Promise<void> {
  closeDebugger();
  const dlv = table.findRole("debugger");
  const both = [dlv, program].filter((identity) => identity !== undefined);
  // dlv ends the program before it ends itself: one that is still there then was left alone.
  if (dlv) await until(() => !isRunning(dlv), politeMs);
  if (!both.some(isRunning) && (await within(go.exited, politeMs))) return;
  // Under dlv the program leads a group of its own; without, it is a member of go's.
  if (program) {
    signalGroup(program, "SIGKILL");
    signal(program, "SIGKILL");
  }
  if (!(await within(go.exited, politeMs))) {
    signalGo(go, "SIGINT");
    if (!(await within(go.exited, politeMs))) signalGo(go, "SIGKILL");
  }
  await endLeftovers(() => both.filter(isRunning), 0);
  await within(go.exited, firmMs);
}

/**
 * Ends what outlives a go that was made to end: tools that work on for nobody, helpers of the program. All that is left of go's
 * session, where that is our own; in a terminal what the program has started there is left alone.
 */
export function endFamily(go: GoProcess, table: ProcessTable): Promise<void> {
  return endLeftovers(() => {
    if (go.ownGroup) return sessionMembers(go.identity);
    table.scan();
    return table.living().flatMap(({ identity, role }) => (role === "child" ? [] : [identity]));
  }, 0);
}

/**
 * go was ended by a signal before its program: the program gets the same one (a SIGKILL as SIGTERM) and time to shut down, for it
 * would otherwise be left alone.
 */
export async function followGo(program: Identity | undefined, signalName: string): Promise<void> {
  if (!program || !isRunning(program)) return;
  signal(program, signalName === "SIGKILL" ? "SIGTERM" : (signalName as NodeJS.Signals));
  await until(() => !isRunning(program), firmMs);
}

function signalGo(go: GoProcess, name: NodeJS.Signals): void {
  if (go.ownGroup) signalGroup(go.identity, name);
  else signal(go.identity, name);
}

/**
 * Removes what go has left of its $WORK.
 * @param work absent where go was ended before it could be known: then it is looked for where go makes it
 * @param go absent where it was not started
 */
export async function clearWork(work: string | undefined, go: GoProcess | undefined, plan: RunPlan): Promise<void> {
  if (work !== undefined) await removeWork(work);
  else if (go) await removeUnknownWork(workParent(plan.env, plan.goEnv.GOTMPDIR), go.identity);
}
