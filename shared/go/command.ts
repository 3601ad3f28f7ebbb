/** The launch attribute `command`: a `go run …` command line as typed in a shell, taken apart without a shell. */
import { errorIds, Failure } from "../contract/errors.ts";
import { plainText, shellWords, type Piece, type ShellWord } from "./shellWords.ts";

export interface GoRunCommand {
  /** The variables set before the command. */
  env: Record<string, string>;
  /** The go command as typed: `go`, `go1.26.8`, or a path. */
  goBinary: string;
  /** Everything after `go run`; the -C of `go -C DIR run` comes first. */
  words: string[];
}

const operator = /\|\||&&|\|&|;;|<<<|<<|>>|<\(|>\(|[|&;<>()]/;
const glob = /[*?[]/;
const variable = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*)|([({0-9@*#?$!-]))/g;
const goCommand = /^(?:go(?:\d+(?:\.\d+)*(?:(?:rc|beta)\d+)?)?|gotip)(?:\.exe)?$/;

/**
 * Takes a go run command line apart: variables set before it (also by `env`), the go command, what follows `go run`.
 * `$NAME`, `${NAME}` and a leading `~` are replaced, a comment at the end is dropped.
 * @param environment where `$NAME` is looked up
 * @throws Failure 7004 for everything that takes a shell (pipes, lists, redirections, $(…), patterns for file names), for an
 *   open quote, a variable that is not set, and a command that is no go run
 */
export function parseCommandLine(command: string, environment: Readonly<NodeJS.ProcessEnv> = {}): GoRunCommand {
  const words = withoutComment(shellWords(command, "command")).map((word) => expand(word, environment));
  const env: Record<string, string> = {};
  let at = 0;
  const assignments = (isAssignment: (word: ExpandedWord) => boolean) => {
    for (let word = words[at]; word !== undefined && isAssignment(word); word = words[++at]) {
      const equals = word.text.indexOf("=");
      env[word.text.slice(0, equals)] = word.text.slice(equals + 1);
    }
  };
  assignments((word) => word.assignment);
  if (/^(?:.*\/)?env$/.test(words[at]?.text ?? "")) {
    at++;
    if (words[at]?.text.startsWith("-")) throw notGoRun("an option of env");
    assignments((word) => /^[^=]+=/.test(word.text));
  }
  const rest = words.slice(at).map((word) => word.text);
  const [goBinary, ...following] = rest;
  if (goBinary === undefined) throw notGoRun("no command");
  const name = goBinary.replace(/^.*\//, "");
  if (!goCommand.test(name)) throw notGoRun(quoteStart(name));
  const directory = /^--?C$/.test(following[0] ?? "") ? 2 : /^--?C=/.test(following[0] ?? "") ? 1 : 0;
  if (following[directory] !== "run") throw notGoRun(quoteStart([name, following[directory]].join(" ").trim()));
  return { env, goBinary, words: [...following.slice(0, directory), ...following.slice(directory + 1)] };
}

/**
 * Splits a text at white space as a shell does, quotes and backslashes removed and nothing else acted upon: for flags given as
 * one string.
 * @param what names the text: an attribute, a setting
 * @throws Failure 7004 for an open quote
 */
export function splitShell(text: string, what = "a text that a shell should split"): string[] {
  return shellWords(text, what).map(plainText);
}

interface ExpandedWord {
  text: string;
  /** Whether it is a NAME=value to the shell. */
  assignment: boolean;
}

function expand(word: ShellWord, environment: Readonly<NodeJS.ProcessEnv>): ExpandedWord {
  if (word.newLine) throw notGoRun("a second line");
  const [first] = word.pieces;
  const assignment = first?.kind === "bare" && /^[A-Za-z_]\w*=/.test(first.text);
  const text = word.pieces.map((piece) => expandPiece(piece, environment)).join("");
  const tilde = first?.kind === "bare" ? /^(?:[A-Za-z_]\w*=)?~(?=\/|$)/.exec(first.text)?.[0].length : undefined;
  if (tilde === undefined || (first?.text.length === tilde && word.pieces.length > 1)) return { text, assignment };
  if (environment.HOME === undefined) throw notGoRun("~, and HOME is not set");
  return { text: text.slice(0, tilde - 1) + environment.HOME + text.slice(tilde), assignment };
}

function expandPiece(piece: Piece, environment: Readonly<NodeJS.ProcessEnv>): string {
  if (piece.kind === "literal") return piece.text;
  if (piece.text.includes("`")) throw notGoRun("a command substitution (`…`)");
  const replaced = piece.text.replace(variable, (whole, braced?: string, plain?: string, other?: string) => {
    const name = braced ?? plain;
    if (name === undefined) throw notGoRun(other === "(" ? "a command substitution ($(…))" : `the expansion ${whole}`);
    const value = environment[name];
    if (value === undefined) throw notGoRun(`the variable $${name}, which is not set`);
    return value;
  });
  if (piece.kind === "double") return replaced;
  const found = operator.exec(piece.text)?.[0];
  if (found !== undefined) throw notGoRun(`the shell's ${found}`);
  const pattern = glob.exec(piece.text)?.[0];
  if (pattern !== undefined) throw notGoRun(`a pattern for file names (${pattern})`);
  return replaced;
}

/** Everything from a bare # at the beginning of a word to the end of its line is a comment. */
function withoutComment(words: ShellWord[]): ShellWord[] {
  const start = words.findIndex(({ pieces: [first] }) => first?.kind === "bare" && first.text.startsWith("#"));
  if (start < 0) return words;
  const after = words.findIndex((word, index) => index > start && word.newLine);
  return [...words.slice(0, start), ...(after < 0 ? [] : words.slice(after))];
}

/** What stands behind an = may be a secret. */
function quoteStart(text: string): string {
  return `"${text.replace(/=.*$/s, "=…")}"`;
}

function notGoRun(got: string): Failure {
  return new Failure(errorIds.wrongArguments, `command takes one go run command line; it got ${got}`, {
    advice: "Quote what the program should get as it is, or use program, args, env and buildFlags.",
  });
}
