import type { CacheKeysSummary, Phase } from "../contract/answers.ts";
import type { RunKind, RunRecord } from "../contract/record.ts";

/** What is read of a record without reading the rest. */
export interface RecordSummary {
  run: string;
  kind: RunKind;
  package: string;
  flags: string[];
  dlvVersion?: string;
  tags: string[];
  kept: boolean;
  startedAt: string;
  endedAt?: string;
  exitCode?: number;
  goExitCode?: number;
  gaps: string[];
  phase: Phase;
  cwd: string;
  module?: string;
  goVersion: string;
  /** The figures of the build and its sentence. */
  build: CacheKeysSummary;
}

/** A record's summary. */
export function summaryOf(record: RunRecord): RecordSummary {
  const { buildDir, cacheKeys, dlvVersion, endedAt, exitCode, goExitCode } = record;
  const { module } = buildDir;
  return {
    run: record.run,
    kind: record.kind,
    package: record.package,
    flags: record.flags,
    ...(dlvVersion !== undefined && { dlvVersion }),
    tags: record.tags,
    kept: record.kept,
    startedAt: record.startedAt,
    ...(endedAt !== undefined && { endedAt }),
    ...(exitCode !== undefined && { exitCode }),
    ...(goExitCode !== undefined && { goExitCode }),
    gaps: record.gaps,
    phase: cacheKeys.phase,
    cwd: buildDir.cwd,
    ...(module !== undefined && { module }),
    goVersion: buildDir.goVersion,
    build: cacheKeys.summary,
  };
}
