/**
 * Answers and events of gorunscope's custom requests, as docs/contract.md fixes them.
 * Paths are absolute, times ISO 8601 UTC, durations milliseconds, sizes bytes.
 */

/** Where a run stands: planned → loading → building → starting → running ⇄ stopped → exited, or failed. */
export type Phase = "planned" | "loading" | "building" | "starting" | "running" | "stopped" | "exited" | "failed";

/** The phases after which nothing of a run changes any more. */
export function isFinal(phase: Phase): boolean {
  return phase === "exited" || phase === "failed";
}

/** A secret as it is kept on disk: a salted digest that can be compared, and not read. */
export interface Digest {
  digest: string;
}

export interface WorkDirectory {
  path: string;
  chosenBy: "GOTMPDIR" | "TMPDIR" | "default";
  createdAt?: string;
  removedAt?: string;
  exists: boolean;
  kept: boolean;
  bytes?: number;
}

export interface Executable {
  /** What is really executed. */
  path: string;
  /** Linked now in $WORK, or reused from the build cache (Go ≥ 1.24). */
  origin: "work" | "cache";
  bytes: number;
  buildID: string;
  hasDwarf: boolean;
}

export interface Mapping {
  start: string;
  end: string;
  permissions: string;
  path: string;
}

export interface ProcessFacts {
  pid: number;
  cwd: string;
  executable: string;
  mappings: Mapping[];
}

export interface BuildDirResponse {
  run: string;
  phase: Phase;
  /** The go command line as really started. */
  command: string[];
  cwd: string;
  module?: string;
  work?: WorkDirectory;
  executable?: Executable;
  objects: { package: string; action: "build" | "link"; directory: string }[];
  process?: ProcessFacts;
  goVersion: string;
  goRoot: string;
  goPath: string;
  goCache: string;
  goModCache: string;
  goTmpDir: string;
}

export type InputKind = "go" | "tool" | "flag" | "env" | "file" | "import" | "module" | "platform" | "other";

/** One thing that went into a cache key. */
export interface KeyInput {
  kind: InputKind;
  name: string;
  value: string;
}

export interface Reason {
  kind: "first" | "changed" | "cascade" | "evicted" | "forced" | "unknown";
  /** One line for a person. */
  sentence: string;
  changes: { kind: InputKind; name: string; before?: string; after?: string }[];
  /** For a cascade: the packages that really changed. */
  roots?: string[];
  /** The way from this package to the nearest of them. */
  path?: string[];
}

export interface CacheAction {
  /** Unique in the run. */
  id: string;
  /** "build", "link", or another mode as go names it. */
  action: string;
  package: string;
  /** 64 hex digits, the key. */
  actionID?: string;
  /** The 20 characters that build IDs show. */
  shortID?: string;
  /** 64 hex digits, what the key maps to. */
  outputID?: string;
  state: "pending" | "building" | "hit" | "miss" | "failed" | "unknown";
  /** Why the state is unknown, or why a field that one would expect is absent. */
  why?: string;
  /** Rebuilt, output identical to the earlier one, so dependents were spared. */
  cutoff?: boolean;
  entry?: string;
  output?: string;
  bytes?: number;
  storedAt?: string;
  startedAt?: string;
  durationMs?: number;
  pid?: number;
  command?: string[];
  reason?: Reason;
  inputs?: KeyInput[];
}

export interface CacheKeysSummary {
  actions: number;
  hits: number;
  misses: number;
  cutoffs: number;
  buildMs?: number;
  sentence: string;
}

export interface CacheKeysResponse {
  run: string;
  phase: Phase;
  summary: CacheKeysSummary;
  actions: CacheAction[];
}

export type ProcessRole = "go" | "compile" | "link" | "asm" | "cgo" | "tool" | "debugger" | "program" | "child";

export interface ProcNode {
  pid: number;
  parentPid: number;
  role: ProcessRole;
  command: string[];
  executable?: string;
  cwd?: string;
  package?: string;
  state: "running" | "sleeping" | "stopped" | "zombie" | "exited";
  startedAt: string;
  exitedAt?: string;
  exitCode?: number;
  signal?: string;
  cpuMs?: number;
  residentBytes?: number;
  children: ProcNode[];
}

export interface ProcTreeResponse {
  run: string;
  phase: Phase;
  takenAt: string;
  root: ProcNode;
}

/** Arguments of the requests; `run` asks for an earlier run. */
export interface CacheKeysArguments {
  run?: string;
  package?: string;
  onlyMisses?: boolean;
  inputs?: boolean;
}
export interface ProcTreeArguments {
  run?: string;
  live?: boolean;
}

/** Why a run rebuilt what it rebuilt: all of it, or one package. */
export interface ExplainResponse {
  sentence: string;
  /** Slowest first. */
  reasons: { action: string; package: string; reason: Reason }[];
}
export interface ExplainArguments {
  run?: string;
  package?: string;
}

/** The ways to build one package that are compared: `debug` is ours, `dlv` what `dlv debug` builds (`-gcflags=all=-N -l`). */
export type BuildWay = "run" | "build" | "debug" | "dlv";

/** An input of a key that is not the same in all ways; absent in those that do not have it, or whose inputs are not known. */
export type InputDifference = { kind: InputKind; name: string } & Partial<Record<BuildWay, string>>;

/** An action whose keys differ. A way that does not have the action, or whose key of it is not known, has no key here. */
export interface ComparedAction {
  action: "build" | "link";
  package: string;
  keys: Partial<Record<BuildWay, string>>;
  differences: InputDifference[];
}

export interface CompareResponse {
  sentence: string;
  /** Only those whose keys differ. */
  actions: ComparedAction[];
  /** What was compared: the run that its keys are of, absent where they are of a build made for this answer; go run's flags as typed. */
  builds: { way: BuildWay; run?: string; startedAt?: string; flags: string[] }[];
}
export interface CompareArguments {
  run?: string;
  package?: string;
}

/** What one variable, directory or flag played in a run's keys. */
export interface EnvironmentVariable {
  name: string;
  /** What is secret of it is a digest. */
  value?: string;
  /** Whether somebody has set it: in the environment that go was given, with `go env -w`, or by what the keys say of it. */
  set: boolean;
  /** How many keys it stands in. */
  inKeys: number;
  /** Some of these, as "link example.com/m: GOROOT". */
  examples: string[];
  sentence: string;
}

export interface EnvironmentResponse {
  run: string;
  variables: EnvironmentVariable[];
}

/** What the next run, or the next debug launch, would rebuild. */
export interface ForecastResponse {
  sentence: string;
  for: "run" | "debug";
  /** "hit" and "miss" are certain; what depends on how another package comes out is "unknown", its reason the cascade. */
  actions: ForecastAction[];
}
export interface ForecastAction {
  action: "build" | "link";
  package: string;
  state: "hit" | "miss" | "unknown";
  /** Of all that is no hit. */
  reason?: Reason;
}
export interface ForecastArguments {
  run?: string;
  package?: string;
  for?: "run" | "debug";
  /** Texts of files that are not saved yet, by absolute path. */
  overlay?: Record<string, string>;
}

/** Bodies of the custom events gorunscope.phase, gorunscope.action (a CacheAction) and gorunscope.process. */
export interface PhaseEvent {
  run: string;
  phase: Phase;
}
export type ProcessEvent = Omit<ProcNode, "children"> & { run: string };
export type ActionEvent = CacheAction & { run: string };
