/** Which kept records are of the same program, so that they may be compared. */
import type { BuildWay, CompareResponse } from "../contract/answers.ts";
import type { RecordStore } from "../record/store.ts";
import type { RecordSummary } from "../record/summary.ts";
import { recordView } from "../run/answers/recordView.ts";
import type { KnownBuild } from "../why/build.ts";

export interface Wanted {
  /** The import path of package main. */
  package: string;
  /** Where the build has to have been made: this directory, or one below `root`. */
  cwd: string;
  /** The root of the main module. */
  root?: string | undefined;
  /** go run's flags as records have them; absent: those of the newest record. */
  flags?: readonly string[] | undefined;
}

/** What records are known to be of; a prebuild builds what a debug launch needs. */
const ways: Readonly<Partial<Record<RecordSummary["kind"], "run" | "debug">>> = {
  run: "run",
  debug: "debug",
  prebuild: "debug",
};

/** The way in which a run's program was built; undefined where it was not built by the run. */
export function wayOf(kind: RecordSummary["kind"]): "run" | "debug" | undefined {
  return ways[kind];
}

/** The newest record of a go run and that of a debug, both with the same flags; only builds that came to their end. */
export async function findRecords(
  store: RecordStore,
  wanted: Wanted,
): Promise<Partial<Record<"run" | "debug", RecordSummary>>> {
  const fitting = (await store.list()).filter((summary) => isOf(summary, wanted));
  const flags = wanted.flags ?? fitting[0]?.flags ?? [];
  const found: Partial<Record<"run" | "debug", RecordSummary>> = {};
  for (const summary of fitting) {
    const way = ways[summary.kind];
    if (way !== undefined && sameWords(summary.flags, flags)) found[way] ??= summary;
  }
  return found;
}

/** A record's build. @throws Failure 7001 where it was removed meanwhile, 7004 where it is damaged */
export async function recordedBuild(store: RecordStore, { run }: RecordSummary): Promise<KnownBuild> {
  return recordView(await store.open(run)).build();
}

function isOf(summary: RecordSummary, { package: path, cwd, root }: Wanted): boolean {
  if (summary.package !== path || ways[summary.kind] === undefined || !isBuilt(summary)) return false;
  return summary.cwd === cwd || (root !== undefined && (summary.cwd === root || summary.cwd.startsWith(`${root}/`)));
}

/** Whether all keys are known: a build that failed has the keys of a part. */
function isBuilt({ phase }: RecordSummary): boolean {
  return phase === "starting" || phase === "running" || phase === "stopped" || phase === "exited";
}

function sameWords(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word, index) => word === other[index]);
}

/** A way with the run that its keys are of, as answers name it. */
export function sourceOf(
  way: BuildWay,
  { run, startedAt, flags }: Pick<KnownBuild, "run" | "startedAt" | "flags">,
): CompareResponse["builds"][number] {
  return { way, run, startedAt, flags: [...flags] };
}
