/** The attributes of `request: "launch"`, `mode: "run"`, checked and with their defaults, as every way in hands them on. */
export interface LaunchAttributes {
  /** What go run takes, in the user's words; one entry unless files are listed. */
  program: string[];
  args: string[];
  /** Absent: chosen from `program` (see the contract). Relative ones are relative to the adapter's. */
  cwd?: string;
  /** Added to the environment; null unsets. */
  env: Record<string, string | null>;
  /** Files of variables, relative to `cwd`; their values come before those of `env`. Read when the run is planned. */
  envFile: string[];
  /** Flags for go run, as words. */
  buildFlags: string[];
  debugPackages: "module" | "all" | "none" | string[];
  noDebug: boolean;
  stopOnEntry: boolean;
  console: "internalConsole" | "integratedTerminal" | "externalTerminal";
  outputMode: "local" | "remote";
  keepWork: boolean;
  cDebugInfo: boolean;
  record: boolean;
  syscalls: boolean;
  dlvPath?: string;
  goBinary?: string;
  /** Every attribute that is not ours, as it came: for dlv. */
  rest: Record<string, unknown>;
  /** What the user should know of them: that one nearly has the name of an attribute of ours. */
  hint?: string;
}

/** What an attribute is where nobody has said anything of it. */
export const launchDefaults: Readonly<LaunchAttributes> = {
  program: ["."],
  args: [],
  env: {},
  envFile: [],
  buildFlags: [],
  debugPackages: "module",
  noDebug: false,
  stopOnEntry: false,
  console: "internalConsole",
  outputMode: "local",
  keepWork: false,
  cDebugInfo: false,
  record: true,
  syscalls: false,
  rest: {},
};
