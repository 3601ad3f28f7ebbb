/** Pages of docs/ whose commands are run: what stands in `sh` and `console` blocks, as one shell session. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../support/tools.ts";

/** A command, and what the page says it prints. */
export interface Step {
  /** The heading that it stands below. */
  section: string;
  command: string;
  /** Absent where the page says nothing of it: a block `sh`. */
  prints?: string;
}

/** The commands of a page in their order. In a `console` block a command is what follows "$ ", and its output the lines below. */
export function readSteps(page: string): Step[] {
  const steps: Step[] = [];
  let section = "";
  for (const [, heading, language, body = ""] of readFileSync(join(root, "docs", page), "utf8").matchAll(
    /^## (.+)$|^```(sh|console)\n([\s\S]*?)^```$/gm,
  )) {
    if (heading !== undefined) section = heading;
    else if (language === "sh") steps.push({ section, command: body.trimEnd() });
    else steps.push(...readConsole(section, body));
  }
  return steps;
}

function readConsole(section: string, body: string): Step[] {
  return body
    .split(/^\$ /m)
    .slice(1)
    .map((text) => {
      const [command = "", ...lines] = text.trimEnd().split("\n");
      return { section, command, prints: lines.join("\n") };
    });
}

/** No command prints this line. */
const mark = "--- the next command ---";

/** A script that runs all commands in one shell, each followed by a line of its own. */
export function scriptOf(steps: readonly Step[]): string {
  return steps.map(({ command }) => `${command}\necho; echo '${mark}'\n`).join("");
}

/** What each command of the script has printed, without empty lines at its end. */
export function outputsOf(printed: string): string[] {
  return printed.split(`\n${mark}\n`).map((text) => text.trimEnd());
}

/** What a page says of an output as a pattern: "…" stands for any text. */
export function patternOf(prints: string): RegExp {
  const parts = prints.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^]*?")}$`);
}
