/** A whole run as it is kept and written to files, as docs/contract.md fixes it. */
import type { BuildDirResponse, CacheKeysResponse, ProcTreeResponse } from "./answers.ts";

/** How a record's run was started. */
export type RunKind = "run" | "debug" | "attach" | "prebuild";

export type TimelineKind =
  "phase" | "action" | "process" | "stop" | "open" | "exec" | "clone" | "exit" | "gc" | "scheduler" | "output";

/** One thing that happened in a run. */
export interface TimelineEvent {
  /** When it began. */
  at: string;
  durationMs?: number;
  pid?: number;
  package?: string;
  path?: string;
  /** How it came out: an action's state, a process's end. */
  result?: string;
  /** What happened, for a person. */
  text: string;
  kind: TimelineKind;
}

/** A variable of go's that was set when a run was started; its value is a digest where it may be a secret. */
export interface SetVariable {
  name: string;
  value: string;
}

/**
 * One run: the answers as the requests give them, with the inputs of all keys. What is secret stands in it as a digest, in the text
 * form `{digest:…}` where a string is expected.
 */
export interface RunRecord {
  version: 1;
  run: string;
  kind: RunKind;
  /** The import path of what was run. */
  package: string;
  /** go run's flags as they were typed, GOFLAGS not among them. */
  flags: string[];
  /** Of a debug: which packages were compiled for the debugger, as the launch attribute says it, patterns with blanks between them. */
  debugPackages?: string;
  /** A digest of each thing that the build was set to: flags, GOFLAGS, go's variables, its version. */
  settings?: string[];
  /** Those of go's variables that were set. */
  variables?: SetVariable[];
  /** The live run's Unix socket, for as long as there is one. */
  socket?: string;
  dlvVersion?: string;
  tags: string[];
  /** Whether the user wants it kept, however old it gets. */
  kept: boolean;
  startedAt: string;
  endedAt?: string;
  /** The program's own exit status. */
  exitCode?: number;
  /** go's. */
  goExitCode?: number;
  /** What could not be recorded, and why. */
  gaps: string[];
  buildDir: BuildDirResponse;
  cacheKeys: CacheKeysResponse;
  procTree: ProcTreeResponse;
  timeline: TimelineEvent[];
}
