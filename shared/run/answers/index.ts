/** The requests that are answered from a run, live or recorded: by name, with the check of their arguments. */
import type { CompareArguments, ExplainArguments } from "../../contract/answers.ts";
import { errorIds, Failure } from "../../contract/errors.ts";
import { isRequestName, unknownRequest, type RequestName } from "../../contract/requestNames.ts";
import type { GoRun } from "../goRun.ts";
import type { Answer, AnswerContext, ArgumentTypes } from "./context.ts";
import { liveView } from "./liveView.ts";
import type { RunView } from "./view.ts";

const answers: Readonly<Record<RequestName, Answer>> = {
  buildDir: { arguments: {}, answer: (view) => view.buildDir() },
  cacheKeys: {
    arguments: { package: "string", onlyMisses: "boolean", inputs: "boolean" },
    answer: (view, args) => view.cacheKeys(args),
  },
  procTree: { arguments: { live: "boolean" }, answer: (view, args) => view.procTree(args) },
  "gorunscope.explain": {
    arguments: { package: "string" },
    answer: async (view, args: ExplainArguments) => (await import("./explain.ts")).explainRun(view, args),
  },
  "gorunscope.compare": {
    arguments: { package: "string" },
    answer: async (view, args: CompareArguments, context) =>
      (await import("../../builds/compareRun.ts")).compareRun(view, args.package, context),
  },
  "gorunscope.forecast": {
    arguments: { package: "string", for: "string", overlay: "object" },
    answer: async (view, args, context) =>
      (await import("../../forecast/request.ts")).answerForecast(view, args, context),
  },
  "gorunscope.environment": {
    arguments: {},
    answer: async (view) => {
      const { environmentOf } = await import("../../why/environment.ts");
      const [build, buildDir, set] = await Promise.all([view.build(), view.buildDir(), view.variables()]);
      return environmentOf({ build, buildDir, set: set ?? [] });
    },
  },
};

/**
 * Answers a request from one of the runs there are.
 * @param runs the runs of the session, the newest last
 * @param args as they came; null stands for none. `run` may name a kept record of any earlier run
 * @throws Failure 7001 without a run, 7002 and 7003 as the answer says, 7004 for arguments of the wrong type and for a run that is
 *   neither there nor recorded
 */
export async function answerRequest(name: string, runs: readonly GoRun[], args: unknown): Promise<unknown> {
  const latest = runs.at(-1);
  if (!latest) {
    // Wrong arguments are wrong without a run, too.
    checkRequest(name, args);
    throw new Failure(errorIds.noRunYet, "there is no run yet", { advice: 'Launch with mode "run" first.' });
  }
  const { run: id, ...rest } = checkRequest(name, args);
  const wanted = id === undefined ? latest : runs.find((run) => run.id === id);
  const context: AnswerContext = { store: await latest.history.store(), env: latest.env };
  const view = wanted ? liveView(wanted) : await recordedView(id as string, context);
  return answerView(name, view, rest, context);
}

/**
 * Answers a request from a run that is at hand.
 * @throws Failure as answerRequest
 */
export async function answerView(name: string, view: RunView, args: unknown, context: AnswerContext): Promise<unknown> {
  return requestOf(name).answer(view, checkRequest(name, args), context);
}

async function recordedView(run: string, { store }: AnswerContext): Promise<RunView> {
  const { recordView } = await import("./recordView.ts");
  try {
    return recordView(await store.open(run));
  } catch (error) {
    // There is a run, only not this one: what was asked for is wrong.
    if (!(error instanceof Failure) || error.id !== errorIds.noRunYet) throw error;
    throw new Failure(errorIds.wrongArguments, error.message, { advice: "Leave run out to ask about the latest." });
  }
}

function requestOf(name: string): Answer {
  if (!isRequestName(name)) throw unknownRequest(name);
  return answers[name];
}

/** Takes null and undefined as missing; anything else must have its type. Unknown names are left alone. */
function checkRequest(name: string, args: unknown): Record<string, unknown> {
  const expected: ArgumentTypes = { ...requestOf(name).arguments, run: "string" };
  const given = args ?? {};
  if (typeof given !== "object" || Array.isArray(given)) {
    throw new Failure(errorIds.wrongArguments, `${name} takes an object of arguments, not ${describeType(given)}`);
  }
  const present = Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
  for (const [key, value] of present) {
    const type = expected[key];
    if (type !== undefined && (typeof value !== type || Array.isArray(value))) {
      throw new Failure(
        errorIds.wrongArguments,
        `${name}: ${key} is ${describeType(value)}, but takes ${articleOf(type)} ${type}`,
      );
    }
  }
  return Object.fromEntries(present);
}

function describeType(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  return `${articleOf(typeof value)} ${typeof value}`;
}

function articleOf(type: string): string {
  return type === "object" ? "an" : "a";
}
