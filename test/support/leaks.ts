/** What a session has left behind in its world, and the processes that still run in it. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
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

/** Everything that is left: processes, and what lies in the directories for temporary files and sockets. */
export function leftoversOf(world: World): string[] {
  const processes = processesOf(world).map(({ pid, command }) => `process ${pid}: ${command.join(" ")}`);
  const files = [world.tmp, world.runtime].flatMap((directory) =>
    (readdirSync(directory, { recursive: true }) as string[]).map((path) => `file ${join(directory, path)}`),
  );
  return [...processes, ...files];
}

/** Nothing is left of a session, or at least nothing any more in a few seconds. */
export async function assertNothingLeft(world: World, withinMs = 5000): Promise<void> {
  await until(() => leftoversOf(world).length === 0, withinMs);
  assert.deepEqual(leftoversOf(world), [], `left after ${withinMs} ms`);
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
