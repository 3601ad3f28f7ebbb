import type { CacheAction, CacheKeysArguments, CacheKeysResponse, CacheKeysSummary } from "../../contract/answers.ts";
import { parseInputs } from "../../go/keyInputs.ts";
import type { ActionFacts } from "../actions.ts";
import type { Explanation } from "../../why/explain.ts";
import type { GoRun } from "../goRun.ts";
import { runSentence } from "../sentence.ts";
import { unknownPackage } from "./unknownPackage.ts";

/**
 * The cache keys of a run: of all actions, of one package, or of what was rebuilt.
 * @throws Failure 7004 for a package that is not part of the build
 */
export async function cacheKeys(run: GoRun, args: CacheKeysArguments = {}): Promise<CacheKeysResponse> {
  const all = run.actions.all;
  const wanted = all.filter((action) => args.package === undefined || action.package === args.package);
  if (args.package !== undefined && wanted.length === 0) throw unknownPackage(args.package, all);
  const shown = args.onlyMisses ? wanted.filter((action) => run.actions.ran(action) === true) : wanted;
  const [explained] = await Promise.all([run.history.explain(), run.products?.loadEntries(shown)]);
  const actions = shown.map((action) => {
    const described = describe(run, action, args.inputs ?? args.package !== undefined);
    return explained ? { ...described, ...whyOf(action.id, explained.explanation) } : described;
  });
  return { run: run.id, phase: run.phase, summary: summarize(run), actions };
}

/** The figures of a whole run, and its sentence with the reason of what was rebuilt. */
export async function explainedSummary(run: GoRun): Promise<CacheKeysSummary> {
  await run.history.explain();
  return summarize(run);
}

function whyOf(id: string, { reasons, cutoffs }: Explanation): Pick<CacheAction, "reason" | "cutoff"> {
  const reason = reasons.get(id);
  return { ...(reason && { reason }), ...(cutoffs.has(id) && { cutoff: true }) };
}

/** The same of now: the sentence has a reason if that is known already. */
export function summarize(run: GoRun): CacheKeysSummary {
  const explained = run.history.known;
  let hits = 0;
  let misses = 0;
  for (const action of run.actions.all) {
    const { state } = run.actions.state(action);
    if (state === "hit") hits++;
    else if (state === "miss" || state === "building") misses++;
  }
  const figures = { actions: run.actions.size, hits, misses, cutoffs: explained?.explanation.cutoffs.size ?? 0 };
  const buildMs = run.phases.buildMs();
  const withTime = buildMs === undefined ? figures : { ...figures, buildMs };
  return { ...withTime, sentence: runSentence(run.phase, withTime, explained?.causes) };
}

function describe(run: GoRun, action: ActionFacts, inputs: boolean): CacheAction {
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
  if (inputs && action.key) described.inputs = parseInputs(action.key.rawInputs());
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
