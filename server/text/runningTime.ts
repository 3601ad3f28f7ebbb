import { durationText } from "../../shared/text/units.ts";

/** How long a text about a running program holds, in milliseconds: short at first, later nobody counts the seconds. */
export function holdsMs(runningMs: number): number {
  if (runningMs < 10_000) return 1000;
  return runningMs < 60_000 ? 5000 : 60_000;
}

/** The time that a program has run for, as exact as the text about it holds: "9 s", "45 s", "2 min". */
export function runningText(ms: number): string {
  const step = holdsMs(ms);
  const whole = Math.floor(Math.max(0, ms) / step) * step;
  return whole === 0 ? "0 s" : durationText(whole).replace(/\.0 s$/, " s");
}
