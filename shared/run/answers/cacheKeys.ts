import type {
  CacheAction,
  CacheKeysArguments,
  CacheKeysResponse,
  CacheKeysSummary,
  KeyInput,
} from "../../contract/answers.ts";
import { parseInputs } from "../../go/keyInputs.ts";
import type { ActionFacts } from "../actions.ts";
import type { GoRun } from "../goRun.ts";
import { packageName } from "../../why/packageName.ts";
import { runSentence, stoppedSentence } from "../sentence.ts";
import { describeActions } from "./describedActions.ts";
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
  const [explained] = await Promise.all([run.history.explainWidely(), run.products?.loadEntries(shown)]);
  const described = describeActions(run, shown, explained);
  const actions = (args.inputs ?? args.package !== undefined) ? withInputs(described, shown) : described;
  return { run: run.id, phase: run.phase, summary: summarize(run), actions };
}

/** The figures of a whole run, and its sentence with the reason of what was rebuilt. */
export async function explainedSummary(run: GoRun): Promise<CacheKeysSummary> {
  await run.history.explainWidely();
  return summarize(run);
}

function withInputs(described: readonly CacheAction[], facts: readonly ActionFacts[]): CacheAction[] {
  const lines = new Map<string, KeyInput[]>();
  return described.map((action, index) => {
    const key = facts[index]?.key;
    return key ? { ...action, inputs: parseInputs(key.rawInputs(), lines) } : action;
  });
}

/** The same of now: the sentence has a reason if that is known already. */
export function summarize(run: GoRun): CacheKeysSummary {
  const explained = run.history.known;
  let hits = 0;
  let misses = 0;
  const failed: string[] = [];
  for (const action of run.actions.all) {
    const { state } = run.actions.state(action);
    if (state === "hit") hits++;
    else if (state === "miss" || state === "building") misses++;
    else if (state === "failed") failed.push(packageName(action.package, run.plan?.modules[0]?.path));
  }
  const figures = { actions: run.actions.size, hits, misses, cutoffs: explained?.explanation.cutoffs.size ?? 0 };
  const buildMs = run.phases.buildMs();
  const withTime = buildMs === undefined ? figures : { ...figures, buildMs };
  const isStopped = run.phase === "failed" && (run.wasCancelled || run.goKilledBy !== undefined);
  const sentence = isStopped ? stoppedSentence(withTime) : runSentence(run.phase, withTime, explained?.causes, failed);
  return { ...withTime, sentence };
}
