/** The three ways a run's streams are connected. Each starts go and hands out the two streams that only we read. */
import type { StdioOptions } from "node:child_process";
import { closeSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { makeFifos, openPipes, type Pipe } from "../process/fifo.ts";
import type { Identity } from "../process/identity.ts";
import type { GatheredFile } from "../process/gatheredFile.ts";
import type { RunDirectory } from "../process/privateDirectory.ts";
import { start as startProcess, type Exit } from "../process/spawn.ts";

/** How long the end of go's pipes is waited for after its exit: a stray descendant may hold them. */
const drainMs = 300;

/** A started go: the process, what it writes for us, and its end. */
export interface GoProcess {
  identity: Identity;
  exited: Promise<Exit>;
  /** go's own standard error: key log and compiler errors. */
  goStderr: Readable;
  /** The file that go's standard error is, where it is one: `goStderr` is what was collected of it. */
  gathered?: GatheredFile | undefined;
  /** What the shims note. */
  notes: Readable;
  /** The program's output, where we are the ones to read it. */
  program?: { stdout: Readable; stderr: Readable };
  /** Whether go leads a process group of its own, so that a signal to the group reaches nobody else. */
  ownGroup: boolean;
}

/** One of the ways. */
export interface StartGo {
  /** Makes what it needs in the run's own directory. Called first, while go is asked for its environment. */
  prepare?: (directory: RunDirectory) => Promise<void>;
  /**
   * Starts go's command line. The run's own directory is there for what that needs, the signal breaks it off. go's standard error
   * is the gathered file, where there is one and it can be handed down.
   */
  start: (
    command: string[],
    cwd: string,
    env: NodeJS.ProcessEnv,
    directory: RunDirectory,
    signal: AbortSignal,
    gathered?: GatheredFile,
  ) => Promise<GoProcess>;
}

/**
 * The program's output comes to us, through real pipes: Node's own are Unix sockets, which a program cannot open as /dev/stdout.
 * Its standard input is empty. For an adapter whose own standard output is the protocol.
 */
export const startWithPipes: StartGo = {
  prepare: (directory) => makeFifos(outputPaths(directory)),
  start: (command, cwd, env, directory, _signal, gathered) => startPiped(command, cwd, env, directory, gathered),
};

function outputPaths({ path }: RunDirectory): string[] {
  return ["stdout", "stderr"].map((name) => join(path, name));
}

async function startPiped(
  command: string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  directory: RunDirectory,
  gathered: GatheredFile | undefined,
): Promise<GoProcess> {
  const pipes = openPipes(outputPaths(directory));
  const [stdout, stderr] = pipes as [Pipe, Pipe];
  try {
    const program: ProgramStreams = ["ignore", stdout.writer, stderr.writer];
    const go = await startWith(program, command, { cwd, env, ownSession: true }, gathered);
    return { ...go, program: { stdout: stdout.reader, stderr: stderr.reader } };
  } catch (error) {
    for (const { reader } of pipes) reader.destroy();
    throw error;
  } finally {
    for (const { writer } of pipes) closeSync(writer);
  }
}

/**
 * The program has our own standard input, output and error, as a plain go run would. Where we have a controlling terminal go
 * stays in our process group: one of its own would be a background job there.
 */
export function startInherited(ownSession: boolean): StartGo {
  return {
    start: (command, cwd, env, _directory, _signal, gathered) =>
      startWith(["inherit", "inherit", 2], command, { cwd, env, ownSession }, gathered),
  };
}

/** The program's standard input, output and error. */
type ProgramStreams = ["ignore" | "inherit", number | "inherit", number];

async function startWith(
  [input, output, error]: ProgramStreams,
  command: string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; ownSession: boolean },
  gathered: GatheredFile | undefined,
): Promise<GoProcess> {
  const stdio: StdioOptions = [input, output, gathered?.descriptor ?? "pipe", "pipe", error];
  const started = startProcess(command, { ...options, stdio });
  await started.started;
  const { identity, exited } = started;
  const [, , goStderr, notes] = started.process.stdio as unknown as [unknown, unknown, Readable, Readable];
  if (gathered) void exited.then(() => gathered.end());
  return { identity, exited, goStderr: gathered?.output ?? goStderr, gathered, notes, ownGroup: options.ownSession };
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
