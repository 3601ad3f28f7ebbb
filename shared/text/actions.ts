/** Actions of a build in few words, and the order in which people want them. */
import type { CacheAction } from "../contract/answers.ts";
import { shown } from "./safe.ts";
import { durationText } from "./units.ts";

/** What needs somebody's eye comes first, what came from the cache last. */
const ranks: Readonly<Record<CacheAction["state"], number>> = {
  failed: 0,
  building: 1,
  miss: 2,
  unknown: 3,
  pending: 4,
  hit: 5,
};

/** The actions with misses before hits, and the slowest first among those; otherwise in their order. */
export function missesFirst(actions: readonly CacheAction[]): CacheAction[] {
  return [...actions].sort(
    (one, other) =>
      ranks[one.state] - ranks[other.state]
      // A hit's time says nothing: nothing was done.
      || (one.state === "hit" ? 0 : (other.durationMs ?? 0) - (one.durationMs ?? 0)),
  );
}

/** "miss 812 ms", "hit", "failed 1.2 s". */
export function stateText(action: CacheAction): string {
  const timed = action.state === "miss" || action.state === "failed";
  const unchanged = action.cutoff === true ? ", output unchanged" : "";
  return (
    action.state + (timed && action.durationMs !== undefined ? ` ${durationText(action.durationMs)}` : "") + unchanged
  );
}

/** "miss 812 ms: store/book.go changed"; the sentence is the reason of a miss, or why the state is unknown. */
export function actionSentence(action: CacheAction): string {
  const why = action.reason?.sentence ?? (action.state === "unknown" ? action.why : undefined);
  return stateText(action) + (why === undefined ? "" : `: ${shown(why)}`);
}

/** The name of an action among all of a run: the package, before it the action unless that is a build. */
export function actionName(action: { action: string; package: string }): string {
  return shown(action.action === "build" ? action.package : `${action.action} ${action.package}`);
}
