import type { CacheAction, CacheKeysResponse, ExplainArguments, ExplainResponse } from "../../contract/answers.ts";
import { missesFirst } from "../../text/actions.ts";
import type { RunView } from "./view.ts";

/**
 * Why a run rebuilt what it rebuilt; of a recorded run as it was told then.
 * @throws Failure 7004 for a package that is not part of the build
 */
export async function explainRun(view: RunView, args: ExplainArguments = {}): Promise<ExplainResponse> {
  const { package: path } = args;
  const keys = await view.cacheKeys({ ...(path === undefined ? {} : { package: path }), inputs: false });
  const reasons = missesFirst(keys.actions).flatMap(({ action, package: of, reason }) =>
    reason ? [{ action, package: of, reason }] : [],
  );
  return { sentence: path === undefined ? keys.summary.sentence : packageSentence(keys), reasons };
}

/** What is said of one package: of its build, for a main package the link follows. */
function packageSentence({ actions }: CacheKeysResponse): string {
  return actions.map((action) => `${action.action} ${action.package}: ${outcome(action)}`).join("; ");
}

function outcome({ state, reason, why }: CacheAction): string {
  if (reason) return `rebuilt: ${reason.sentence}`;
  if (state === "hit") return "from the cache: all that went into its key is as it was when that was built";
  if (state === "failed") return "its build failed";
  if (state === "pending" || state === "building") return "not built yet";
  return why ?? state;
}
