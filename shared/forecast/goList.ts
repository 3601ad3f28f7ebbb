/**
 * Asks `go list` for the keys: with Stale among its fields it looks every package up in the build cache just as `go run` does, by the
 * same keys (cmd/go/internal/list, work.Builder with IsCmdList), and GODEBUG=gocachehash=1 makes it print them. It builds nothing.
 */
import type { StdioOptions } from "node:child_process";
import { open, readFile } from "node:fs/promises";
import { KeyLog, type KeyBlock } from "../go/keyLog.ts";
import { end, start, type Started } from "../process/spawn.ts";

/** Without EmbedFiles go leaves embedded files out of the keys. */
const fields = "ImportPath,Name,Error,DepsErrors,Stale,EmbedFiles";

/** What go list says of package main. */
export interface ListedMain {
  ImportPath: string;
  Name?: string;
  Error?: ListedError;
  DepsErrors?: ListedError[];
}

interface ListedError {
  Pos?: string;
  Err: string;
}

/** What one go list said. */
export interface Listing {
  /** The keys by name: "build example.com/m/lib", "link example.com/m". */
  blocks: ReadonlyMap<string, KeyBlock>;
  /** The packages that it was asked for: one, unless the words were a pattern. */
  packages: ListedMain[];
  /** go's own lines on standard error. */
  lines: string[];
  /** Go's status; absent where it was ended. */
  code?: number;
}

export interface ListOptions {
  goBinary: string;
  flags: string[];
  /** What go run is given as the program. */
  program: string[];
  cwd: string;
  /** With the key log switched on. */
  env: NodeJS.ProcessEnv;
  /** Where the key log is written: a file that does not exist yet, for the caller to remove. */
  logFile: string;
  signal?: AbortSignal | undefined;
  /** Whether everybody else comes first. */
  lowPriority?: boolean | undefined;
}

/**
 * Runs go list to its end.
 * @throws the signal's reason where it is aborted: go and all that it has started are gone then; Failure 7006 where go cannot be started
 */
export async function listKeys(options: ListOptions): Promise<Listing> {
  const { goBinary, flags, program, cwd, env, logFile, signal, lowPriority } = options;
  signal?.throwIfAborted();
  const command = [goBinary, "list", ...flags, "-e", `-json=${fields}`, ...program];
  // A file, since the log has tens of thousands of lines, which go writes one by one: each would wake whoever reads a pipe.
  const log = await open(logFile, "wx+", 0o600);
  try {
    const stdio: StdioOptions = ["ignore", "pipe", log.fd];
    const goEnv = { ...env, GOGC: rareCollections };
    const started = start(command, { cwd, env: goEnv, stdio, ownSession: true, lowPriority });
    const listed = await outcome(started, signal);
    return { ...listed, ...readLog(await readFile(logFile)) };
  } finally {
    await log.close();
  }
}

/** go list lives too short for its garbage to matter: for a program of 400 packages it takes 60 MB instead of 40, and a fifth less time. */
const rareCollections = "400";

/** Waits for go list's end. */
async function outcome(started: Started, signal: AbortSignal | undefined): Promise<Pick<Listing, "packages" | "code">> {
  const output: Buffer[] = [];
  started.process.stdout?.on("data", (chunk: Buffer) => output.push(chunk));
  const closed = new Promise((resolve) => started.process.once("close", resolve));
  await started.started;

  let ended: Promise<unknown> = started.exited;
  const onAbort = () => {
    ended = end(started, { politeSignal: "SIGKILL" });
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted) onAbort();
  const { code } = await started.exited;
  signal?.removeEventListener("abort", onAbort);
  await ended;
  signal?.throwIfAborted();
  await closed;
  return { packages: readObjects(Buffer.concat(output).toString("utf8")), ...(code === undefined ? {} : { code }) };
}

function readLog(text: Buffer): Pick<Listing, "blocks" | "lines"> {
  const lines: string[] = [];
  const log = new KeyLog({ onLine: (line) => lines.push(line) });
  log.push(text);
  log.end();
  return { blocks: log.blocks, lines };
}

/** go list writes one object after the other, each from a line `{` to a line `}`. */
function readObjects(text: string): ListedMain[] {
  return text
    .split(/^(?<=\n\}\n)/m)
    .filter((part) => part.trim() !== "")
    .map((part) => JSON.parse(part) as ListedMain);
}
