/** A line of the table: what was measured, against what, and what was to be reached. */
import type { Figure } from "./figure.ts";

export interface Line {
  /** "launch/example/again", as `--only` takes it. */
  name: string;
  /** What it is, for people. */
  text: string;
  unit: "ms" | "MB";
  ours: Figure;
  /** The same without us, measured in turns with ours. */
  reference?: Reference;
  goal: Goal;
}

export interface Reference {
  /** "dlv dap" */
  name: string;
  figure: Figure;
}

/** What is to be at most so much: ours divided by the reference, ours less the reference, or ours alone. */
export interface Goal {
  of: "ratio" | "added" | "value";
  atMost: number;
}

/** A line with what follows from its figures. */
export interface Judged extends Line {
  ratio?: number;
  added?: number;
  met: boolean;
}

/** @throws Error where the goal needs a reference that the line does not have */
export function judge(line: Line): Judged {
  const { ours, reference, goal } = line;
  const figures = {
    value: ours.value,
    ...(reference && { ratio: ours.value / reference.figure.value, added: ours.value - reference.figure.value }),
  };
  const judged = figures[goal.of];
  if (judged === undefined) throw new Error(`${line.name} has nothing to be compared with`);
  const { value: _value, ...compared } = figures;
  return { ...line, ...compared, met: judged <= goal.atMost };
}
