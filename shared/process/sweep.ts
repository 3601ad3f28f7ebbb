/**
 * Clears up after an adapter that was killed together with its watchdog. Goes by what that adapter noted, by number and start
 * time of processes: what lives is left alone, and so is what cannot be judged from here.
 */
import { readdir, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { endLeftovers } from "./ending.ts";
import { groupMembers, isRunning, sessionMembers, signal, signalGroup, type Identity } from "./identity.ts";
import { ownerState, readOwner, type Owner } from "./ownerFile.ts";
import { removeUnknownWork, removeWork } from "./workDirectory.ts";
import { existingBases, isRunDirectoryName } from "./privateDirectory.ts";

/** How long go is given to clean up by itself, as the watchdog gives it. */
const graceMs = 2000;

/** A directory without a readable note may be one that is being made; after this long it is not. */
const unnotedAgeMs = 3_600_000;

/** Ends and removes what dead adapters of this user have left. Does what it can, and never rejects. */
export async function sweep(env: NodeJS.ProcessEnv): Promise<void> {
  const bases = existingBases(env);
  const directories = await Promise.all(bases.map(listDirectories));
  await Promise.all(directories.flat().map((directory) => sweepRun(directory).catch(() => undefined)));
}

async function listDirectories(base: string): Promise<string[]> {
  const entries = await readdir(base, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && isRunDirectoryName(entry.name))
    .map((entry) => join(base, entry.name));
}

async function sweepRun(directory: string): Promise<void> {
  const owner = readOwner(directory);
  if (!owner) {
    const { mtimeMs } = await stat(directory);
    if (Date.now() - mtimeMs > unnotedAgeMs) await removeRun(directory);
    return;
  }
  const state = ownerState(owner);
  if (state === "alive" || state === "elsewhere") return;
  if (state === "dead") await endNamed(owner);
  if (owner.work !== undefined) await removeWork(owner.work);
  else if (state === "dead" && owner.go && owner.temporary !== undefined)
    await removeUnknownWork(owner.temporary, owner.go);
  await removeRun(directory);
}

/** Removes a run's directory; the one above goes with the last run in it. */
async function removeRun(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await rmdir(dirname(directory)).catch(() => undefined);
}

/** Ends what the owner named and what belongs to it. Whom nobody leads any more cannot be told from a stranger, and stays. */
async function endNamed(owner: Owner): Promise<void> {
  const named = [owner.go, owner.debugger, owner.program]
    .filter((identity) => identity !== undefined)
    .filter(isRunning);
  for (const identity of named) if (!signalGroup(identity, "SIGINT")) signal(identity, "SIGINT");
  const left = (): Identity[] => [
    ...named.filter(isRunning),
    ...named.flatMap((leader) => [...groupMembers(leader), ...sessionMembers(leader)]),
  ];
  if (named.length > 0) await endLeftovers(left, graceMs);
}
