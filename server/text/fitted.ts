/** Texts of code lenses, short enough to be read. */
import { cut } from "../../shared/text/columns.ts";

/** No lens is longer, in columns. */
export const longestLens = 80;

/** As much of a text's beginning as a lens has room for. */
export function shortened(text: string): string {
  return cut(text, longestLens, "…", "start");
}

/** A name, or a sentence about one, between two texts: as much of its end as there is room for, since what tells names apart is there. */
export function fitted(before: string, name: string, after = ""): string {
  const whole = before + name + after;
  if (shortened(whole) === whole) return whole;
  const room = longestLens - before.length - after.length;
  return before + cut(name.replace(/^…/, ""), room, "…", "end") + after;
}
