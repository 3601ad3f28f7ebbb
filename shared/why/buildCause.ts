/** What a build's misses come down to, in the few words that a sentence has room for. */
import type { CacheAction } from "../contract/answers.ts";
import type { KnownBuild } from "./build.ts";
import { changeText } from "./changeNames.ts";
import type { Change } from "./changes.ts";
import { kindName, noRecords, wasRebuilt, type Explanation } from "./explain.ts";

/**
 * "internal/util/u.go changed (2 followed, 1 link)", the most telling first, shorter ones after it.
 * @param build the build that was explained
 */
export function buildCauses(build: Pick<KnownBuild, "kind" | "actions">, explanation: Explanation): string[] {
  const misses = build.actions.filter(wasRebuilt);
  const causes = explanation.causes;
  if (causes.length > 0) {
    const rests = [...new Set([true, false].map((withSpared) => inBrackets(restOf(misses, explanation, withSpared))))];
    return [headOf(causes), headOf(causes.map(shortened)), headOf(causes.map(shortened).slice(0, 1))].flatMap(
      (head) => [...rests.map((rest) => head + rest), head],
    );
  }
  const counts = countKinds(misses, explanation);
  const flags = otherFlags(misses, explanation);
  if (flags.length > 0 && counts.first > 0) {
    const first = `first ${kindName(build)} here`;
    return [
      `${first}, with other flags than before (${flags.join(", ")})`,
      `${first}, with other flags than before`,
      first,
    ];
  }
  const parts = [
    ...(counts.forced > 0 ? [sentenceOfKind("forced", misses, explanation)] : []),
    ...(counts.first > 0
      ? [counts.first === misses.length ? `first ${kindName(build)} of it here` : `${counts.first} new`]
      : []),
    ...(counts.evicted > 0 ? [goneText(counts.evicted, misses.length)] : []),
  ];
  if (parts.length > 0) return [parts.join(", ")];
  const { reasons } = explanation;
  return misses.some(({ id }) => reasons.get(id)?.sentence === noRecords) ? [noRecords] : [];
}

/** The flags that a first build of its kind has, and the last one of the other kind had not. */
function otherFlags(misses: readonly CacheAction[], { reasons }: Explanation): string[] {
  const firsts = misses.map(({ id }) => reasons.get(id)).filter((reason) => reason?.kind === "first");
  const flags = firsts.flatMap((reason) => reason?.changes.filter(({ kind }) => kind === "flag") ?? []);
  return [...new Set(flags.map(({ name }) => name))].sort();
}

/** What is told of the misses that are no cause themselves. */
function restOf(misses: readonly CacheAction[], explanation: Explanation, withSpared: boolean): string[] {
  const { first, evicted, cascade } = countKinds(misses, explanation);
  const { reasons, cutoffs } = explanation;
  // Without a number it is said of what has changed, and of nothing else.
  const allSame = misses.every(({ id }) => cutoffs.has(id) === (reasons.get(id)?.kind === "changed"));
  const same = allSame ? "" : `${cutoffs.size} `;
  const links = misses.filter(({ action }) => action === "link").length;
  const spared = withSpared ? [...explanation.cutoffs.values()].reduce((sum, count) => sum + count, 0) : 0;
  return [
    ...(explanation.cutoffs.size > 0 ? [`${same}came out the same${spared > 0 ? `, ${spared} spared` : ""}`] : []),
    ...(cascade > 0 ? [`${cascade} followed`] : []),
    ...(links > 0 ? [`${links} link`] : []),
    ...(first > 0 ? [`${first} new`] : []),
    ...(evicted > 0 ? [`${evicted} gone from the cache`] : []),
  ];
}

/** A link that followed is told as a link alone. */
function countKinds(misses: readonly CacheAction[], { reasons }: Explanation) {
  const counts = { first: 0, changed: 0, cascade: 0, evicted: 0, forced: 0, unknown: 0 };
  for (const { id, action } of misses) {
    const kind = reasons.get(id)?.kind ?? "unknown";
    if (kind !== "cascade" || action !== "link") counts[kind]++;
  }
  return counts;
}

function sentenceOfKind(kind: string, misses: readonly CacheAction[], { reasons }: Explanation): string {
  const reason = misses.map(({ id }) => reasons.get(id)).find((each) => each?.kind === kind);
  return reason?.sentence ?? "";
}

function goneText(evicted: number, misses: number): string {
  return evicted === misses ? "gone from the cache" : `${evicted} gone from the cache`;
}

function inBrackets(parts: readonly string[]): string {
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

function headOf(causes: readonly Change[]): string {
  const [first, second] = causes;
  if (first === undefined) return "";
  const text = changeText(first);
  if (second === undefined) return text;
  return causes.length === 2 ? `${text}, ${changeText(second)}` : `${text} and ${causes.length - 1} more`;
}

/** A file's name alone, without values. */
function shortened(change: Change): Change {
  return change.kind === "file" ? { ...change, name: change.name.slice(change.name.lastIndexOf("/") + 1) } : change;
}
