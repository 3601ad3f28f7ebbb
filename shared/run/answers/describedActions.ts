/** The actions of a run as answers have them. Of thousands few change between two questions: each is described anew when it has. */
import type { CacheAction } from "../../contract/answers.ts";
import type { ActionFacts } from "../actions.ts";
import type { GoRun } from "../goRun.ts";
import type { ExplainedBuild } from "../history.ts";

/** What the descriptions that are held are of. */
interface Held {
  changes: number;
  explained: ExplainedBuild | undefined;
  actions: Map<ActionFacts, CacheAction>;
}

const heldOf = new WeakMap<GoRun, Held>();

/**
 * The actions without the inputs of their keys; not to be changed.
 * @param explained why what was rebuilt was rebuilt, as far as that is known
 */
export function describeActions(
  run: GoRun,
  actions: readonly ActionFacts[],
  explained: ExplainedBuild | undefined,
): CacheAction[] {
  const { changes } = run.actions;
  let held = heldOf.get(run);
  if (held?.changes !== changes || held.explained !== explained) {
    held = { changes, explained, actions: new Map() };
    heldOf.set(run, held);
  }
  const known = held.actions;
  return actions.map((action) => {
    const described = known.get(action) ?? describe(run, action, explained);
    // What is not in the cache's files yet may be there the next time.
    if (!lacksEntry(described)) known.set(action, described);
    return described;
  });
}

function lacksEntry(action: CacheAction): boolean {
  return action.actionID !== undefined && action.entry === undefined;
}

function describe(run: GoRun, action: ActionFacts, explained: ExplainedBuild | undefined): CacheAction {
  const described: CacheAction = run.actions.describe(action);
  const atRest = described.state === "hit" || described.state === "miss";
  if (described.actionID !== undefined && atRest) {
    const entry = run.products?.entry(described.actionID);
    if (entry) {
      described.outputID = entry.outputID;
      described.entry = entry.entry;
      described.output = entry.output;
      described.bytes = entry.bytes;
      described.storedAt = entry.storedAt;
    } else {
      described.why ??= whyNoEntry(run, action);
    }
  }
  const reason = explained?.explanation.reasons.get(action.id);
  if (reason) described.reason = reason;
  if (explained?.explanation.cutoffs.has(action.id) === true) described.cutoff = true;
  return described;
}

/** Why a key that was used has no file in the cache. */
function whyNoEntry(run: GoRun, action: ActionFacts): string {
  if (run.plan?.goEnv.GOCACHEPROG) return "no entry: the cache is kept by GOCACHEPROG, not in GOCACHE's files";
  if (action.action === "link" && run.products?.origin === "work") {
    return "no entry: this Go keeps linked programs in $WORK alone (the build cache has them since 1.24)";
  }
  return "no entry: the file is not in GOCACHE any more (trimmed, or removed)";
}
