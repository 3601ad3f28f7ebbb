/** Starts processes, and ends what it has started: the one way to do either. */
import { ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import type { Readable } from "node:stream";
import { identify, type Identity } from "./identity.ts";
import { ending, leftovers, signalStarted } from "./ending.ts";
import { startFailure } from "./startFailure.ts";
import { within } from "./waiting.ts";

export interface StartOptions {
  cwd?: string | undefined;
  /** The whole environment; absent: our own. */
  env?: NodeJS.ProcessEnv | undefined;
  /** As node's spawn takes it; descriptors that are not named here are not handed down. */
  stdio: StdioOptions;
  /** Give it a session and process group of its own: no terminal, and one signal reaches all that it starts. */
  ownSession?: boolean | undefined;
  /** Whether everybody else comes first, for all that it starts as well. */
  lowPriority?: boolean | undefined;
}

/** How a process ended: by itself with a status, or by a signal. Neither if it could not be started. */
export interface Exit {
  code?: number;
  signal?: string;
}

export interface Started {
  /** 0 if it could not be started. */
  readonly pid: number;
  readonly identity: Identity;
  readonly process: ChildProcess;
  readonly ownSession: boolean;
  /** Rejects with a Failure if it could not be started: toolMissing, or wrongArguments for the working directory. */
  readonly started: Promise<void>;
  /** Its exit, not the end of its pipes, which a child of its may hold for ever. Never rejects. */
  readonly exited: Promise<Exit>;
}

/** What runs, and what died by a signal and so left its own children behind. */
const registry = new Set<Started>();
let watchesExit = false;

/**
 * Starts a command.
 * @param command the file (looked up on PATH) and its arguments
 */
export function start(command: string[], options: StartOptions): Started {
  const { cwd, env, stdio, ownSession = false, lowPriority = false } = options;
  const [file = "", ...args] = command;
  let child: ChildProcess;
  let thrown: Error | undefined;
  try {
    child = spawn(file, args, {
      stdio,
      detached: ownSession,
      windowsHide: true,
      ...(cwd === undefined ? {} : { cwd }),
      ...(env === undefined ? {} : { env }),
    });
  } catch (error) {
    child = new ChildProcess();
    thrown = error as Error;
  }
  const pid = child.pid ?? 0;
  if (lowPriority && pid !== 0) lowerPriority(pid, ownSession);
  const started = new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    // Stays for good: Node also reports signals that could not be sent, and an error nobody listens to ends the process.
    child.on("error", (error) => reject(startFailure(file, cwd, error)));
    if (thrown) reject(startFailure(file, cwd, thrown));
  });
  // Whoever only waits for the exit need not handle this.
  started.catch(() => undefined);
  const exited = new Promise<Exit>((resolve) => {
    child.once("exit", (code, signal) => resolve(code === null ? { signal: signal ?? "unknown" } : { code }));
    if (pid === 0) resolve({});
  });
  const result: Started = {
    pid,
    identity: identify(pid) ?? { pid, startTicks: 0 },
    process: child,
    ownSession,
    started,
    exited,
  };
  if (pid !== 0) register(result);
  return result;
}

/**
 * Linux shares out its time by sessions first (sched_autogroup, sched(7)): there a process with a session of its own is in nobody's
 * way only when the session is nice, too.
 */
function lowerPriority(pid: number, ownSession: boolean): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
    if (ownSession && process.platform === "linux") writeFileSync(`/proc/${pid}/autogroup`, "19");
  } catch {
    // It is gone already, or this kernel has no such groups.
  }
}

function register(started: Started): void {
  registry.add(started);
  void started.exited.then((exit) => {
    if (exit.signal === undefined || leftovers(started)().length === 0) registry.delete(started);
  });
  if (watchesExit) return;
  watchesExit = true;
  // Only what nobody has ended meets this: an exception, or an exit from within. There is no time left to wait.
  process.on("exit", () => {
    for (const left of registry) signalStarted(left, "SIGTERM");
  });
}

export interface EndOptions {
  /** Sent first. */
  politeSignal?: NodeJS.Signals;
  /** How long the polite signal is given, milliseconds. */
  graceMs?: number;
}

/**
 * Ends a process and what it has started: politely, and when the grace is over with SIGKILL. With a session of its own that is
 * the whole session, else all that are its descendants. What has ended by itself with a status is left in peace, and so are the
 * children it wanted to survive.
 * @returns how it ended; empty if even SIGKILL could not end it (a process that waits for a broken disk, say)
 */
export async function end(started: Started, options: EndOptions = {}): Promise<Exit> {
  const exit = await ending(started, options.politeSignal ?? "SIGTERM", options.graceMs ?? 2000);
  registry.delete(started);
  return exit;
}

/** Ends everything that was started and still runs. */
export async function endAll(options: EndOptions = {}): Promise<void> {
  await Promise.all([...registry].map((started) => end(started, options)));
}

export interface CaptureOptions extends Pick<StartOptions, "lowPriority"> {
  cwd?: string | undefined;
  env?: NodeJS.ProcessEnv | undefined;
  /** Absent: as long as it takes. */
  timeoutMs?: number | undefined;
  /** Ends the command when it is aborted. */
  signal?: AbortSignal | undefined;
}

export interface Captured extends Exit {
  stdout: string;
  stderr: string;
  /** Why it was ended before it had ended by itself. */
  cut?: "timeout" | "abort";
}

/** How long what is left in the pipes is waited for after the exit: another process may hold them open for ever. */
const drainMs = 200;

/** What a command that is cut short is given to put its lock files away. */
const cutOptions: EndOptions = { politeSignal: "SIGINT", graceMs: 500 };

/**
 * Runs a short command that needs no input, and gives what it says. Its status is for the caller to judge.
 * @throws Failure if it could not be started, as Started.started
 */
export async function capture(command: string[], options: CaptureOptions = {}): Promise<Captured> {
  const { cwd, env, timeoutMs, signal, lowPriority } = options;
  if (signal?.aborted) return { stdout: "", stderr: "", cut: "abort" };
  const started = start(command, { cwd, env, stdio: ["ignore", "pipe", "pipe"], ownSession: true, lowPriority });
  const stdout = gather(started.process.stdout);
  const stderr = gather(started.process.stderr);
  const closed = new Promise((resolve) => started.process.once("close", resolve));
  await started.started;

  let cut: Captured["cut"];
  let ended: Promise<unknown> = started.exited;
  const cutShort = (why: "timeout" | "abort") => (): void => {
    cut ??= why;
    ended = end(started, cutOptions);
  };
  const onTimeout = cutShort("timeout");
  const onAbort = cutShort("abort");
  const timer = timeoutMs === undefined ? undefined : setTimeout(onTimeout, timeoutMs);
  signal?.addEventListener("abort", onAbort, { once: true });
  const exit = await started.exited;
  clearTimeout(timer);
  signal?.removeEventListener("abort", onAbort);
  await ended;
  if (!(await within(closed, drainMs))) for (const stream of started.process.stdio) stream?.destroy();
  return { ...exit, stdout: stdout(), stderr: stderr(), ...(cut === undefined ? {} : { cut }) };
}

function gather(stream: Readable | null): () => string {
  const chunks: Buffer[] = [];
  stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}
