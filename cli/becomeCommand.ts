/** Hands this process over to another command: its streams, its signals and its exit status. */
import type { ChildProcess } from "node:child_process";
import { start } from "../shared/process/spawn.ts";
import { endBySignal } from "./endBySignal.ts";

/** Node's exec (22.15, 23.11), which the types of the oldest Node that we run on do not have. */
type Execve = (file: string, args: readonly string[], env: NodeJS.ProcessEnv) => never;

/** What a shell, a supervisor or a terminal sends. */
const forwarded = ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGCONT"] as const;

/**
 * Becomes the command where Node can exec; else starts it and waits.
 * @param command an absolute path, then its arguments
 * @returns the exit status; where a signal has ended the command, that signal ends this process too
 * @throws Failure toolMissing if it cannot be started
 */
export async function becomeCommand(command: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { execve } = process as { execve?: Execve };
  if (execve !== undefined) execve(command[0]!, command, env);
  return runInPlace(command, env);
}

async function runInPlace(command: string[], env: NodeJS.ProcessEnv): Promise<number> {
  let child: ChildProcess | undefined;
  const forward = (name: NodeJS.Signals) => {
    // The keys of a terminal reach all of its foreground processes, the command among them.
    const isFromKeys = process.stdin.isTTY && (name === "SIGINT" || name === "SIGQUIT");
    if (!isFromKeys) child?.kill(name);
  };
  // Before the command runs: it may be faster than we are, and whoever sees it run may send a signal.
  for (const name of forwarded) process.on(name, forward);
  try {
    const started = start(command, { env, stdio: "inherit" });
    child = started.process;
    await started.started;
    const { code, signal } = await started.exited;
    return signal === undefined ? (code ?? 1) : await endBySignal(signal);
  } finally {
    for (const name of forwarded) process.off(name, forward);
  }
}
