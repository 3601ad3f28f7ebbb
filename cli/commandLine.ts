/** The command line for commander: which commands there are, the help of each, and how those with plain options are read. */
import { Argument, Command, CommanderError, Option } from "commander";
import { version } from "../shared/contract/version.ts";
import { compareExamples, compareOptions } from "./compareOptions.ts";
import { completionScript, shells, type CompletedCommand, type Shell } from "./completion.ts";
import { dapOptions } from "./dapOptions.ts";
import type { DlvIo } from "./dlv.ts";
import { forecastExamples, forecastOptions } from "./forecastOptions.ts";
import { goRunCommands, type GoRunCommand } from "./goRunCommands.ts";
import { examplesText } from "./helpText.ts";
import type { LspIo } from "./lsp.ts";
import { lspOptions } from "./lspOptions.ts";
import { writeTo } from "./output.ts";
import { readWords, requireProgram, type OwnOption } from "./words.ts";

const helpOption: OwnOption = { name: "help", description: "show this help" };

/**
 * Does what the words after `gorunscope` say, but for the commands of goRunCommands.ts: of these it knows the help only.
 * @returns the exit status: 0, 2 for wrong usage, else what the command says
 * @throws Failure as the commands do
 */
export async function parseAndRun(words: readonly string[], io: DlvIo & LspIo): Promise<number> {
  let status = 0;
  const program = define(io, (result) => (status = result));
  try {
    await program.parseAsync([...words], { from: "user" });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
}

function define(io: DlvIo & LspIo, done: (status: number) => void): Command {
  const program = new Command("gorunscope")
    .description("Debug go run, and see what it did.")
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => writeTo(1, text),
      writeErr: (text) => writeTo(2, text),
      outputError: (text, write) => write(`gorunscope: ${usageError(text)}\n`),
    })
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .showHelpAfterError(false)
    .addHelpText("after", examplesText("gorunscope"));
  addDap(program, io, done);
  addLsp(program, io, done);
  for (const command of goRunCommands) addGoRunCommand(program, command);
  addCompare(program, io.env, done);
  addForecast(program, io.env, done);
  addExplain(program, io.env, done);
  addDoctor(program, io.env, done);
  addCompletion(program);
  addHelp(program, io, done);
  return program;
}

/** `dap` and `dlv` read their own words, as dlv does. */
function addDap(program: Command, io: DlvIo, done: (status: number) => void): void {
  raw(program, "dap", "[flags]", "The debug adapter, with the flags of `dlv dap`.", dapOptions).action(
    async (words: string[]) => done(await (await import("./dap.ts")).dapCommand(words, io)),
  );
  raw(program, "dlv", "...", "Stand in for dlv: `dap` is gorunscope's, the rest is the real dlv's.", []).action(
    async (words: string[]) => done(await (await import("./dlv.ts")).dlvCommand(words, io)),
  );
}

function addLsp(program: Command, io: LspIo, done: (status: number) => void): void {
  const description = "The language server: what runs did, where the code is. Runs beside gopls.";
  raw(program, "lsp", "[--stdio]", description, lspOptions).action(async (words: string[]) =>
    done(await (await import("./lsp.ts")).lspCommand(words, io)),
  );
}

function addGoRunCommand(program: Command, { name, usage, description, options }: GoRunCommand): void {
  raw(program, name, usage, description, [...options, helpOption])
    .addHelpText("after", examplesText(name))
    .action((_words: string[], _options: unknown, command: Command) => command.outputHelp());
}

function addCompare(program: Command, env: NodeJS.ProcessEnv, done: (status: number) => void): void {
  const description =
    "Compare the cache keys of go run, go build and debug builds of a package, and say why they differ.";
  const usage = "[options] [go run flags] PACKAGE";
  raw(program, "compare", usage, description, [...compareOptions, helpOption])
    .addHelpText("after", compareExamples)
    .action(async (words: string[], _options: unknown, command: Command) => {
      const read = readWords("compare", words, compareOptions);
      if (read.help) return command.outputHelp();
      requireProgram("compare", read);
      done(await (await import("./compare.ts")).compare(read, env));
    });
}

