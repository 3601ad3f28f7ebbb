/** Named pipes: Node has neither mkfifo(3) nor a pipe(2) of its own, its "pipe" being a pair of Unix sockets. */
import { closeSync, constants, openSync, unlinkSync } from "node:fs";
import { Socket } from "node:net";
import { errorIds, Failure } from "../contract/errors.ts";
import { capture } from "./spawn.ts";

/**
 * Makes named pipes that only this user can open.
 * @throws Failure where there is no mkfifo, or where the file system has no pipes
 */
export async function makeFifos(paths: string[]): Promise<void> {
  const { code, stderr } = await capture(["mkfifo", "-m", "600", ...paths]);
  if (code !== 0) throw new Failure(errorIds.notOnThisSystem, `no pipe could be made: ${stderr.trim()}`);
}

/** A pipe's reading end. It ends when the last writer has closed it, and does not while there was none yet. */
export function openFifo(path: string): Socket {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return new Socket({ fd, readable: true, writable: false });
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** A pipe without a name. */
export interface Pipe {
  reader: Socket;
  /** A descriptor to hand down. Whoever does so closes it then, or the reader never ends. */
  writer: number;
}

/** Makes a pipe of each of these named ones, whose names are gone then. */
export function openPipes(paths: string[]): Pipe[] {
  return paths.map((path) => {
    // A writer is let in only where somebody reads.
    const reader = openFifo(path);
    const writer = openSync(path, constants.O_WRONLY);
    unlinkSync(path);
    return { reader, writer };
  });
}
