/** The commands that take what go run takes, with their options: known without loading what they do. */
import type { OwnOption, RunWords } from "./words.ts";

/** A command that takes `[go run flags] PACKAGE [arguments]` after options of its own. */
export interface GoRunCommand {
  name: string;
  usage: string;
  description: string;
  options: readonly OwnOption[];
  /** Whether it does nothing without a package. */
  needsProgram: boolean;
  /** Does it; gives the exit status. */
  start(read: RunWords, env: NodeJS.ProcessEnv): Promise<number>;
}

const runOptions: readonly OwnOption[] = [
  { name: "summary", description: "print the summary also where standard error is no terminal" },
  { name: "json", value: "FILE", description: "write the whole record of the run to a file" },
  {
    name: "exit-code",
    value: "WHOSE",
    choices: ["go", "program"],
    description: "exit with go's status, or with the program's own",
  },
  {
    name: "fail-on",
    value: "LIMITS",
    description: "exit with 1 where a limit is crossed: misses>20,buildMs>60000",
  },
];

const debugOptions: readonly OwnOption[] = [
  {
    name: "json",
    description:
      "print the three answers as JSON and nothing else on standard output; the program's goes to standard error",
  },
];

export const goRunCommands: readonly GoRunCommand[] = [
  {
    name: "run",
    usage: "[options] [go run flags] PACKAGE [arguments]",
    description: "Do what go run does, and say what was built.",
    options: runOptions,
    needsProgram: true,
    start: async (read, env) => (await import("./run.ts")).run(read, env),
  },
  {
    name: "debug",
    usage: "[options] [go run flags] PACKAGE [arguments]",
    description:
      "Debug a go run without an editor: stop in main.main, show the three answers, run to the end. The program gets no input.",
    options: debugOptions,
    needsProgram: true,
    start: async (read, env) => (await import("./debug.ts")).debug(read, env),
  },
  {
    name: "demo",
    usage: "[[go run flags] PACKAGE [arguments]]",
    description: "Take a tour with the bundled example, or with a program of yours.",
    options: [],
    needsProgram: false,
    start: async (read, env) => (await import("./demo.ts")).demo(read, env),
  },
];
