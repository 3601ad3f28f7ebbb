/** Misses whose key some other record knows: not new, but gone from the cache. */
import type { Reason } from "../contract/answers.ts";
import type { KeptKey } from "../record/keptKeys.ts";
import type { KnownBuild } from "./build.ts";
import { evictedSentence, wasRebuilt, type Explanation } from "./explain.ts";
import { packageName } from "./packageName.ts";

/** The keys of misses that the builds compared with could not explain. */
export function unexplainedKeys({ actions }: Pick<KnownBuild, "actions">, { reasons }: Explanation): string[] {
  return actions
    .filter((action) => wasRebuilt(action) && isUnexplained(reasons.get(action.id)))
    .flatMap(({ actionID }) => actionID ?? []);
}

/** The same explanation with what is now known of those. */
export function withKeptKeys(
  { actions, module, package: main }: Pick<KnownBuild, "actions" | "module" | "package">,
  explanation: Explanation,
  kept: ReadonlyMap<string, KeptKey>,
): Explanation {
  const reasons = new Map(explanation.reasons);
  for (const { id, actionID } of actions) {
    const known = actionID === undefined ? undefined : kept.get(actionID);
    if (!known || !isUnexplained(reasons.get(id))) continue;
    const of = known.package === main ? "" : ` of ${packageName(known.package, module)}`;
    reasons.set(id, { kind: "evicted", sentence: evictedSentence(known, of), changes: [] });
  }
  return { ...explanation, reasons };
}

/** A first build of another kind is explained by its flags. */
function isUnexplained(reason: Reason | undefined): boolean {
  return (reason?.kind === "first" || reason?.kind === "unknown") && reason.changes.length === 0;
}
