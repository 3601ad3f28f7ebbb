/** The debug console's `gorun` commands: what somebody typed, and the help. */
import { errorIds, Failure } from "../contract/errors.ts";
import { padEnd, widest } from "./columns.ts";
import { consoleCommands, consoleWord, findCommand, sameName, type ConsoleCommand } from "./consoleCommands.ts";
import { nearest } from "./nearest.ts";
import { openPage, type TextOptions } from "./page.ts";
import { shown } from "./safe.ts";

export { completeConsole } from "./consoleCompletion.ts";
export { consoleCommands } from "./consoleCommands.ts";

/** One command as somebody typed it; names are those of the table. */
export interface ConsoleCall {
  command: string;
  argument?: string;
  /** The flags given, as the table writes them. */
  flags: string[];
}

/**
 * Reads what somebody typed in the debug console.
 * @returns undefined where it is no `gorun` command but an expression of the program's
 * @throws Failure 7004 for an unknown command or flag, or an argument too many
 */
export function parseConsole(expression: string): ConsoleCall | undefined {
  const [first, name, ...words] = expression.trim().split(/\s+/);
  if (first !== consoleWord) return undefined;
  if (name === undefined) return { command: "help", flags: [] };
  const command = findCommand(name);
  if (command === undefined) throw unknownCommand(name);

  const flags = new Set<string>();
  const values: string[] = [];
  for (const word of words) {
    const flag = command.flags.find((each) => sameName(each.name, word));
    if (flag !== undefined) flags.add(flag.name);
    else if (word.startsWith("-")) throw unknownFlag(command, word);
    else values.push(word);
  }
  if (values.length > (command.argument === undefined ? 0 : 1)) throw tooMany(command);
  const [argument] = values;
  return { command: command.name, ...(argument === undefined ? {} : { argument }), flags: [...flags] };
}

/** What `gorun help` prints: one line for each command, and its flags below it. */
export function consoleHelp(options: TextOptions): string {
  const { paint } = openPage(options);
  const rows = consoleCommands.flatMap(({ name, argument, flags, help }) => [
    { left: `${consoleWord} ${name}${argument === undefined ? "" : ` [${argument}]`}`, help },
    ...flags.map((flag) => ({ left: `  ${flag.name}`, help: flag.help })),
  ]);
  const width = widest(rows.map(({ left }) => left));
  return rows.map(({ left, help }) => `${paint.bold(padEnd(left, width))}  ${help}`).join("\n");
}

function unknownCommand(name: string): Failure {
  const names = consoleCommands.map((command) => command.name);
  const close = nearest(name, names);
  const hint = close === undefined ? "" : ` Did you mean ${close}?`;
  return new Failure(errorIds.wrongArguments, `${consoleWord} has no command ${shown(name)}`, {
    // What begins with a sign was meant for the program: `gorun = 3`.
    advice: /^\w/.test(name)
      ? `It knows ${names.join(", ")}.${hint}`
      : `It knows ${names.join(", ")}. A variable of that name is reached as (${consoleWord}).`,
  });
}

function unknownFlag(command: ConsoleCommand, word: string): Failure {
  const names = command.flags.map((flag) => flag.name);
  return new Failure(errorIds.wrongArguments, `${consoleWord} ${command.name} has no flag ${shown(word)}`, {
    advice: names.length === 0 ? "It takes no flags." : `It knows ${names.join(", ")}.`,
  });
}

function tooMany(command: ConsoleCommand): Failure {
  const takes = command.argument === undefined ? "no argument" : `one ${command.argument} at most`;
  return new Failure(errorIds.wrongArguments, `${consoleWord} ${command.name} takes ${takes}`);
}
