/** What the debug console offers while somebody types a `gorun` command. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { consoleCommands, consoleWord, findCommand, type ConsoleCommand } from "./consoleCommands.ts";

type Candidate = Pick<DebugProtocol.CompletionItem, "label" | "type" | "detail">;

/**
 * Answers DAP's `completions`: the word `gorun`, commands, flags that are not there yet, and packages. Empty where the text is
 * no `gorun` command.
 * @param column where the cursor stands in the text, in UTF-16 units, counted from 1 unless `columnsStartAt1` is false
 * @param packages the packages of the build
 * @returns items that replace the word before the cursor. Their `start` counts from 0 whatever the columns do: that is how
 *   VS Code (filterText in repl.ts), nvim-dap (complete() in repl.lua) and dape read it, who all count columns from 1.
 */
export function completeConsole(
  text: string,
  column: number,
  packages: readonly string[],
  columnsStartAt1 = true,
): DebugProtocol.CompletionItem[] {
  const before = text.slice(0, Math.max(0, columnsStartAt1 ? column - 1 : column));
  const [, head = "", word = ""] = /^([^]*?)(\S*)$/.exec(before) ?? [];
  return candidates(head.split(/\s+/).filter(Boolean), word, packages).map((candidate, index) => ({
    ...candidate,
    // Clients sort by label otherwise; this keeps our order.
    sortText: String(index).padStart(6, "0"),
    start: head.length,
    length: word.length,
  }));
}

function candidates(words: string[], word: string, packages: readonly string[]): Candidate[] {
  const [first, name, ...rest] = words;
  if (first === undefined) {
    const candidate: Candidate = { label: consoleWord, type: "keyword", detail: "what go run did" };
    return [candidate].filter(({ label }) => label.startsWith(word));
  }
  if (first !== consoleWord) return [];
  const typed = word.toLowerCase();
  if (name === undefined) {
    return consoleCommands
      .filter((command) => command.name.toLowerCase().startsWith(typed))
      .map((command) => ({ label: command.name, type: "function", detail: command.help }));
  }
  const command = findCommand(name);
  return command === undefined
    ? []
    : [...packagesFor(command, rest, word, packages), ...flagsFor(command, rest, typed)];
}

function flagsFor(command: ConsoleCommand, given: string[], typed: string): Candidate[] {
  const used = new Set(given.map((word) => word.toLowerCase()));
  return command.flags
    .filter((flag) => flag.name.startsWith(typed) && !used.has(flag.name))
    .map((flag) => ({ label: flag.name, type: "property", detail: flag.help }));
}

/**
 * Packages whose path, or one of its elements, begins with the word; the module's own before those of Go itself. A word
 * that is more than one to an editor ("web/int") must begin the path: some clients replace their own idea of a word alone.
 */
function packagesFor(command: ConsoleCommand, given: string[], word: string, packages: readonly string[]): Candidate[] {
  if (command.argument !== "package" || given.some((each) => !each.startsWith("-"))) return [];
  const fits = /^\w+$/.test(word)
    ? (path: string) => path.split("/").some((element) => element.startsWith(word))
    : (path: string) => path.startsWith(word);
  // A module's path begins with a host name, a package of Go itself has no dot there.
  const isStandard = (path: string) => !/^[^/]*\./.test(path);
  return [...new Set(packages)]
    .filter((path) => path !== "" && fits(path))
    .sort((one, other) => Number(isStandard(one)) - Number(isStandard(other)) || (one < other ? -1 : 1))
    .map((path) => ({ label: path, type: "module" }));
}
