/** How a started process, and all that it has started, is brought to its end. */
import { descendants, isRunning, sessionMembers, signal, signalGroup, type Identity } from "./identity.ts";
import type { Exit, Started } from "./spawn.ts";
import { until, within } from "./waiting.ts";

/** How long one round of SIGKILL is waited for, and how many there are: what forks meanwhile meets the next round. */
const killMs = 200;
const killRounds = 5;

/**
 * Sends a signal to a started process; where it has a session of its own, to its process group.
 * @returns whether it was sent
 */
export function signalStarted(started: Started, name: NodeJS.Signals): boolean {
  return started.ownSession ? signalGroup(started.identity, name) : signal(started.identity, name);
}

/**
 * What still runs of a started process and of all that it has started: a function that looks anew at each call. Without a
 * session of its own it has to have looked before the process died, since orphans lose their parent.
 */
export function leftovers(started: Started): () => Identity[] {
  const { identity, ownSession } = started;
  if (ownSession) return () => sessionMembers(identity);
  let known: Identity[] = [identity];
  return () => {
    const running = known.filter(isRunning);
    const below = descendants(...running.map(({ pid }) => pid));
    known = [...new Map([...running, ...below].map(({ pid, startTicks }) => [pid, { pid, startTicks }])).values()];
    known = known.filter(isRunning);
    return known;
  };
}

/** Ends what a function finds, with SIGKILL where the grace has not helped. */
export async function endLeftovers(left: () => Identity[], graceMs: number): Promise<void> {
  const gone = (): boolean => left().length === 0;
  if (await until(gone, graceMs)) return;
  for (let round = 0; round < killRounds; round += 1) {
    for (const identity of left()) signal(identity, "SIGKILL");
    if (await until(gone, killMs)) return;
  }
}

/** See end in spawn.ts. */
export async function ending(started: Started, politeSignal: NodeJS.Signals, graceMs: number): Promise<Exit> {
  const { process: child, exited } = started;
  if (started.pid === 0 || child.exitCode !== null) return exited;
  const deadline = Date.now() + graceMs;
  const left = leftovers(started);
  left();
  signalStarted(started, politeSignal);
  const polite = await within(exited, graceMs);
  if (!polite) signalStarted(started, "SIGKILL");
  await endLeftovers(left, polite ? deadline - Date.now() : 0);
  return (await within(exited, killMs * killRounds)) ? exited : {};
}
