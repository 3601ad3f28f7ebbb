/** Command lines and flags without what nobody else may read. */
import { basename } from "node:path";
import type { ProcessRole } from "../contract/answers.ts";
import { joinQuoted, splitQuoted } from "../go/quoted.ts";
import { parseRunArguments, type GoFlag } from "../go/runArguments.ts";

/** What a secret becomes: text without blanks, quotes and newlines. */
export type Hide = (value: string) => string;

/** By what the commands of a run are understood. */
export interface RunPaths {
  /** The go command's first word. */
  go: string | undefined;
  /** The program's executable: what stands behind it are the program's arguments, whatever runs it. */
  executable: string | undefined;
  /** Words of -extldflags, which the linker hands on to the C compiler and that to its own linker. */
  externalWords?: ReadonlySet<string>;
}

/** The words of all -extldflags in a command line, with the parts that the C compiler takes a `-Wl,` word apart into. */
export function externalWords(command: readonly string[]): string[] {
  return command.flatMap((word, index) => {
    const attached = /^--?extldflags=(.*)$/s.exec(word)?.[1];
    const value = attached ?? (/^--?extldflags$/.test(command[index - 1] ?? "") ? word : "");
    return wordsOf(value).flatMap((each) => (each.startsWith("-Wl,") ? [each, ...each.split(",").slice(1)] : [each]));
  });
}

function wordsOf(list: string): string[] {
  try {
    return splitQuoted(list);
  } catch {
    return list.split(/\s+/);
  }
}

/**
 * The command of a process. Of the program and its children every argument is hidden; of go run the program's arguments and the
 * secrets in its flags; of tools the values of `-X` and of `NAME=VALUE` words.
 */
export function redactCommand(role: ProcessRole, command: string[], paths: RunPaths, hide: Hide): string[] {
  if (role === "program" || role === "child") return hideAfter(0, command, hide);
  if (isGoRun(role, command, paths.go)) return redactGoRun(command, hide);
  const program = command.findIndex((word) => word === paths.executable || built.test(word));
  const own = program < 0 || isLink(role, command) ? command : hideAfter(program, command, hide);
  const { externalWords: external } = paths;
  const handedOn = own.map((word, index) => (index > 0 && external?.has(word) === true ? hide(word) : word));
  return redactAssignments(redactVariables(handedOn, hide), hide);
}

/** Where go leaves what it has linked: in $WORK, or (since Go 1.24) in the build cache. */
const built = /\/go-build\d+\/b\d+\/exe\/[^/]+$|\/[0-9a-f]{2}\/[0-9a-f]{64}-d\/[^/]+$/;

/** The linker, to whom the program is what it writes. */
function isLink(role: ProcessRole, command: string[]): boolean {
  return role === "link" || command.some((word) => /\/pkg\/tool\/[^/]+\/link$/.test(word));
}

function hideAfter(place: number, command: string[], hide: Hide): string[] {
  return command.map((word, index) => (index <= place ? word : hide(word)));
}

/** go's own processes, those on their way to becoming a tool among them. */
function isGoRun(role: ProcessRole, [name = "", verb]: string[], go: string | undefined): boolean {
  return verb === "run" && (role === "go" || name === go || /^go[\d.]*$/.test(basename(name, ".exe")));
}

function redactGoRun(command: string[], hide: Hide): string[] {
  const words = command.slice(2);
  const { program, args } = parseRunArguments(words);
  const flags = words.slice(0, words.length - program.length - args.length);
  return [...command.slice(0, 2), ...redactFlags(flags, hide), ...program, ...args.map(hide)];
}

/** Flags for go run as typed. A word that is none, nor a flag's value, is hidden: it may be a piece of a secret one. */
export function redactFlags(words: string[], hide: Hide): string[] {
  const { flags, program, args } = parseRunArguments(words);
  const read = flags.flatMap((flag) => redactFlag(flag, hide));
  const ended = words[read.length] === "--" ? ["--"] : [];
  return [...read, ...ended, ...[...program, ...args].map(hide)];
}

function redactFlag({ name, value, words: [word = "", ...rest] }: GoFlag, hide: Hide): string[] {
  const redact = flagValues[name];
  if (value === undefined || redact === undefined) return [word, ...rest];
  const hidden = redact(value, hide);
  return rest.length > 0 ? [word, hidden] : [`${word.slice(0, word.indexOf("=") + 1)}${hidden}`];
}

const flagValues: Record<string, (value: string, hide: Hide) => string> = {
  ldflags: redactLdflags,
  exec: (value, hide) => redactList(value, (words) => redactAssignments(words, hide), hide),
  toolexec: (value, hide) => redactList(value, (words) => redactAssignments(words, hide), hide),
};

/** A value of -ldflags, `[PATTERN=]FLAGS`: the values of its -X and -extldflags are hidden, and words that are no flags at all. */
export function redactLdflags(value: string, hide: Hide): string {
  const [, pattern = "", flags = value] = /^(\s*[^-'"\s][^=]*=)(.*)$/s.exec(value) ?? [];
  return pattern + redactList(flags, (words) => redactVariables(words, hide, true), hide);
}

/** A list of words in go's own notation; one that cannot be read is hidden as a whole, one without secrets stays as typed. */
function redactList(list: string, redact: (words: string[]) => string[], hide: Hide): string {
  try {
    const words = splitQuoted(list);
    const redacted = redact(words);
    return redacted.every((word, index) => word === words[index]) ? list : joinQuoted(redacted);
  } catch {
    return hide(list);
  }
}

/**
 * The linker's `-X NAME=VALUE` and `-X=NAME=VALUE` with the value hidden, and `-extldflags VALUE`. Words behind it that are no flags are hidden, too: a
 * value that lost its quotes.
 * @param fromStart whether words before the first flag are such pieces as well
 */
function redactVariables(words: string[], hide: Hide, fromStart = false): string[] {
  let pieces = fromStart;
  return words.map((word, index) => {
    if (/^--?X$/.test(words[index - 1] ?? "")) {
      pieces = true;
      return hideValue(/^([^=]*=)(.*)$/s, word, hide) ?? hide(word);
    }
    if (/^--?extldflags$/.test(words[index - 1] ?? "")) {
      pieces = false;
      return hide(word);
    }
    const attached = hideValue(/^(--?(?:X=(?:[^=]*=)?|extldflags=))(.*)$/s, word, hide);
    if (attached !== undefined || word.startsWith("-")) pieces = attached !== undefined;
    else if (pieces && word !== "") return hide(word);
    return attached ?? word;
  });
}

/** `NAME=VALUE` as env takes it, `-DNAME=VALUE` as C compilers do, with the value hidden. */
function redactAssignments(words: string[], hide: Hide): string[] {
  return words.map((word) => hideValue(/^((?:[A-Za-z_]\w*|-D[^=]*)=)(.+)$/s, word, hide) ?? word);
}

function hideValue(form: RegExp, word: string, hide: Hide): string | undefined {
  const match = form.exec(word);
  return match === null ? undefined : `${match[1]}${hide(match[2] ?? "")}`;
}
