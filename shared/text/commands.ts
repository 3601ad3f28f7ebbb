/** Command lines and paths, short: what the go command's long paths stand for, instead of them. */
import { quote } from "shlex";
import type { Digest } from "../contract/answers.ts";
import { parseRunArguments } from "../go/runArguments.ts";
import { shown } from "./safe.ts";

/** One directory, and those above a file; bounded, so that no text of others makes the search slow. */
const directory = String.raw`/[^/\s=:,;'"]+`;
const directories = `(?:${directory}){0,32}`;
/** The temporary directory that go makes for a build (cmd/go/internal/work: MkdirTemp with the pattern "go-build"). */
const workDirectory = new RegExp(String.raw`${directories}/go-build\d+(?![\w.-])`, "g");
const goRoot = new RegExp(String.raw`${directory}${directories}(?=/pkg/tool/\w+/)`, "g");
/** A file of the build cache: its directory is named by the first two digits of its own name. */
const cacheFile = new RegExp(
  String.raw`${directories}/([0-9a-f]{2})/(\1[0-9a-f]{10})[0-9a-f]{52}(-[ad])(?![\w.-])`,
  "g",
);

/** A text with $WORK, $GOROOT and $GOCACHE for the directories that go itself calls so, and short names of cache files. */
export function shortPaths(text: string, ellipsis = "…"): string {
  return text
    .replace(cacheFile, `$$GOCACHE/$1/$2${ellipsis}$3`)
    .replace(workDirectory, "$$WORK")
    .replace(goRoot, "$$GOROOT");
}

/** A command line's words, each quoted as for a shell. */
export function fullCommand(command: readonly (string | Digest)[]): string[] {
  return plainWords(command).map((word) => shown(quote(word)));
}

/** A command line for a glance: the program without its directory, short paths, and of `go run` its program and arguments alone. */
export function shortCommand(command: readonly (string | Digest)[], ellipsis = "…"): string {
  const [program = "", ...rest] = plainWords(command);
  const path = shortPaths(program, ellipsis);
  const name = /^\$(WORK|GOCACHE)\//.test(path) ? path : path.slice(path.lastIndexOf("/") + 1);
  const words = name === "go" && rest[0] === "run" ? runWords(rest.slice(1), ellipsis) : fullCommand(rest);
  return [shown(name), ...words.map((word) => shortPaths(word, ellipsis))].join(" ");
}

function runWords(words: string[], ellipsis: string): string[] {
  const { flags, program, args } = parseRunArguments(words);
  return ["run", ...(flags.length > 0 ? [ellipsis] : []), ...fullCommand([...program, ...args])];
}

function plainWords(command: readonly (string | Digest)[]): string[] {
  return command.map((word) => (typeof word === "string" ? word : shown(word)));
}