function addExplain(program: Command, env: NodeJS.ProcessEnv, done: (status: number) => void): void {
  program
    .command("explain")
    .description("Say why the last run here rebuilt what it rebuilt, or why it rebuilt one package.")
    .argument("[package]")
    .option("--run <id>", "an earlier run, or one that still goes on")
    .option("--environment", "say instead which variables and directories stand in its keys")
    .option("--json", "print the answer as JSON")
    .helpOption("-h, --help", helpOption.description)
    .addHelpText("after", examplesText("explain"))
    .action(async (name: string | undefined, options: { run?: string; json?: boolean; environment?: boolean }) => {
      done(await (await import("./explain.ts")).explainCommand(name, options, env));
    });
}

function addForecast(program: Command, env: NodeJS.ProcessEnv, done: (status: number) => void): void {
  const description = "Say what the next go run or debug of a package would rebuild, and why, without building.";
  const usage = "[options] [go run flags] PACKAGE";
  raw(program, "forecast", usage, description, [...forecastOptions, helpOption])
    .addHelpText("after", forecastExamples)
    .action(async (words: string[], _options: unknown, command: Command) => {
      const read = readWords("forecast", words, forecastOptions);
      if (read.help) return command.outputHelp();
      requireProgram("forecast", read);
      done(await (await import("./forecast.ts")).forecastCommand(read, env));
    });
}

/** A command whose words are its own business; the options are there for its help and for completion. */
function raw(
  program: Command,
  name: string,
  usage: string,
  description: string,
  options: readonly OwnOption[],
): Command {
  return program
    .command(name)
    .usage(usage)
    .description(description)
    .argument("[words...]")
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .configureHelp({ visibleOptions: () => options.map(toOption), visibleArguments: () => [] });
}

function toOption({ name, value, choices, description }: OwnOption): Option {
  const option = new Option(`--${name}${value === undefined ? "" : ` <${value}>`}`, description);
  return choices ? option.choices(choices) : option;
}

function addDoctor(program: Command, env: NodeJS.ProcessEnv, done: (status: number) => void): void {
  program
    .command("doctor")
    .description("Check go, dlv, permissions and directories, each with what to do about it.")
    .option("--fix", "install a dlv that fits, where there is none")
    .option("--json", "print the checks as JSON")
    .option("--go-binary <path>", "the go command to look at")
    .helpOption("-h, --help", helpOption.description)
    .addHelpText("after", examplesText("doctor"))
    .action(async (options: { fix?: boolean; json?: boolean; goBinary?: string }) => {
      const { doctor } = await import("./doctor.ts");
      done(await doctor(options, { stdout: process.stdout, stderr: process.stderr, env }));
    });
}

function addCompletion(program: Command): void {
  program
    .command("completion")
    .description("Print a script that completes gorunscope's commands in a shell.")
    .addArgument(new Argument("<shell>").choices(shells))
    .helpOption("-h, --help", helpOption.description)
    .addHelpText("after", examplesText("completion"))
    .action((shell: Shell) => writeTo(1, completionScript(shell, completedCommands(program))));
}

function addHelp(program: Command, io: DlvIo & LspIo, done: (status: number) => void): void {
  program
    .command("help")
    .description("Show the help of a command.")
    .addArgument(new Argument("[command]").choices(program.commands.map((command) => command.name())))
    .helpOption(false)
    .action(async (name?: string) => done(await parseAndRun(name === undefined ? ["--help"] : [name, "--help"], io)));
}

/** The commands whose argument is a package: a directory, for go run .go files too. */
const takePackage: ReadonlySet<string> = new Set([
  ...goRunCommands.map(({ name }) => name),
  "compare",
  "explain",
  "forecast",
]);

/** The program's commands as completion has to know them. */
function completedCommands(program: Command): CompletedCommand[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    takesPackage: takePackage.has(command.name()),
    words: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    options: command
      .createHelp()
      .visibleOptions(command)
      .map(({ long, flags, required, argChoices, description }) => ({
        name: long ?? "",
        takesValue: required,
        takesFile: /<(FILE|path)>/.test(flags),
        choices: argChoices ?? [],
        description,
      })),
  }));
}

/** commander's lines as one, with what to do. */
function usageError(text: string): string {
  const sentence = text
    .replace(/^error: /, "")
    .trim()
    .replaceAll("\n", " ");
  return `${sentence}${/[.)]$/.test(sentence) ? "" : "."} See gorunscope --help.`;
}
