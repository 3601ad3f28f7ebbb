/** The limits of `--fail-on`: `misses>20,buildMs>60000`. */
import type { CacheKeysSummary } from "../shared/contract/answers.ts";
import { errorIds, Failure } from "../shared/contract/errors.ts";

const names = ["misses", "hits", "actions", "buildMs", "cutoffs"] as const;

const comparisons = {
  ">": (value: number, bound: number) => value > bound,
  ">=": (value: number, bound: number) => value >= bound,
  "<": (value: number, bound: number) => value < bound,
  "<=": (value: number, bound: number) => value <= bound,
  "==": (value: number, bound: number) => value === bound,
  "!=": (value: number, bound: number) => value !== bound,
} as const;

/** One condition that must not come true. */
export interface Limit {
  name: (typeof names)[number];
  operator: keyof typeof comparisons;
  bound: number;
}

/**
 * Reads an expression: conditions with commas between them.
 * @throws Failure 7004 for anything else
 */
export function parseLimits(expression: string): Limit[] {
  return expression.split(",").map(parseLimit);
}

function parseLimit(text: string): Limit {
  const match = /^\s*(\w+)\s*(>=|<=|==|!=|>|<)\s*(\d+(?:\.\d+)?)\s*$/.exec(text);
  const name = names.find((each) => each === match?.[1]);
  if (match && name) return { name, operator: match[2] as Limit["operator"], bound: Number(match[3]) };
  const why = match ? `there is no figure "${match[1]}"` : `"${text.trim()}" is no condition`;
  throw new Failure(errorIds.wrongArguments, `--fail-on: ${why}`, {
    advice: `Write conditions like misses>20,buildMs>60000, with ${names.join(", ")} and ${Object.keys(comparisons).join(" ")}.`,
  });
}

/** The limits that a run's figures have crossed, each as "misses>20 (misses is 31)". A figure that is not known crosses none. */
export function crossedLimits(limits: readonly Limit[], summary: CacheKeysSummary): string[] {
  return limits.flatMap(({ name, operator, bound }) => {
    const value = summary[name];
    if (value === undefined || !comparisons[operator](value, bound)) return [];
    return [`${name}${operator}${bound} (${name} is ${value})`];
  });
}
