/** The lines as a table for people. */
import type { Figure } from "./figure.ts";
import type { Judged } from "./line.ts";

const headings = ["", "gorunscope", "compared with", "ratio", "added", "goal", "met"];

/** One row for each line, in columns. */
export function tableText(lines: readonly Judged[]): string {
  const rows = [headings, ...lines.map(row)];
  const widths = headings.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows
    .map(
      (cells) =>
        `${cells
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

function row({ name, unit, ours, reference, ratio, added, goal, met }: Judged): string[] {
  const goals = {
    ratio: `≤ ${goal.atMost}`,
    added: `≤ ${reference?.name ?? ""} + ${goal.atMost} ${unit}`,
    value: `≤ ${goal.atMost} ${unit}`,
  };
  return [
    name,
    figureText(ours, unit),
    reference ? `${reference.name} ${figureText(reference.figure, unit)}` : "",
    ratio === undefined ? "" : ratio.toFixed(ratio < 10 ? 2 : 0),
    added === undefined ? "" : `${added < 0 ? "−" : "+"}${numberText(Math.abs(added))}`,
    goals[goal.of],
    met ? "yes" : "NO",
  ];
}

/** "1,523 ms (1,480–1,610)" */
function figureText({ value, min, max, samples }: Figure, unit: string): string {
  const spread = samples.length > 1 ? ` (${numberText(min)}–${numberText(max)})` : "";
  return `${numberText(value)} ${unit}${spread}`;
}

/** Three digits that count. */
function numberText(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
