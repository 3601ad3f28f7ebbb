/** The requests that are answered from a run alone: by name, with the check of their arguments. */
import { errorIds, Failure } from "../../contract/errors.ts";
import type { GoRun } from "../goRun.ts";
import { buildDir } from "./buildDir.ts";
import { cacheKeys } from "./cacheKeys.ts";
import { procTree } from "./procTree.ts";

/** The types that a request's arguments may have; every request takes `run`. */
type Shape = Record<string, "string" | "boolean">;

interface Answer {
  shape: Shape;
  answer(run: GoRun, args: Record<string, unknown>): unknown;
}

const answers: Record<string, Answer> = {
  buildDir: { shape: {}, answer: (run) => buildDir(run) },
  cacheKeys: {
    shape: { package: "string", onlyMisses: "boolean", inputs: "boolean" },
    answer: (run, args) => cacheKeys(run, args),
  },
  procTree: { shape: { live: "boolean" }, answer: (run, args) => procTree(run, args) },
};

/** The names of these requests. */
export const answerNames: readonly string[] = Object.keys(answers);

/**
 * Answers a request from one of the runs there are.
 * @param runs the runs of the session, the newest last
 * @param args as they came; null stands for none
 * @throws Failure 7001 without a run, 7002 and 7003 as the answer says, 7004 for arguments of the wrong type or an unknown run
 */
export async function answerRequest(name: string, runs: readonly GoRun[], args: unknown): Promise<unknown> {
  return await answerNow(name, runs, args);
}

function answerNow(name: string, runs: readonly GoRun[], args: unknown): unknown {
  const answer = answers[name];
  if (!answer) throw new Failure(errorIds.wrongArguments, `there is no request ${name}`);
  const { run: id, ...rest } = checkArguments(name, args ?? {}, answer.shape);
  const latest = runs.at(-1);
  if (!latest) {
    throw new Failure(errorIds.noRunYet, "there is no run yet", { advice: 'Launch with mode "run" first.' });
  }
  if (id === undefined) return answer.answer(latest, rest);
  const wanted = runs.find((run) => run.id === id);
  if (!wanted) throw new Failure(errorIds.wrongArguments, `no run ${id as string} is known in this session`);
  return answer.answer(wanted, rest);
}

/** Takes null and undefined as missing; anything else must have its type. Unknown names are left alone. */
function checkArguments(name: string, args: unknown, shape: Shape): Record<string, unknown> {
  if (typeof args !== "object" || args === null || Array.isArray(args)) {
    throw new Failure(errorIds.wrongArguments, `${name} takes an object of arguments, not ${describeType(args)}`);
  }
  const given = Object.entries(args).filter(([, value]) => value !== null && value !== undefined);
  const expected: Shape = { ...shape, run: "string" };
  for (const [key, value] of given) {
    const type = expected[key];
    if (type !== undefined && typeof value !== type) {
      throw new Failure(errorIds.wrongArguments, `${name}: ${key} is ${describeType(value)}, but takes a ${type}`);
    }
  }
  return Object.fromEntries(given);
}

function describeType(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
