/** The words after `npm run bench --`. */
import { parseArgs } from "node:util";

export interface Options {
  /** One repetition of each, and few requests: to see that everything works. */
  quick: boolean;
  /** Print JSON instead of the table. */
  json: boolean;
  /** The largest program too. */
  large: boolean;
  help: boolean;
  /** Names of lines or of groups of them; none: all. */
  only: string[];
}

/** @throws TypeError with a sentence for words that are none of ours */
export function parseOptions(words: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...words],
    options: {
      quick: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      large: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
      only: { type: "string", multiple: true, default: [] },
    },
  });
  return values;
}

/** Whether a line is wanted: `launch` and `launch/example` name a group, `launch/example/again` one line. */
export function isWanted(line: string, only: readonly string[]): boolean {
  return only.length === 0 || only.some((name) => line === name || line.startsWith(`${name.replace(/\/$/, "")}/`));
}

/** What `--help` prints. @param lines the names of all lines */
export function helpText(lines: readonly string[]): string {
  return `Measures gorunscope against \`dlv dap\` driven directly, in turns, on this machine.

Usage: npm run bench -- [--quick] [--json] [--large] [--only NAME]…

  --quick       one repetition of each and few requests: to see that everything works
  --json        print JSON, with every sample, instead of the table
  --large       a program that imports kubectl's commands, too
  --only NAME   these lines alone: one of those below, or the beginning of several up to a slash

Modules and prepared build caches stay in .cache/bench; the first run downloads and builds them.

Lines (kubectl's with --large):
${lines.map((name) => `  ${name}\n`).join("")}`;
}
