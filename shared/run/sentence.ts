/** The one sentence that says what a run's build was. */
import { durationText } from "../text/units.ts";
import type { Phase } from "../contract/answers.ts";

/** At most 100 characters, useful alone. */
export function runSentence(
  phase: Phase,
  figures: { actions: number; hits: number; misses: number; buildMs?: number },
): string {
  const { actions, hits, misses, buildMs } = figures;
  const time = buildMs === undefined ? "" : ` in ${durationText(buildMs)}`;
  if (phase === "planned" || phase === "loading") return "loading packages: no key is known yet";
  if (phase === "building") return `building: ${hits + misses} of ${actions} known so far`;
  if (phase === "failed") return `the build failed after ${misses} of ${actions} actions${time}`;
  if (misses === 0) return `all ${actions} from the cache${time}`;
  return `rebuilt ${misses} of ${actions}${time}`;
}
