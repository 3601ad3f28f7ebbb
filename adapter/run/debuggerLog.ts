/**
 * The log of a dlv under go. Its standard error is the program's, and descriptors of ours do not reach a terminal of the client's:
 * so it writes to a named pipe in the run's directory, and we hand its lines on to where our own log goes.
 */
import { join } from "node:path";
import { createInterface } from "node:readline";
import pino from "pino";
import { makeFifos, openFifo } from "../../shared/process/fifo.ts";
import type { RunDirectory } from "../../shared/process/runDirectory.ts";
import { drained } from "../../shared/run/streams.ts";

/**
 * @param descriptor where the lines go
 * @param ended the end of the run
 * @returns the flag that tells dlv
 */
export async function debuggerLog(
  directory: RunDirectory,
  descriptor: number,
  ended: Promise<unknown>,
): Promise<string> {
  const path = join(directory.path, "dlv.log");
  await makeFifos([path]);
  const pipe = openFifo(path);
  const log = pino.destination({ fd: descriptor, sync: true });
  createInterface({ input: pipe }).on("line", (line) => log.write(`${line}\n`));
  void ended.then(() => drained(pipe)).then(() => pipe.destroy());
  return `--log-dest=${path}`;
}
