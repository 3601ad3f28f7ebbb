/** The code lenses at func main, as texts: what can be done, and how the last run, the present one or the next one stands. */
import type { ForecastResponse } from "../../shared/contract/answers.ts";
import type { KnownRun } from "../../shared/runs/knownRun.ts";
import { fitted, shortened } from "./fitted.ts";
import { lastRunText, liveRunText } from "./runText.ts";

/** One lens: its title, and the command of ours that it stands for; without one it is only read. */
export interface LensText {
  title: string;
  command?: "run" | "debug" | "forecast" | "cacheKeys" | "buildDir" | "procTree" | "stop" | "restart";
  /** The run that it is about. */
  run?: string;
}

/** What is known at func main. */
export interface MainState {
  /** Runs of this program, the newest first; those that live before those that are kept. */
  runs: readonly KnownRun[];
  /** What the next run would rebuild, as far as that is known. */
  forecast?: ForecastResponse | undefined;
  /** Why nothing can be run: no go, or one that is too old. */
  problem?: string | undefined;
  canDebug: boolean;
}

/** The lenses in their order. @param now milliseconds since 1970 */
export function mainLenses({ runs, forecast, problem, canDebug }: MainState, now: number): LensText[] {
  if (problem !== undefined) return [{ title: shortened(problem) }];
  const live = runs.filter((run) => run.live);
  const [current] = live;
  if (current) return liveLenses(current, live.length - 1, now);
  const [last] = runs;
  return [
    { title: "▶ run", command: "run" },
    ...(canDebug ? [{ title: "debug", command: "debug" } as const] : []),
    ...(forecast && (hasWork(forecast) || !last) ? [forecastLens(forecast)] : []),
    ...(last && !(forecast && hasWork(forecast))
      ? [{ title: shortened(lastRunText(last)), command: "cacheKeys", run: last.run } as const]
      : []),
    ...(last ? [{ title: "build directory", command: "buildDir", run: last.run } as const] : []),
  ];
}

function liveLenses(current: KnownRun, others: number, now: number): LensText[] {
  const { run, phase, canRestart } = current;
  const isUp = phase === "running" || phase === "stopped";
  const more = others > 0 ? ` · ${others} more` : "";
  return [
    { title: liveTitle(current, now, more), command: isUp ? "procTree" : "cacheKeys", run },
    { title: "stop", command: "stop", run },
    ...(canRestart === true ? [{ title: "restart", command: "restart", run } as const] : []),
    { title: "build directory", command: "buildDir", run },
  ];
}

function liveTitle(run: KnownRun, now: number, more: string): string {
  const text = liveRunText(run, now);
  // A package's path has no spaces.
  const name = run.phase === "building" ? text.slice(text.lastIndexOf(" ") + 1) : "";
  return fitted(text.slice(0, text.length - name.length), name, more);
}

function hasWork({ actions }: ForecastResponse): boolean {
  return actions.length === 0 || actions.some(({ state }) => state !== "hit");
}

function forecastLens(forecast: ForecastResponse): LensText {
  const text = forecastText(forecast);
  const cause = text.indexOf(": ") + 2;
  return { title: fitted(text.slice(0, cause), text.slice(cause)), command: "forecast" };
}

/**
 * "next run rebuilds 2: u.go changed", "next run rebuilds 1 to 42: u.go changed", "next run: all 62 from the cache"; where go would
 * build nothing, why: "next run: u.go:3:1: expected 'package', found 'EOF'".
 */
export function forecastText({ actions, sentence }: ForecastResponse): string {
  if (actions.length === 0) return `next run: ${sentence.slice(sentence.indexOf(": ") + 2)}`;
  const misses = actions.filter(({ state }) => state === "miss").length;
  const unknown = actions.filter(({ state }) => state === "unknown").length;
  if (misses + unknown === 0) return `next run: all ${actions.length} from the cache`;
  // The figures stand at the sentence's end, the cause before them.
  const end = sentence.lastIndexOf(": ");
  if (misses === 0 || end < 0) return `next run: ${sentence}`;
  const count = unknown === 0 ? `${misses}` : `${misses} to ${misses + unknown}`;
  return `next run rebuilds ${count}: ${sentence.slice(0, end)}`;
}
