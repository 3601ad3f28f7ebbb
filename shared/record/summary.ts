import type { CacheKeysSummary, Phase } from "../contract/answers.ts";
import type { RunKind, RunRecord } from "../contract/record.ts";

/** What is read of a record without reading the rest. */
export interface RecordSummary {
  run: string;
  kind: RunKind;
  package: string;
  flags: string[];
  debugPackages?: string;
  settings?: string[];
  socket?: string;
  dlvVersion?: string;
  tags: string[];
  kept: boolean;
  startedAt: string;
  /** When the program was started, if it was. */
  programStartedAt?: string;
  endedAt?: string;
  exitCode?: number;
  goExitCode?: number;
  gaps: string[];
  phase: Phase;
  cwd: string;
  /** The directory of what was run, where its key says it. */
  directory?: string;
  module?: string;
  goVersion: string;
  /** The figures of the build and its sentence. */
  build: CacheKeysSummary;
}

/** A record's summary. */
export function summaryOf(record: RunRecord): RecordSummary {
  const { buildDir, cacheKeys, debugPackages, dlvVersion, endedAt, exitCode, goExitCode, settings, socket } = record;
  const { module } = buildDir;
  const running = record.timeline.find(({ kind, text }) => kind === "phase" && text === "running");
  const directory = mainDirectory(record);
  return {
    run: record.run,
    kind: record.kind,
    package: record.package,
    flags: record.flags,
    ...(debugPackages !== undefined && { debugPackages }),
    ...(settings !== undefined && { settings }),
    ...(socket !== undefined && { socket }),
    ...(dlvVersion !== undefined && { dlvVersion }),
    tags: record.tags,
    kept: record.kept,
    startedAt: record.startedAt,
    ...(running !== undefined && { programStartedAt: running.at }),
    ...(endedAt !== undefined && { endedAt }),
    ...(exitCode !== undefined && { exitCode }),
    ...(goExitCode !== undefined && { goExitCode }),
    gaps: record.gaps,
    phase: cacheKeys.phase,
    cwd: buildDir.cwd,
    ...(directory !== undefined && { directory }),
    ...(module !== undefined && { module }),
    goVersion: buildDir.goVersion,
    build: cacheKeys.summary,
  };
}

/** The directory of what was run, where its key says it. */
export function mainDirectory({ cacheKeys, package: path }: RunRecord): string | undefined {
  const main = cacheKeys.actions.find(({ id }) => id === `build ${path}`);
  return main?.inputs?.find(({ kind, name }) => kind === "other" && name === "dir")?.value;
}
