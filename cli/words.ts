/**
 * The words after `gorunscope run`, `debug` or `demo`: our own options, the flags of go run, the program and its arguments. Our
 * options are the two-dash ones of a table and stand before the program, among go's flags in any order.
 */
import { errorIds, Failure } from "../shared/contract/errors.ts";
import { parseRunArguments } from "../shared/go/runArguments.ts";

/** One option of ours. */
export interface OwnOption {
  /** Without dashes. */
  name: string;
  /** What its value is called in the help; absent for an option without a value. */
  value?: string;
  /** The values it may have, where they are few. */
  choices?: readonly string[];
  description: string;
}

export interface RunWords {
  /** Our options by name; an option without a value has an empty text. */
  own: ReadonlyMap<string, string>;
  /** Whether our help was asked for: `--help` or `-h` before the program. */
  help: boolean;
  /** go run's flags, as words. */
  buildFlags: string[];
  /** One package, or .go files; empty where none is named. */
  program: string[];
  args: string[];
}

/**
 * @param command our command, for messages
 * @throws Failure 7004 for an option of ours without its value, with a wrong one, or with one that it does not take
 */
export function readWords(command: string, words: readonly string[], options: readonly OwnOption[]): RunWords {
  const own = new Map<string, string>();
  const buildFlags: string[] = [];
  let help = false;
  let rest = [...words];
  for (;;) {
    const taken = takeOwn(command, rest, options);
    if (taken) {
      own.set(taken.name, taken.value);
      rest = rest.slice(taken.count);
    } else if (rest[0] === "--help" || rest[0] === "-h") {
      help = true;
      rest = rest.slice(1);
    } else {
      const [flag] = parseRunArguments(rest).flags;
      if (!flag) break;
      buildFlags.push(...flag.words);
      rest = rest.slice(flag.words.length);
    }
  }
  const { program, args } = parseRunArguments(rest);
  return { own, help, buildFlags, program, args };
}

/** @throws Failure 7004 when the words name no program */
export function requireProgram(command: string, { program }: RunWords): void {
  if (program.length > 0) return;
  throw new Failure(errorIds.wrongArguments, `${command} needs a package`, {
    advice: `Name one, as in: gorunscope ${command} .`,
  });
}

function takeOwn(
  command: string,
  words: readonly string[],
  options: readonly OwnOption[],
): { name: string; value: string; count: number } | undefined {
  const match = /^--([a-z-]+)(?:=(.*))?$/s.exec(words[0] ?? "");
  const option = options.find(({ name }) => name === match?.[1]);
  if (!match || !option) return undefined;
  const [, name = "", attached] = match;
  if (option.value === undefined) {
    if (attached !== undefined) throw wrong(command, `--${name} takes no value`);
    return { name, value: "", count: 1 };
  }
  const value = attached ?? words[1];
  if (value === undefined || value === "") throw wrong(command, `--${name} needs a value: --${name}=${option.value}`);
  if (option.choices && !option.choices.includes(value)) {
    throw wrong(command, `--${name} takes ${option.choices.join(" or ")}, not "${value}"`);
  }
  return { name, value, count: attached === undefined ? 2 : 1 };
}

function wrong(command: string, sentence: string): Failure {
  return new Failure(errorIds.wrongArguments, sentence, { advice: `See gorunscope ${command} --help.` });
}
