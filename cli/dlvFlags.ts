/** dlv's command line as far as it has to be understood: its global flags, those of `dlv dap`, and which subcommand is meant. */
import { errorIds, Failure } from "../shared/contract/errors.ts";
import type { DapOptions } from "../shared/dap/options.ts";

/** Flags of `dlv` and `dlv dap` (cmd/dlv/cmds/commands.go, 1.22 to 1.27), by whether they take a value. */
const takesValue: Readonly<Record<string, boolean>> = {
  "accept-multiclient": false,
  "allow-non-terminal-interactive": false,
  "api-version": true,
  backend: true,
  "build-flags": true,
  "check-go-version": false,
  "client-addr": true,
  "disable-aslr": false,
  headless: false,
  help: false,
  init: true,
  listen: true,
  log: false,
  "log-dest": true,
  "log-output": true,
  "only-same-user": false,
  redirect: true,
  wd: true,
};

const shorthands: Readonly<Record<string, string>> = { h: "help", l: "listen", r: "redirect" };

/** What the adapter sees to itself; every other flag is for the dlv that it starts. */
const own = new Set(["client-addr", "help", "listen", "log-dest", "only-same-user"]);

interface Flag {
  name: string;
  value: string;
}

/** `dlv dap`'s arguments, read. */
export interface DapArguments {
  /** `--help` was asked for. */
  help: boolean;
  options: DapOptions;
  /** Arguments that are no flags: `dlv dap` ignores them, and says so. */
  ignored: string[];
}

/**
 * Reads the arguments of `dap` as dlv's own parser (pflag) does: `--name=value`, `--name value`, `-l value`, `-lvalue`.
 * @param defaults what stands where nothing is said
 * @throws Failure wrongArguments: an unknown flag, a flag without its value
 */
export function parseDapArguments(args: readonly string[], defaults: { listen?: string; once: boolean }): DapArguments {
  const { flags, rest } = readFlags(args);
  const last = (name: string) => flags.findLast((flag) => flag.name === name)?.value;
  const isOn = (name: string, otherwise: boolean) => toBoolean(name, last(name), otherwise);
  const log = isOn("log", false);
  if (!log && (last("log-output") ?? "") !== "") throw wrong("--log-output specified without --log");
  const listen = last("listen") ?? defaults.listen;
  const clientAddress = last("client-addr") ?? "";
  const logDestination = last("log-dest") ?? "";
  return {
    help: isOn("help", false),
    options: {
      ...(listen === undefined ? {} : { listen }),
      ...(clientAddress === "" ? {} : { clientAddress }),
      once: defaults.once,
      log,
      ...(logDestination === "" ? {} : { logDestination }),
      onlySameUser: isOn("only-same-user", true),
      dlvFlags: flags.filter(({ name }) => !own.has(name)).map(({ name, value }) => `--${name}=${value}`),
    },
    ignored: rest,
  };
}

/**
 * Finds the subcommand behind dlv's global flags.
 * @returns its place in the arguments; -1 where there is none, or where a flag stands before it that only dlv knows
 */
export function findSubcommand(args: readonly string[]): number {
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index]!;
    if (!word.startsWith("-")) return index;
    const known = toName(word);
    if (known === undefined || word === "--") return -1;
    if (takesValue[known] && !hasInlineValue(word)) index += 1;
  }
  return -1;
}

function readFlags(args: readonly string[]): { flags: Flag[]; rest: string[] } {
  const flags: Flag[] = [];
  const rest: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index]!;
    if (word === "--") return { flags, rest: [...rest, ...args.slice(index + 1)] };
    if (!word.startsWith("-") || word === "-") {
      rest.push(word);
      continue;
    }
    const name = toName(word);
    if (name === undefined) throw wrong(`unknown flag: ${word.replace(/=.*/s, "")}`);
    const inline = inlineValue(word);
    if (inline !== undefined) {
      flags.push({ name, value: inline });
    } else if (!takesValue[name]) {
      flags.push({ name, value: "true" });
    } else {
      index += 1;
      const value = args[index];
      if (value === undefined) throw wrong(`flag needs an argument: ${word}`);
      flags.push({ name, value });
    }
  }
  return { flags, rest };
}

function toName(word: string): string | undefined {
  const name = word.startsWith("--") ? word.slice(2).replace(/=.*/s, "") : shorthands[word[1] ?? ""];
  return name !== undefined && name in takesValue ? name : undefined;
}

function hasInlineValue(word: string): boolean {
  return inlineValue(word) !== undefined;
}

/** `--name=value`, `-l=value` or `-lvalue`. */
function inlineValue(word: string): string | undefined {
  if (word.startsWith("--")) return word.includes("=") ? word.slice(word.indexOf("=") + 1) : undefined;
  return word.length > 2 ? word.slice(2).replace(/^=/, "") : undefined;
}

/** As Go's strconv.ParseBool. */
function toBoolean(name: string, value: string | undefined, otherwise: boolean): boolean {
  if (value === undefined) return otherwise;
  if (["1", "t", "T", "true", "TRUE", "True"].includes(value)) return true;
  if (["0", "f", "F", "false", "FALSE", "False"].includes(value)) return false;
  throw wrong(`--${name} takes true or false, not ${JSON.stringify(value)}`);
}

function wrong(sentence: string): Failure {
  return new Failure(errorIds.wrongArguments, sentence, { advice: "See `gorunscope dap --help`." });
}
