/** The three ways a run's streams are connected. Each starts go and hands out the two streams that only we read. */
import type { StdioOptions } from "node:child_process";
import { closeSync } from "node:fs";
import type { Readable } from "node:stream";
import { makePipes, type Pipe } from "../process/fifo.ts";
import type { Identity } from "../process/identity.ts";
import type { GatheredPipe } from "../process/gatheredPipe.ts";
import type { RunDirectory } from "../process/privateDirectory.ts";
import { start, type Exit } from "../process/spawn.ts";

/** How long the end of go's pipes is waited for after its exit: a stray descendant may hold them. */
const drainMs = 300;

/** A started go: the process, what it writes for us, and its end. */
export interface GoProcess {
  identity: Identity;
  exited: Promise<Exit>;
  /** go's own standard error: key log and compiler errors. */
  goStderr: Readable;
  /** What the shims note. */
  notes: Readable;
  /** The program's output, where we are the ones to read it. */
  program?: { stdout: Readable; stderr: Readable };
  /** Whether go leads a process group of its own, so that a signal to the group reaches nobody else. */
  ownGroup: boolean;
}

/**
 * Starts go's command line in one of the ways; the run's own directory is there for what that needs, the signal breaks it off. go's
 * standard error leads into the gathered pipe, where there is one and it can be handed down.
 */
export type StartGo = (
  command: string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  directory: RunDirectory,
  signal: AbortSignal,
  gathered?: GatheredPipe,
) => Promise<GoProcess>;

/**
 * The program's output comes to us, through real pipes: Node's own are Unix sockets, which a program cannot open as /dev/stdout.
 * Its standard input is empty. For an adapter whose own standard output is the protocol.
 */
export const startWithPipes: StartGo = async (command, cwd, env, directory, _signal, gathered) => {
  const pipes = await makePipes(directory.path, ["stdout", "stderr"]);
  const [stdout, stderr] = pipes as [Pipe, Pipe];
  try {
    const stdio: StdioOptions = ["ignore", stdout.writer, gathered?.writingEnd ?? "pipe", "pipe", stderr.writer];
    const started = start(command, { cwd, env, stdio, ownSession: true });
    gathered?.handedDown();
    await started.started;
    const [, , goStderr, notes] = started.process.stdio as unknown as Readable[];
    return {
      identity: started.identity,
      exited: started.exited,
      goStderr: gathered?.output ?? goStderr!,
      notes: notes!,
      program: { stdout: stdout.reader, stderr: stderr.reader },
      ownGroup: true,
    };
  } catch (error) {
    for (const { reader } of pipes) reader.destroy();
    throw error;
  } finally {
    for (const { writer } of pipes) closeSync(writer);
  }
};

/**
 * The program has our own standard input, output and error, as a plain go run would. Where we have a controlling terminal go
 * stays in our process group: one of its own would be a background job there.
 */
export function startInherited(ownSession: boolean): StartGo {
  return async (command, cwd, env, _directory, _signal, gathered) => {
    const stdio: StdioOptions = ["inherit", "inherit", gathered?.writingEnd ?? "pipe", "pipe", 2];
    const started = start(command, { cwd, env, stdio, ownSession });
    gathered?.handedDown();
    await started.started;
    const [, , goStderr, notes] = started.process.stdio as unknown as Readable[];
    return {
      identity: started.identity,
      exited: started.exited,
      goStderr: gathered?.output ?? goStderr!,
      notes: notes!,
      ownGroup: ownSession,
    };
  };
}

/** Waits for a stream's end, but not for ever. */
export async function drained(
  stream: NodeJS.ReadableStream & { readableEnded?: boolean; destroyed?: boolean },
): Promise<void> {
  if (stream.readableEnded || stream.destroyed) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, drainMs);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    stream.once("end", done);
    stream.once("close", done);
    stream.once("error", done);
  });
}
