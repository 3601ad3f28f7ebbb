import type { LiveSummary } from "../run/liveSummary.ts";
import type { RecordSummary } from "../record/summary.ts";

/** A run that somebody can be told of, live or kept; what only a live run has is absent of a kept one. */
export type KnownRun = Omit<LiveSummary, "phaseSince" | "processes" | "canRestart" | "flags">
  & Partial<Pick<LiveSummary, "phaseSince" | "processes" | "canRestart">> & {
    /** Whether it goes on: it can be stopped, and its answers change. */
    live: boolean;
    /** go run's flags as they were typed; absent of a live run. */
    flags?: string[];
  };

/** A record as a known run. */
export function knownRecord({ tags: _tags, kept: _kept, gaps: _gaps, ...summary }: RecordSummary): KnownRun {
  return { ...summary, live: false };
}

/** The newest first: by their start, at the same moment by their id. */
export function newestFirst(one: KnownRun, other: KnownRun): number {
  if (one.startedAt !== other.startedAt) return one.startedAt < other.startedAt ? 1 : -1;
  return one.run < other.run ? 1 : -1;
}
