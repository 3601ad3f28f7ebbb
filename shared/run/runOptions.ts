/** What a run is started with, and how it ends. */
import type { LaunchAttributes } from "../contract/launch.ts";
import type { RunDirectory } from "../process/privateDirectory.ts";
import type { Exit } from "../process/spawn.ts";
import type { RunControl } from "./liveSocket.ts";
import type { RunPlan } from "./plan.ts";
import type { StartGo } from "./streams.ts";

/** What takes the program's place: a dlv, which starts the program, and ends it and itself when its connection to us closes. */
export interface RunDebugger {
  command: string[];
  /** Set for it alone. */
  environment: Record<string, string>;
  /** Closes the connection; nobody is waited for any more. */
  close(): void;
}

export interface GoRunOptions {
  kind: "run" | "debug";
  /** What is absent is as launchDefaults. */
  attributes: Partial<LaunchAttributes>;
  /** The directory that relative paths are seen from. */
  adapterCwd: string;
  env: NodeJS.ProcessEnv;
  startGo: StartGo;
  /** Start go just as typed, where it was typed, mistakes included: for a command line rather than a launch configuration. */
  asTyped?: boolean;
  /** What the live socket's `stop` and `restart` do where it is not the run alone that they concern. */
  control?: Partial<RunControl>;
  /** What takes the program's place under go. */
  debugger?: (plan: RunPlan, directory: RunDirectory) => Promise<RunDebugger>;
}

/** How a run ended. */
export interface RunEnd {
  phase: "exited" | "failed";
  /** How go ended; absent if it never started. */
  go?: Exit;
}
