/** How much is kept of runs, as the user has set it. */
import { errorIds, Failure } from "../contract/errors.ts";
import type { Limits } from "./limits.ts";

/** The variables of the environment that set it. */
const names = { runs: "GORUNSCOPE_KEEP_RUNS", bytes: "GORUNSCOPE_KEEP_SIZE" } as const;

const units: Readonly<Record<string, number>> = { "": 1, K: 1e3, M: 1e6, G: 1e9 };

/**
 * The limits that the environment sets: GORUNSCOPE_KEEP_RUNS, a number of runs of which 0 keeps none, and GORUNSCOPE_KEEP_SIZE, bytes of all
 * records together, as `200M`. What is not set is absent.
 * @throws Failure 7004 for a value that is neither
 */
export function keepLimits(env: NodeJS.ProcessEnv): Partial<Limits> {
  const runs = read(env, names.runs, /^(\d+)$/, "a number of runs, as 200, or 0 for none");
  const size = read(env, names.bytes, /^(\d+)([KMG]?)B?$/i, "a size, as 200M");
  return {
    ...(runs && { runs: Number(runs[1]) }),
    ...(size && { bytes: Number(size[1]) * (units[(size[2] ?? "").toUpperCase()] ?? 1) }),
  };
}

function read(env: NodeJS.ProcessEnv, name: string, form: RegExp, takes: string): RegExpExecArray | undefined {
  const value = env[name];
  if (value === undefined || value === "") return undefined;
  const match = form.exec(value);
  if (match) return match;
  throw new Failure(errorIds.wrongArguments, `${name} is ${JSON.stringify(value)}, but takes ${takes}`, {
    advice: "The default is used for this run.",
  });
}
