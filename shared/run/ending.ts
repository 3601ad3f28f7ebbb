/** Brings a run to its end, in each of its phases (what dies by itself and what does not: docs/how-it-works.md). */
import { writeFile } from "node:fs/promises";
import { isRunning, signal, signalGroup, type Identity } from "../process/identity.ts";
import type { ProcessTable } from "../process/processTable.ts";
import type { GoProcess } from "./streams.ts";

/** How long each step of an ending is given before the next, harder one. */
const politeMs = 500;
const firmMs = 1500;

/** Polling interval while waiting for processes that are not our children. */
const pollMs = 10;

/**
 * Ends a build so that go itself cleans up: its tools fail, by the cancel file those to come and by SIGTERM those at work. Between
 * tools there is nothing to fail: then SIGINT, and SIGKILL at last.
 */
export async function cancelBuild(go: GoProcess, table: ProcessTable, cancelFile: string): Promise<void> {
  await writeFile(cancelFile, "").catch(() => undefined);
  const tools = table.living().filter((node) => node.pid !== go.identity.pid);
  for (const tool of tools) signal(tool.identity, "SIGTERM");
  if (tools.length > 0 && (await ends(go.exited, politeMs))) return;
  signalGo(go, "SIGINT");
  if (await ends(go.exited, firmMs)) return;
  signalGo(go, "SIGKILL");
  for (const left of table.living()) signal(left.identity, "SIGKILL");
  await ends(go.exited, firmMs);
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
  if (dlv && (await gone([dlv, ...(program ? [program] : [])], politeMs)) && (await ends(go.exited, politeMs))) return;
  // Under dlv the program leads a group of its own; without, it is a member of go's.
  if (program) {
    signalGroup(program, "SIGKILL");
    signal(program, "SIGKILL");
  }
  if (await ends(go.exited, politeMs)) {
    if (dlv) await kill(dlv);
    return;
  }
  signalGo(go, "SIGINT");
  if (!(await ends(go.exited, politeMs))) signalGo(go, "SIGKILL");
  if (dlv) await kill(dlv);
  await ends(go.exited, firmMs);
}

/**
 * go was ended by a signal before its program: the program gets the same one (a SIGKILL as SIGTERM) and time to shut down, for it
 * would otherwise be left alone.
 */
export async function followGo(program: Identity | undefined, signalName: string): Promise<void> {
  if (!program || !isRunning(program)) return;
  signal(program, signalName === "SIGKILL" ? "SIGTERM" : (signalName as NodeJS.Signals));
  await gone([program], firmMs);
}

function signalGo(go: GoProcess, name: NodeJS.Signals): void {
  if (go.ownGroup) signalGroup(go.identity, name);
  else signal(go.identity, name);
}

async function kill(identity: Identity): Promise<void> {
  signal(identity, "SIGKILL");
  await gone([identity], politeMs);
}

async function ends(exited: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  const ended = await Promise.race([exited.then(() => true), late]);
  clearTimeout(timer);
  return ended;
}

/** Waits until processes that are no children of ours are gone: there is no event for that, so this looks. */
async function gone(identities: Identity[], ms: number): Promise<boolean> {
  const until = Date.now() + ms;
  while (identities.some(isRunning)) {
    if (Date.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return true;
}
