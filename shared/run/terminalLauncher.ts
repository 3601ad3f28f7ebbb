/** The launcher that runs in the client's terminal (see terminal.ts): starts go with the terminal's streams and says how it ended. */
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { sentenceOf } from "../contract/errors.ts";
import { start } from "../process/spawn.ts";
import type { ConnectionName, LauncherJob, LauncherReport } from "./terminal.ts";

/**
 * @param socketPath where the adapter waits
 * @returns the exit status to end with: go's
 */
export async function launchInTerminal(socketPath: string): Promise<number> {
  // Ctrl-C and Ctrl-\ are for go and the program in the foreground; this waits for them.
  for (const name of ["SIGINT", "SIGQUIT"] as const) process.on(name, () => undefined);
  const [control, stderr, notes] = await Promise.all([
    open(socketPath, "control"),
    open(socketPath, "stderr"),
    open(socketPath, "notes"),
  ]);
  const report = (what: LauncherReport) => control.write(`${JSON.stringify(what)}\n`);
  const job = await readJob(control);
  const started = start(job.command, { cwd: job.cwd, env: job.env, stdio: ["inherit", "inherit", "pipe", "pipe", 2] });
  try {
    await started.started;
  } catch (error) {
    report({ failed: sentenceOf(error) });
    control.end();
    return 1;
  }
  report({ pid: started.identity.pid });
  const [, , goStderr, goNotes] = started.process.stdio as unknown as Readable[];
  goStderr?.pipe(stderr);
  goNotes?.pipe(notes);
  const exit = await started.exited;
  report({ exit });
  for (const socket of [control, stderr, notes]) socket.end();
  return exit.code ?? 1;
}

async function readJob(control: Socket): Promise<LauncherJob> {
  const lines = createInterface({ input: control });
  for await (const line of lines) return JSON.parse(line) as LauncherJob;
  throw new Error("the adapter is gone");
}

function open(path: string, name: ConnectionName): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.write(`${name}\n`);
      resolve(socket);
    });
  });
}
