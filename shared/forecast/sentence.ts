/** A forecast in one sentence. */
import type { ForecastAction } from "../contract/answers.ts";
import { countText } from "../text/units.ts";
import { changeText } from "../why/changeNames.ts";
import type { Change } from "../why/changes.ts";
import { endOf, longestSentence } from "../why/fitting.ts";
import { packageName } from "../why/packageName.ts";

/**
 * "u.go changed: 1 rebuild certain, up to 41 more".
 * @param causes what has changed by itself
 * @param module the path of the main module
 */
export function forecastSentence(
  actions: readonly ForecastAction[],
  causes: readonly Change[],
  module: string | undefined,
): string {
  const misses = actions.filter(({ state }) => state === "miss");
  const unknown = actions.filter(({ state }) => state === "unknown");
  if (misses.length + unknown.length === 0) {
    return `nothing to rebuild: all ${countText(actions.length, "action")} are in the cache`;
  }
  const figures =
    misses.length === 0
      ? `${countText(unknown.length, "action")} of ${actions.length} cannot be told`
      : `${countText(misses.length, "rebuild")} certain${unknown.length === 0 ? "" : `, up to ${unknown.length} more`}`;
  const subject = subjectOf(causes, misses, unknown, module);
  return `${endOf(subject, longestSentence - figures.length - 2)}: ${figures}`;
}

function subjectOf(
  causes: readonly Change[],
  misses: readonly ForecastAction[],
  unknown: readonly ForecastAction[],
  module: string | undefined,
): string {
  const [cause, second] = causes;
  if (cause) {
    if (!second) return changeText(cause);
    return `${changeText(cause)} and ${causes.length - 1} more`;
  }
  const certain = misses.length > 0 ? misses : unknown;
  const builds = certain.filter(({ action }) => action !== "link");
  // The link follows from what is rebuilt.
  const told = builds.length > 0 ? builds : certain;
  const [first] = told;
  const kinds = new Set(told.map(({ reason }) => reason?.kind));
  if (!first || kinds.size > 1) return "not all is in the cache";
  if (first.reason?.kind === "forced" && told.length === 1) return "only the link, which this Go keeps nowhere";
  if (first.reason?.kind === "evicted") {
    const name = packageName(first.package, module);
    const what = first.action === "link" ? `the link of ${name}` : name;
    return `${what}${told.length === 1 ? " is" : ` and ${told.length - 1} more are`} gone from the cache`;
  }
  // What stands before the first sign of punctuation says what it is, what follows why.
  return first.reason?.sentence.split(/[:,;] /)[0] ?? "not all is in the cache";
}

/**
 * Why nothing is foretold: "go would build nothing: u.go:3:1: expected 'package', found 'EOF'", or "not known: a module has to be
 * downloaded first (go mod download)", which go run would do.
 * @param cwd the directory that paths are shown from
 */
export function loadErrorSentence({ Pos, Err }: { Pos?: string; Err: string }, cwd: string): string {
  if (needsDownload({ Err })) return "not known: a module has to be downloaded first (go mod download)";
  const figures = "go would build nothing";
  const [line = ""] = Err.split("\n");
  const text = line.replaceAll(`${cwd}/`, "");
  const place = Pos === undefined || Pos === "" || text.startsWith(Pos) ? "" : `${Pos}: `;
  return `${figures}: ${shownPart(`${place}${text}`, longestSentence - figures.length - 2)}`;
}

/** Whether go has to fetch something first, which a forecast does not let it do. */
export function needsDownload({ Err }: { Err: string }): boolean {
  return /module lookup disabled by GOPROXY=off/.test(Err);
}

function shownPart(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}
