/** What a session has left behind in its world, and the processes that still run in it. */
import assert from "node:assert/strict";
import { readdirSync, type Dirent } from "node:fs";
import { join } from "node:path";
import { readAll, readCommand, readEnvironment } from "../../shared/process/procfs.ts";
import { until } from "../../shared/process/waiting.ts";
import { isOfWorld, type World } from "./world.ts";

export interface WorldProcess {
  pid: number;
  parentPid: number;
  command: string[];
}

/** The processes of a world that run: by the mark in their environment, or by a path of the world in their command line. */
export function processesOf(world: World): WorldProcess[] {
  return readAll()
    .filter(({ pid, state }) => state !== "zombie" && pid !== process.pid)
    .map(({ pid, parentPid }) => ({ pid, parentPid, command: readCommand(pid) }))
    .filter(({ pid, command }) => {
      return isOfWorld(world, readEnvironment(pid) ?? {}) || command.some((word) => word.includes(world.path));
    });
}

/**
 * Everything that is left: processes, and what lies in the directories for temporary files and sockets.
 * @param staying numbers of processes that may stay
 */
export function leftoversOf(world: World, staying: number[] = []): string[] {
  const processes = processesOf(world)
    .filter(({ pid }) => !staying.includes(pid))
    .map(({ pid, command }) => `process ${pid}: ${command.join(" ")}`);
  return [...processes, ...[world.tmp, world.runtime].flatMap(filesIn)];
}

/** What lies in a directory, links not followed; one that vanishes meanwhile holds nothing. */
export function filesIn(directory: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? [path, ...filesIn(path)] : [path];
  });
}

/** So long what is left of a session may take to go, in milliseconds. */
const goneWithinMs = 5000;

/**
 * Nothing is left of a session, or at least nothing any more in a few seconds.
 * @param staying numbers of processes that may stay: an adapter whose client has not gone yet
 */
export async function assertNothingLeft(world: World, staying: number[] = []): Promise<void> {
  await until(() => leftoversOf(world, staying).length === 0, goneWithinMs);
  assert.deepEqual(leftoversOf(world, staying), [], `left after ${goneWithinMs} ms`);
}

/** Ends what a failed test has left running. */
export function killAll(world: World): void {
  for (const { pid } of processesOf(world)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
  }
}
