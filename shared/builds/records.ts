/** Which kept records are of the same program, so that they may be compared. */
import type { BuildWay, CompareResponse } from "../contract/answers.ts";
import { errorIds, Failure, sentenceOf } from "../contract/errors.ts";
import { UnreadableRecord } from "../record/recordFile.ts";
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

/** The builds of records by the way in which each was made. */
export type RecordedBuilds = Partial<Record<"run" | "debug", KnownBuild>>;

/**
 * The newest record of a go run and that of a debug, both with the same flags; only builds that came to their end. Records that cannot be
 * read are passed over.
 * @param passOver told of each of those, in a sentence
 * @throws Failure 7003 where the directory, or a file in it, cannot be read
 */
export async function findRecords(
  store: RecordStore,
  wanted: Wanted,
  passOver: (problem: string) => void = () => undefined,
): Promise<RecordedBuilds> {
  const { records, problems } = await store.survey();
  problems.forEach((problem) => passOver(problem));
  const found: RecordedBuilds = {};
  let { flags } = wanted;
  for (const summary of records) {
    const way = ways[summary.kind];
    if (way === undefined || found[way] || !isOf(summary, wanted)) continue;
    if (flags !== undefined && !sameWords(summary.flags, flags)) continue;
    const build = await readBuild(store, summary, passOver);
    if (!build) continue;
    flags ??= summary.flags;
    found[way] = build;
  }
  return found;
}

/** Undefined where the record cannot be read, or was removed meanwhile. */
async function readBuild(
  store: RecordStore,
  { run }: RecordSummary,
  passOver: (problem: string) => void,
): Promise<KnownBuild | undefined> {
  try {
    return await recordView(await store.open(run)).build();
  } catch (error) {
    if (error instanceof UnreadableRecord) passOver(sentenceOf(error));
    else if (!(error instanceof Failure) || error.id !== errorIds.noRunYet) throw error;
    return undefined;
  }
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
