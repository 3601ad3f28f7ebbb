/** What a benchmark is. */
import type { Line } from "./line.ts";
import type { Surroundings } from "./surroundings.ts";

export interface Benchmark {
  /** The names of its lines, in the order in which they come. */
  lines: readonly string[];
  /** Measured only where the largest programs are asked for. */
  large?: boolean;
  /** @param wanted the names of the lines to measure, at least one */
  run(around: Surroundings, wanted: ReadonlySet<string>): Promise<Line[]>;
}

/** Measures each side so many times, in turns: A B A B … @returns the samples of each side */
export async function inTurns<Side extends string>(
  repetitions: number,
  sides: Record<Side, (repetition: number) => Promise<number>>,
): Promise<Record<Side, number[]>> {
  const samples = Object.fromEntries(Object.keys(sides).map((side) => [side, []])) as unknown as Record<Side, number[]>;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const side of Object.keys(sides) as Side[]) samples[side].push(await sides[side](repetition));
  }
  return samples;
}

/** How long something takes, in milliseconds. */
export async function timed(what: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await what();
  return performance.now() - begin;
}
