/** Which earlier builds a run is compared with, and what is known of them. */
import type { RunKind } from "../contract/record.ts";
import type { RecordStore } from "../record/store.ts";
import type { RecordSummary } from "../record/summary.ts";
import { isWhole, type KnownBuild } from "../why/build.ts";
import type { Earlier } from "../why/explain.ts";
import { differingSettings } from "./settings.ts";
import { recordView } from "./answers/recordView.ts";

/** The run that something is compared with. */
export interface ComparedRun {
  run: string;
  kind: RunKind;
  package: string;
  /** The digests of what it is set to. */
  settings: readonly string[];
  /** Where go works. */
  cwd: string;
  /** The directory of the package, where that is known. */
  directory?: string;
}

/** So many builds stand in for each other where one does not know all keys. */
const enough = 4;

/** What a prebuild builds is what a debug launch builds. */
const comparable: Readonly<Record<RunKind, readonly RunKind[]>> = {
  run: ["run"],
  debug: ["debug", "prebuild"],
  prebuild: ["debug", "prebuild"],
  attach: ["attach"],
};

/**
 * The builds that a run is compared with: of the same package in the same place, of the same kind, with the same settings if there is
 * one, since then what is told is what changed in the sources, else with those that differ least.
 * Where there is none of that kind, the last one of another kind. Records that cannot be read, as a whole or in part, are passed over.
 * @throws Failure 7003 where the directory of records cannot be read
 */
export async function earlierBuilds(store: RecordStore, run: ComparedRun): Promise<Earlier> {
  const same: KnownBuild[] = [];
  const others: { summary: RecordSummary; distance: number }[] = [];
  const otherKinds: RecordSummary[] = [];
  for await (const summary of store.newestFirst()) {
    if (summary.run === run.run || !isOfSamePackage(summary, run) || summary.build.actions === 0) continue;
    if (!comparable[run.kind].includes(summary.kind)) otherKinds.push(summary);
    else {
      const distance = differingSettings(summary.settings ?? [], run.settings);
      if (distance > 0) others.push({ summary, distance });
      else same.push(...(await firstOf(store, [summary])));
    }
    if (same.some(isWhole) || same.length === enough) break;
  }
  const nearest = others.sort((one, other) => one.distance - other.distance).map(({ summary }) => summary);
  const builds = same.some(isWhole) ? same : [...same, ...(await firstOf(store, nearest))];
  if (builds.length > 0) return { builds };
  const [otherKind] = await firstOf(store, otherKinds);
  if (otherKind) return { builds, otherKind };
  return (await store.canKeep()) ? { builds } : { builds, noRecords: true };
}

function isOfSamePackage(summary: RecordSummary, run: ComparedRun): boolean {
  if (summary.package !== run.package) return false;
  return summary.cwd === run.cwd || (summary.directory !== undefined && summary.directory === run.directory);
}

/** The first of these builds of which the keys can be read; none where there is none. */
async function firstOf(store: RecordStore, summaries: readonly RecordSummary[]): Promise<KnownBuild[]> {
  for (const { run } of summaries) {
    const build = await loadBuild(store, run).catch(() => undefined);
    if (build && hasKeys(build)) return [build];
  }
  return [];
}

async function loadBuild(store: RecordStore, run: string): Promise<KnownBuild> {
  return recordView(await store.open(run)).build();
}

/** A run with `record: false` has none. */
function hasKeys({ actions }: KnownBuild): boolean {
  return actions.some(({ actionID }) => actionID !== undefined);
}
