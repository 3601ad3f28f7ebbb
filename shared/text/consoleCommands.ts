/** The debug console's `gorun` commands. */

/** The first word of every command. A variable of the program that is called so is reached as `(gorun)`. */
export const consoleWord = "gorun";

export interface ConsoleCommand {
  name: string;
  /** What its argument is; absent where it takes none. Every argument may be left out. */
  argument?: "package";
  flags: { name: string; help: string }[];
  /** One line. */
  help: string;
}

/** All commands: parsing, help and completion follow this table. */
export const consoleCommands: readonly ConsoleCommand[] = [
  { name: "buildDir", flags: [], help: "where the run builds, and what it executes" },
  {
    name: "cacheKeys",
    argument: "package",
    flags: [
      { name: "--misses", help: "only what was rebuilt" },
      { name: "--inputs", help: "with what went into each key" },
    ],
    help: "what was rebuilt and why; of one package its keys",
  },
  {
    name: "compare",
    argument: "package",
    flags: [],
    help: "how the keys differ from those of a go run, or of a debug",
  },
  { name: "environment", flags: [], help: "which variables and directories stand in the run's keys" },
  {
    name: "explain",
    argument: "package",
    flags: [],
    help: "why the run rebuilt what it rebuilt, or why one package",
  },
  {
    name: "forecast",
    argument: "package",
    flags: [
      { name: "--run", help: "of the next go run" },
      { name: "--debug", help: "of the next debug launch" },
    ],
    help: "what the next build would rebuild, and why",
  },
  { name: "procTree", flags: [{ name: "--live", help: "only what still runs" }], help: "the processes of the run" },
  { name: "help", flags: [], help: "this list" },
];

/** The command of that name, in upper or lower case. */
export function findCommand(name: string): ConsoleCommand | undefined {
  return consoleCommands.find((command) => sameName(command.name, name));
}

/** Names of commands and flags are the same in upper and lower case. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
