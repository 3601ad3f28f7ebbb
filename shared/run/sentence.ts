/** The one sentence that says what a run's build was. */
import { durationText } from "../text/units.ts";
import type { Phase } from "../contract/answers.ts";
import { fitting } from "../why/fitting.ts";

/** How many actions a build has, and what became of them. */
export interface Figures {
  actions: number;
  hits: number;
  misses: number;
  buildMs?: number | undefined;
}

/**
 * At most 100 characters, useful alone: "rebuilt 3 of 874 in 1.2 s: internal/util/u.go changed (1 followed, 1 link)".
 * @param causes why anything was rebuilt, where that is known: the first that fits is told
 * @param failed the packages whose build failed
 */
export function runSentence(
  phase: Phase,
  figures: Figures,
  causes: readonly string[] = [],
  failed: readonly string[] = [],
): string {
  const { actions, hits, misses, buildMs } = figures;
  const time = buildMs === undefined ? "" : ` in ${durationText(buildMs)}`;
  if (phase === "planned" || phase === "loading") return "loading packages: no key is known yet";
  if (phase === "building") return `building: ${hits + misses} of ${actions} known so far`;
  if (phase === "failed") return failedSentence(reachedText(figures), failed);
  if (misses === 0) return `all ${actions} from the cache${time}`;
  const rebuilt = `rebuilt ${misses} of ${actions}`;
  const candidates = causes.flatMap((cause) => [`${rebuilt}${time}: ${cause}`, `${rebuilt}: ${cause}`]);
  return fitting([...candidates, `${rebuilt}${time}`]);
}

/** "the build was stopped: 12 of 68 actions were reached in 2.4 s": nothing failed, somebody or a signal has ended it. */
export function stoppedSentence(figures: Figures): string {
  return `the build was stopped: ${reachedText(figures)}`;
}

function reachedText({ actions, hits, misses, buildMs }: Figures): string {
  const time = buildMs === undefined ? "" : ` in ${durationText(buildMs)}`;
  return `${hits + misses} of ${actions} actions were reached${time}`;
}

/** "the build failed in internal/db: 203 of 205 actions were reached in 1.2 s". */
function failedSentence(figures: string, [first, ...others]: readonly string[]): string {
  const plain = `the build failed: ${figures}`;
  if (first === undefined) return plain;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return fitting([`the build failed in ${first}${more}: ${figures}`, plain]);
}
