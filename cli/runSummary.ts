/** What `gorunscope run` says on standard error when a run is over. */
import picocolors from "picocolors";
import type { GoRun } from "../shared/run/goRun.ts";
import { explainedSummary } from "../shared/run/answers/cacheKeys.ts";
import { durationText } from "../shared/text/units.ts";

/** The sentence of the run, and a line with its build directory and what took longest; ends in a newline. */
export async function summaryText(run: GoRun, color: boolean): Promise<string> {
  const { bold, dim } = picocolors.createColors(color);
  const details = [workText(run), slowestText(run)].filter((text) => text !== undefined);
  const lines = [`${bold("gorunscope:")} ${(await explainedSummary(run)).sentence}`];
  if (details.length > 0) lines.push(dim(`            ${details.join(" · ")}`));
  return `${lines.join("\n")}\n`;
}

function workText(run: GoRun): string | undefined {
  if (run.work === undefined) return undefined;
  return `$WORK ${run.work} (${run.workRemovedAt === undefined ? "kept" : "removed"})`;
}

/** The action that took longest of those that ran. */
function slowestText(run: GoRun): string | undefined {
  let slowest: { name: string; ms: number } | undefined;
  for (const action of run.actions.all) {
    if (run.actions.ran(action) !== true) continue;
    const { id, durationMs } = run.actions.describe(action);
    if (durationMs !== undefined && durationMs > (slowest?.ms ?? 0)) slowest = { name: id, ms: durationMs };
  }
  return slowest && `slowest: ${slowest.name}, ${durationText(slowest.ms)}`;
}
