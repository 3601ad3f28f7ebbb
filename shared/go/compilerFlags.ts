/** Flags of the compiler as a debugger needs them: which of them a list of flags lacks. */
import { splitQuoted } from "./quoted.ts";

/** What a package is to be compiled with. */
export interface CompilerNeeds {
  /** `-N -l`: no optimisation, no inlining. */
  unoptimised: boolean;
  /**
   * Debug information. "on": switched on by a flag, since go run's own -dwarf=false for package main stands before the user's
   * flags; "kept": only not switched off.
   */
  dwarf: "on" | "kept";
}

/**
 * The flags that have to be added to the end of a list so that it does what is needed. Flags that stand there already are not
 * added again: a second -l would mean the opposite of one.
 * @param text the user's flags as go reads them
 * @throws Failure 7004 for a quote that is never closed
 */
export function missingFlags(text: string, needs: CompilerNeeds): string[] {
  const words = splitQuoted(text);
  const missing: string[] = [];
  if (needs.unoptimised) {
    if (count(words, "N") <= 0) missing.push(count(words, "N") === 0 ? "-N" : "-N=1");
    if (count(words, "l") !== 1) missing.push(count(words, "l") === 0 ? "-l" : "-l=1");
  }
  const dwarf = lastValue(words, "dwarf");
  const isOff = dwarf !== undefined && /^(?:0|f|F|false|FALSE|False)$/.test(dwarf);
  if (isOff || (needs.dwarf === "on" && dwarf === undefined)) missing.push("-dwarf=true");
  return missing;
}

/** The value of a counting flag: each `-x` counts one, `-x=3` sets it (cmd/internal/objabi/flag.go: count). */
function count(words: string[], name: string): number {
  let value = 0;
  for (const given of values(words, name)) {
    if (given === undefined || given === "true") value++;
    else value = given === "false" ? 0 : Number(given);
  }
  return value;
}

/** The last value of a boolean flag; undefined where it is not given. */
function lastValue(words: string[], name: string): string | undefined {
  const all = values(words, name);
  return all.length === 0 ? undefined : (all.at(-1) ?? "true");
}

function values(words: string[], name: string): (string | undefined)[] {
  return words.flatMap((word) => {
    const match = /^--?([^=]+)(?:=(.*))?$/s.exec(word);
    return match?.[1] === name ? [match[2]] : [];
  });
}
