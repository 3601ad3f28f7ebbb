/**
 * The inputs of a cache key by name. They are what buildActionID, linkActionID, linkSharedActionID, printLinkerConfig, vetActionID
 * and pgoActionID of cmd/go/internal/work (Go 1.23 to 1.27) print into a hash: first the Go version without a newline, then lines.
 */
import type { InputKind, KeyInput } from "../contract/answers.ts";
import { QuotedReader, unquote } from "./goQuote.ts";
import { parseModinfo } from "./modinfo.ts";

/** Reads what follows a line's first word; undefined where it is not of the form that go writes. */
type Reader = (rest: string) => KeyInput[] | undefined;

/**
 * Names the inputs of a block, so that those of two runs compare by kind and name: the same input has the same name in both, and
 * no two of one block have the same (a second one's gets " (2)"). A line that is not known is of kind "other", named by its first word.
 * @param raw the block's inputs as go hashed them, see KeyBlock.rawInputs
 * @param lines what lines come to, for many blocks of one build: most of their lines are the same
 */
export function parseInputs(raw: string[], lines = new Map<string, KeyInput[]>()): KeyInput[] {
  const inputs: KeyInput[] = [];
  const [salt] = raw;
  const salted = salt !== undefined && !salt.endsWith("\n");
  if (salted) inputs.push({ kind: "go", name: "version", value: salt });
  const texts = raw
    .slice(salted ? 1 : 0)
    .join("")
    .split("\n");
  if (texts.at(-1) === "") texts.pop();
  for (const text of texts) {
    let parsed = lines.get(text);
    if (!parsed) lines.set(text, (parsed = parseLine(text)));
    for (const each of parsed) inputs.push(each);
  }
  return withUniqueNames(inputs);
}

