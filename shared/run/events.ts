import type { EventEmitter } from "node:events";
import type { ActionEvent, PhaseEvent, ProcessEvent } from "../contract/answers.ts";
import type { Finding } from "../go/diagnostics.ts";

/** What a run tells while it goes on. Everything else is asked of it. */
export interface RunEvents {
  phase: [PhaseEvent];
  action: [ActionEvent];
  process: [ProcessEvent];
  /** How far the build is: keys known of all actions, and the package at work. */
  progress: [{ done: number; total: number; package?: string }];
  /** Every line of go's own on standard error as it comes, without its newline. */
  goLine: [string];
  /** The same lines, understood: an error comes when the line after it does. */
  finding: [Finding];
  /** The build is over: the program, or its debugger, is being started. */
  built: [];
  /** Something that the user is told once: what could not be kept or looked at. */
  notice: [string];
}

export type RunEmitter = EventEmitter<RunEvents>;
