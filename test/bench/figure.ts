/** Many samples as one figure with its spread. */

export interface Figure {
  /** What stands for all samples: their median, or a percentile. */
  value: number;
  /** The spread: the least and the greatest sample; of a percentile, that of the samples' fifths. */
  min: number;
  max: number;
  /** In the order in which they were taken. */
  samples: number[];
}

/** How many parts samples are cut into, in their order, to see how far a percentile of theirs wanders. */
const parts = 5;

/** The median of samples, with the least and the greatest. */
export function medianOf(samples: readonly number[]): Figure {
  requireSome(samples);
  return {
    value: percentile(samples, 50),
    min: Math.min(...samples),
    max: Math.max(...samples),
    samples: [...samples],
  };
}

/** A percentile of samples, with the least and the greatest that fifths of them have. @param rank 0 to 100 */
export function percentileOf(samples: readonly number[], rank: number): Figure {
  requireSome(samples);
  const size = Math.ceil(samples.length / parts);
  const fifths: number[] = [];
  for (let from = 0; from < samples.length; from += size) {
    fifths.push(percentile(samples.slice(from, from + size), rank));
  }
  return {
    value: percentile(samples, rank),
    min: Math.min(...fifths),
    max: Math.max(...fifths),
    samples: [...samples],
  };
}

/** Between two samples the value in proportion, as most tools do it. */
function percentile(samples: readonly number[], rank: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const position = ((sorted.length - 1) * rank) / 100;
  const below = sorted[Math.floor(position)]!;
  const above = sorted[Math.ceil(position)]!;
  return below + (above - below) * (position - Math.floor(position));
}

function requireSome(samples: readonly number[]): void {
  if (samples.length === 0) throw new Error("a figure needs at least one sample");
}