/** The import paths among the inputs of a package's build, without reading the others. */
export function importPaths(raw: string[]): string[] {
  return raw.flatMap((line) => /^import ([^"]\S*) \S*\n$/.exec(line)?.[1] ?? []);
}

function parseLine(line: string): KeyInput[] {
  const space = line.indexOf(" ");
  const word = space < 0 ? line : line.slice(0, space);
  const known = readers.get(word)?.(space < 0 ? "" : line.slice(space + 1));
  if (known !== undefined && known.length > 0) return known;
  return parseAssignment(line) ?? [input("other", word, line.slice(word.length + 1))];
}

function input(kind: InputKind, name: string, value: string): KeyInput {
  return { kind, name, value };
}

const readers = new Map<string, Reader>([
  // Of every action: what it is, for what, of what.
  ["compile", (rest) => (rest === "" ? [input("other", "action", "compile")] : tool("compile", rest, "gcflags"))],
  ["link", (rest) => (rest === "" ? [input("other", "action", "link")] : linkTool(rest))],
  ["linkShared", (rest) => (rest === "" ? [input("other", "action", "linkShared")] : undefined)],
  ["goos", (rest) => platform(/^(\S+) goarch (\S+)$/.exec(rest))],
  ["buildmode", buildMode],
  ["import", (rest) => (rest.startsWith('"') ? quoted("other", "import path")(rest) : importOf(rest))],
  ["omitdebug", packageTraits],
  ["trimpath", present("flag", "trimpath")],
  ["go", (rest) => [input("go", "language version", rest)]],
  ["module", (rest) => [input("module", "module", rest)]],
  ["dir", (rest) => [input("other", "dir", rest)]],
  ["forcelibrary", present("other", "forcelibrary")],
  ["modinfo", (rest) => mapDefined(unquote(rest), parseModinfo)],
  ["file", fileOf],
  // Tools and their flags.
  ["asm", (rest) => asmTool(new QuotedReader(rest))],
  ["cgo", quoted("tool", "cgo")],
  ["cover", (rest) => coverTool(new QuotedReader(rest))],
  ["fuzz", wordList("flag", "fuzz")],
  ["pgofile", (rest) => [input("file", "pgofile", rest)]],
  ["linkflags", (rest) => mapDefined(new QuotedReader(rest).list(), linkerFlags)],
  ["defaultgodebug", quoted("other", "defaultgodebug")],
  ["magic", (rest) => parseAssignment(rest)],
  // The C compilers of a cgo package: `CC=…` and, of the version it says, `CC ID="…"`.
  ...["CC", "CXX", "FC"].map((name): [string, Reader] => [name, (rest) => compilerID(name, rest)]),
  // gccgo.
  ["pkgpath", (rest) => [input("other", "pkgpath", rest)]],
  ["ar", quoted("tool", "ar")],
  // What is linked: contents of packages, and the whole build ID of the main one.
  ["packagefile", (rest) => contentOf("", rest)],
  ["packageshlib", (rest) => contentOf("packageshlib ", rest)],
  ["top", (rest) => contentOf("top ", rest)],
  ["packagemain", (rest) => [input("import", "packagemain", rest)]],
  // Other actions: vet, PGO.
  ["vet", quoted("tool", "vet")],
  ["vetflags", wordList("flag", "vetflags")],
  ["vetout", vetOutput],
  ["preprofile", (rest) => [input("tool", "preprofile", rest)]],
  ["input", quoted("file", "input")],
]);

function mapDefined<T, R>(value: T | undefined, convert: (value: T) => R): R | undefined {
  return value === undefined ? undefined : convert(value);
}

function quoted(kind: InputKind, name: string): Reader {
  return (rest) => mapDefined(unquote(rest), (value) => [input(kind, name, value)]);
}

function wordList(kind: InputKind, name: string): Reader {
  return (rest) => mapDefined(new QuotedReader(rest).list(), (words) => [input(kind, name, joinWords(words))]);
}

function present(kind: InputKind, name: string): Reader {
  return (rest) => (rest === "" ? [input(kind, name, "true")] : undefined);
}

/** Words as one would type them: those with blanks or quotes in quotes. */
export function joinWords(words: string[]): string {
  return words.map((word) => (/^[^\s"'\\]+$/.test(word) ? word : JSON.stringify(word))).join(" ");
}

function platform(match: RegExpExecArray | null): KeyInput[] | undefined {
  if (match === null) return undefined;
  return [input("platform", "GOOS", match[1] ?? ""), input("platform", "GOARCH", match[2] ?? "")];
}

function buildMode(rest: string): KeyInput[] | undefined {
  const match = /^(\S+) goos (\S+ goarch \S+)$/.exec(rest);
  const target = match && readers.get("goos")?.(match[2] ?? "");
  return target ? [input("flag", "buildmode", match[1] ?? ""), ...target] : undefined;
}

function packageTraits(rest: string): KeyInput[] | undefined {
  const match = /^(\w+) standard (\w+) local (\w+) prefix (".*")$/s.exec(rest);
  const prefix = match && unquote(match[4] ?? "");
  if (typeof prefix !== "string") return undefined;
  const names = ["omitdebug", "standard", "local"];
  return [
    ...names.map((name, index) => input("other", name, match?.[index + 1] ?? "")),
    input("other", "prefix", prefix),
  ];
}

/** `NAME HASH`: the name may hold blanks, the hash never does. */
function fileOf(rest: string): KeyInput[] | undefined {
  const space = rest.lastIndexOf(" ");
  return space < 0 ? undefined : [input("file", rest.slice(0, space), rest.slice(space + 1))];
}

/** `PATH CONTENT`: the content is empty for unsafe, which has no object. */
function importOf(rest: string): KeyInput[] | undefined {
  const space = rest.lastIndexOf(" ");
  return space < 0 ? undefined : [input("import", rest.slice(0, space), rest.slice(space + 1))];
}

/** `PATH=CONTENT`: the content is base64url and holds no "=". */
function contentOf(prefix: string, rest: string): KeyInput[] | undefined {
  const equals = rest.lastIndexOf("=");
  return equals < 0 ? undefined : [input("import", prefix + rest.slice(0, equals), rest.slice(equals + 1))];
}

/** A tool's identity (`compile version go1.26.8`), then lists of its flags: first those that go itself adds, then the user's. */
function tool(name: string, rest: string, flags: string): KeyInput[] | undefined {
  for (let at = rest.indexOf(" ["); at >= 0; at = rest.indexOf(" [", at + 1)) {
    const reader = new QuotedReader(rest, at + 1);
    const forced = reader.list();
    if (forced === undefined || !reader.take(" ")) continue;
    const own = reader.list();
    if (own === undefined || !reader.atEnd) continue;
    return [
      input("tool", name, rest.slice(0, at)),
      input("flag", `forced ${flags}`, joinWords(forced)),
      input("flag", flags, joinWords(own)),
    ];
  }
  return undefined;
}

/** The linker's identity, the flags that go itself adds (gccgo has none), and what it is to make: exe, pie, c-shared, … */
function linkTool(rest: string): KeyInput[] | undefined {
  const match = /^(.+?) (?:(\[.*\]) )?(\S*)$/s.exec(rest);
  if (match === null) return undefined;
  const [, identity = "", list, mode = ""] = match;
  const forced = list === undefined ? [] : new QuotedReader(list).list();
  if (forced === undefined) return undefined;
  return [
    input("tool", "link", identity),
    input("flag", "forced ldflags", joinWords(forced)),
    input("flag", "link buildmode", mode),
  ];
}

function asmTool(reader: QuotedReader): KeyInput[] | undefined {
  const identity = reader.string();
  if (identity === undefined) return undefined;
  if (reader.atEnd) return [input("tool", "asm", identity)];
  const forced = reader.take(" ") ? reader.list() : undefined;
  const own = reader.take(" ") ? reader.list() : undefined;
  if (forced === undefined || own === undefined || !reader.atEnd) return undefined;
  return [
    input("tool", "asm", identity),
    input("flag", "forced asmflags", joinWords(forced)),
    input("flag", "asmflags", joinWords(own)),
  ];
}

function coverTool(reader: QuotedReader): KeyInput[] | undefined {
  const mode = reader.string();
  const identity = reader.take(" ") ? reader.string() : undefined;
  if (mode === undefined || identity === undefined || !reader.atEnd) return undefined;
  return [input("flag", "covermode", mode), input("tool", "cover", identity)];
}

/** -ldflags: each `-X NAME=VALUE` is an input of its own. */
function linkerFlags(words: string[]): KeyInput[] {
  const plain: string[] = [];
  const variables: KeyInput[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    const setting = /^--?X$/.test(word) ? words[++i] : /^--?X=(.*)$/s.exec(word)?.[1];
    if (setting === undefined) {
      plain.push(word);
      continue;
    }
    const [, name = setting, value = ""] = /^([^=]*)=(.*)$/s.exec(setting) ?? [];
    variables.push(input("flag", `ldflags -X ${name}`, value));
  }
  return [input("flag", "ldflags", joinWords(plain)), ...variables];
}

/** `ID="gcc version 12.2.0"`, or `ID ERROR="…"` where it could not be asked. */
function compilerID(name: string, rest: string): KeyInput[] | undefined {
  if (rest.startsWith("ID=")) return quoted("tool", `${name} ID`)(rest.slice("ID=".length));
  if (!rest.startsWith("ID ERROR=")) return undefined;
  return mapDefined(unquote(rest.slice("ID ERROR=".length)), (error) => [
    input("tool", `${name} ID`, `ERROR ${error}`),
  ]);
}

/** The lists after `CC=`, `CXX=` and `FC=` behind the command: what the environment and the #cgo lines of the package add up to. */
const compilerFlags: Record<string, string[]> = {
  CC: ["cgo CPPFLAGS", "cgo CFLAGS", "cgo LDFLAGS"],
  CXX: ["cgo CXXFLAGS"],
  FC: ["cgo FFLAGS"],
};

/** `NAME=VALUE`: an environment variable's, or a C compiler with its lists of flags. */
function parseAssignment(line: string): KeyInput[] | undefined {
  const [, name = "", value = ""] = /^([A-Z][A-Z0-9_]*)=(.*)$/s.exec(line) ?? [];
  if (name === "") return undefined;
  const flags = compilerFlags[name];
  if (flags === undefined || !value.startsWith("[")) return [input("env", name, unquote(value) ?? value)];
  const reader = new QuotedReader(value);
  const command = reader.list();
  if (command === undefined) return undefined;
  const inputs = [input("tool", name, joinWords(command))];
  for (const flag of flags) {
    const words = reader.take(" ") ? reader.list() : undefined;
    if (words === undefined) return undefined;
    inputs.push(input("flag", flag, joinWords(words)));
  }
  return reader.atEnd ? inputs : undefined;
}

function vetOutput(rest: string): KeyInput[] | undefined {
  const reader = new QuotedReader(rest);
  const path = reader.string();
  return path !== undefined && reader.take(" ") ? [input("import", `vetout ${path}`, reader.rest)] : undefined;
}

function withUniqueNames(inputs: KeyInput[]): KeyInput[] {
  const names = new Set<string>();
  return inputs.map((each, index) => {
    if (!names.has(each.name)) {
      names.add(each.name);
      return each;
    }
    const before = inputs.slice(0, index).filter(({ kind, name }) => kind === each.kind && name === each.name);
    return before.length === 0 ? each : { ...each, name: `${each.name} (${before.length + 1})` };
  });
}
