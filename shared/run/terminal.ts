/**
 * A go run in a terminal of the client's. Nothing is inherited there, so a small launcher of ours is started in it
 * (terminalLauncher.ts): it connects to a socket of the run, is told what to start, and hands on what go and the shims write. The
 * command line that the user sees in the terminal holds paths only; arguments and environment travel over the socket.
 */
import { createServer, type Socket } from "node:net";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { errorIds, Failure } from "../contract/errors.ts";
import { identify } from "../process/identity.ts";
import type { RunDirectory } from "../process/privateDirectory.ts";
import type { Exit } from "../process/spawn.ts";
import { shellWord } from "./shims.ts";
import type { GoProcess } from "./streams.ts";

/** How long the client's terminal may take to start the launcher, in milliseconds. */
const launcherComesWithinMs = 15_000;

/** The launcher's connections, each begun with its name and a newline. */
export const connectionNames = ["control", "stderr", "notes"] as const;
export type ConnectionName = (typeof connectionNames)[number];

/** What the launcher is told, as one line of JSON on its control connection. */
export interface LauncherJob {
  command: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** What it tells back, a line each: go's pid (or why it could not be started), and how go ended. */
export type LauncherReport = { pid: number } | { failed: string } | { exit: Exit };

/**
 * The shell script around the launcher. Job control makes go's group the terminal's foreground group and takes the terminal
 * back afterwards, also from a program that was killed; stty puts back what the program left switched off.
 */
function launcherScript(launcher: string[]): string {
  return `saved=$(stty -g 2>/dev/null)
set -m
${launcher.map(shellWord).join(" ")}
status=$?
[ -n "$saved" ] && stty "$saved" 2>/dev/null
exit $status
`;
}

/**
 * Starts go in a terminal.
 * @param launcher the command that runs terminalLauncher.ts, without its last argument, the socket
 * @param openTerminal asks the client to run a command line in a terminal
 * @param signal breaks off the wait for the terminal
 * @throws Failure 7003 when the terminal does not start it, 7006 when go cannot be started there
 */
export async function startInTerminal(
  job: LauncherJob,
  directory: RunDirectory,
  launcher: string[],
  openTerminal: (command: string[]) => Promise<void>,
  signal: AbortSignal,
): Promise<GoProcess> {
  const socketPath = directory.socketPath("terminal");
  const connections = await LauncherConnections.listen(socketPath);
  try {
    const script = join(directory.path, "launcher");
    await writeFile(script, launcherScript([...launcher, socketPath]), { mode: 0o600 });
    const refused = openTerminal(["sh", script]).then(() => new Promise<never>(() => undefined));
    const arrived = await Promise.race([connections.all, refused, late(signal)]);
    return await startThrough(arrived, job);
  } catch (error) {
    connections.close();
    throw error;
  }
}

async function startThrough(sockets: Record<ConnectionName, Socket>, job: LauncherJob): Promise<GoProcess> {
  const { control, stderr, notes } = sockets;
  const reports = createInterface({ input: control });
  let exited!: (exit: Exit) => void;
  const exit = new Promise<Exit>((resolve) => (exited = resolve));
  const started = new Promise<number>((resolve, reject) => {
    reports.on("line", (line) => {
      const report = JSON.parse(line) as LauncherReport;
      if ("pid" in report) resolve(report.pid);
      else if ("failed" in report) reject(new Failure(errorIds.toolMissing, report.failed));
      else exited(report.exit);
    });
    // A terminal that is closed takes the launcher and go with it.
    control.once("close", () => {
      reject(new Failure(errorIds.notOnThisSystem, "the terminal was closed before go was started in it"));
      exited({ signal: "SIGHUP" });
    });
    control.on("error", () => control.destroy());
  });
  control.write(`${JSON.stringify(job)}\n`);
  const pid = await started;
  void exit.then(() => control.destroy());
  return { identity: identify(pid) ?? { pid, startTicks: 0 }, exited: exit, goStderr: stderr, notes, ownGroup: false };
}

async function late(signal: AbortSignal): Promise<never> {
  await setTimeout(launcherComesWithinMs, undefined, { ref: false, signal });
  throw new Failure(errorIds.notOnThisSystem, "the client's terminal did not start go within 15 seconds", {
    advice: 'Set console to "internalConsole" if this client has no terminal.',
  });
}

/** Waits for the launcher's three connections. */
class LauncherConnections {
  readonly all: Promise<Record<ConnectionName, Socket>>;
  readonly #server = createServer();
  readonly #sockets: Partial<Record<ConnectionName, Socket>> = {};

  private constructor() {
    this.all = new Promise((resolve) => {
      this.#server.on("connection", (socket) => {
        socket.on("error", () => socket.destroy());
        socket.once("readable", () => {
          const name = readName(socket);
          if (name === undefined || this.#sockets[name]) return void socket.destroy();
          this.#sockets[name] = socket;
          if (connectionNames.some((each) => this.#sockets[each] === undefined)) return;
          this.#server.close();
          resolve(this.#sockets as Record<ConnectionName, Socket>);
        });
      });
    });
  }

  static async listen(path: string): Promise<LauncherConnections> {
    const connections = new LauncherConnections();
    await new Promise<void>((resolve, reject) => {
      connections.#server.once("error", reject);
      connections.#server.listen(path, resolve);
    });
    return connections;
  }

  close(): void {
    this.#server.close();
    for (const socket of Object.values(this.#sockets)) socket.destroy();
  }
}

/** The first line of a connection; what follows it stays to be read. */
function readName(socket: Socket): ConnectionName | undefined {
  const chunk = socket.read() as Buffer | null;
  const end = chunk?.indexOf("\n") ?? -1;
  if (!chunk || end < 0) return undefined;
  if (end + 1 < chunk.length) socket.unshift(chunk.subarray(end + 1));
  const name = chunk.toString("latin1", 0, end);
  return connectionNames.find((each) => each === name);
}
