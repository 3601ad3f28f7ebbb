/** Changed inputs of keys as a person names them: files by their path in the module, flags as typed, variables by name. */
import type { InputKind } from "../contract/answers.ts";
import { countText } from "../text/units.ts";
import { byWeight, inOrder, type Change } from "./changes.ts";
import { fitting } from "./fitting.ts";
import { packageName } from "./packageName.ts";
import { isOneSided, isTags, withSettings, withTags } from "./settingChanges.ts";

/** What names depend on. */
export interface NamingContext {
  /** The package that the action is of. */
  package: string;
  /** The path of the main module. */
  module?: string;
  /** The names of the flags that were typed for one of the two builds: another flag of go run's comes from GOFLAGS. */
  typedFlags?: ReadonlySet<string>;
  /** The names of the flags in GOFLAGS of the two builds, where that is known. */
  goFlags?: ReadonlySet<string>;
  /** What was set otherwise, as settingChanges has it. */
  settings?: readonly Change[];
  /** The launch attribute of two debugs, where it is not the same. */
  debugPackages?: { before: string; after: string };
}

/** Inputs that go makes of others: told only where nothing else has changed. */
const derived: ReadonlySet<string> = new Set([
  "tool compile",
  "tool asm",
  "tool link",
  "tool cgo",
  "tool cover",
  "other defaultgodebug",
  "other modinfo DefaultGODEBUG",
  "go modinfo go",
  "env GOROOT",
]);

/**
 * The changes of an action's own inputs as a person names them, those that explain most first. What build information repeats is
 * told once.
 */
export function nameChanges(own: readonly Change[], context: NamingContext): Change[] {
  const named = new Map<string, Change>();
  for (const change of byWeight(own)) {
    const plain = nameChange(change, context);
    const key = `${plain.kind} ${plain.name}`;
    if (!named.has(key)) named.set(key, plain);
  }
  const { settings = [] } = context;
  return telling(withSettings(withTags([...named.values()], settings), settings));
}

/** Those of several changes that are no mere consequence of another, in the order in which they explain. */
function telling(changes: readonly Change[]): Change[] {
  const all = withoutFilesOfModules(withoutSums(changes));
  const first = all.filter(({ kind, name }) => !derived.has(`${kind} ${name}`));
  return byWeight(first.length > 0 ? first : all);
}

/** The changes that the others follow from, each once, in one order from wherever they were collected; of build tags not the files that they select. */
export function causesAmong(changes: readonly Change[]): Change[] {
  const causes = new Map<string, Change>();
  for (const change of changes) {
    // A flag has other values where it stands for one package and where it is told as typed.
    const text = changeText(change);
    if (!causes.has(text)) causes.set(text, change);
  }
  const all = [...causes.values()];
  const selected = (change: Change) => change.kind === "file" && isOneSided(change);
  return telling(inOrder(all.some(isTags) ? all.filter((change) => !selected(change)) : all));
}

/** The words of -ldflags are not told where each of its -X is. */
function withoutSums(changes: readonly Change[]): Change[] {
  const isSum = ({ name }: Change) => /^(?:GOFLAGS )?-ldflags$/.test(name);
  return changes.some(({ name }) => name.includes("-ldflags -X "))
    ? changes.filter((each) => !isSum(each))
    : [...changes];
}

/** Another version of a module has other files. */
function withoutFilesOfModules(changes: readonly Change[]): Change[] {
  const modules = changes.filter(({ kind }) => kind === "module");
  return changes.filter(
    ({ kind, name }) => kind !== "file" || !modules.some((each) => name.startsWith(`${each.name}/`)),
  );
}

function nameChange(change: Change, context: NamingContext): Change {
  const { kind, name, before, after } = change;
  if (kind === "file" && name !== "pgofile") return { ...change, name: filePath(name, context) };
  if (kind === "module") return { ...withVersions(change), name };
  if (kind === "other" && name === "dir") return movedModule(change) ?? change;
  const plain = name.replace(/^modinfo (?=-|GO|CGO_|vcs)/, "");
  if (kind !== "flag") return { ...change, name: plain };
  if (context.debugPackages && isForDebugger(plain, change))
    return { kind, name: "debugPackages", ...context.debugPackages };
  return {
    kind,
    name: flagName(plain, context),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

/** Flags of tools by the flag of the go command that sets them; `cgo CFLAGS` are those of the environment and of #cgo lines. */
function flagName(name: string, { typedFlags, goFlags }: NamingContext): string {
  if (name.startsWith("cgo ") || name.startsWith("forced ")) return name;
  const flag = name.startsWith("-") ? name : `-${name}`;
  const own = flag.slice(1).replace(/ .*/s, "");
  const isTyped = typedFlags === undefined || typedFlags.has(own);
  return isTyped || goFlags?.has(own) === false ? flag : `GOFLAGS ${flag}`;
}

/** Whether a change of compiler flags is one of those alone that debugging adds. */
function isForDebugger(name: string, { before = "", after = "" }: Change): boolean {
  if (name === "-gcflags") return true;
  const others = (flags: string) => flags.split(" ").filter((word) => !/^(?:-N|-l|-dwarf=true|)$/.test(word));
  return name === "gcflags" && others(before).join(" ") === others(after).join(" ");
}

/** `internal/db/conn.go` in the main module, `golang.org/x/text/language/parse.go` elsewhere. */
function filePath(name: string, context: NamingContext): string {
  if (name.startsWith("/") || context.package === "command-line-arguments") return name;
  return context.package === context.module ? name : `${packageName(context.package, context.module)}/${name}`;
}

/** A module's versions without the checksums behind them. */
function withVersions(change: Change): Change {
  const version = (value: string | undefined) => replacedVersion(value?.replace(/ h1:\S+/g, ""), change.name);
  const [before, after] = [version(change.before), version(change.after)];
  // The same version with another checksum: then the checksum is what changed.
  if (before === after) return change;
  return {
    kind: change.kind,
    name: change.name,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

/** `v0.22.0 => PATH v0.21.0` by the version that is really built; with its path where that is another module's. */
function replacedVersion(value: string | undefined, name: string): string | undefined {
  const [, path, version] = / => (\S+)(?: (\S+))?$/.exec(value ?? "") ?? [];
  if (path === undefined) return value;
  if (version === undefined) return path;
  // What stands in a directory has no version, which go writes so.
  if (version === "(devel)") return path;
  return path === name ? version : `${path}@${version}`;
}

/** A directory of the module cache names the module and its version: where that alone is another, the module's version changed. */
function movedModule({ before, after }: Change): Change | undefined {
  const [was, is] = [moduleOf(before), moduleOf(after)];
  if (was === undefined || is === undefined || was.root !== is.root || was.path !== is.path) return undefined;
  return { kind: "module", name: is.path, before: was.version, after: is.version };
}

/** `…/pkg/mod/golang.org/x/text@v0.3.8/language`; capital letters are written as `!` and a small one. */
function moduleOf(directory = ""): { root: string; path: string; version: string } | undefined {
  const [, root, path = "", version = ""] = /^(.*\/pkg\/mod)\/(.+?)@([^/]+)(?:\/.*)?$/.exec(directory) ?? [];
  if (root === undefined) return undefined;
  return { root, path: path.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase()), version };
}

/** One change in a few words: "internal/util/u.go changed", "GOAMD64 changed from v1 to v3". */
export function changeText(change: Change): string {
  const { kind, name, before, after } = change;
  if (kind === "go" && name === "version") return `Go went from ${versionText(before)} to ${versionText(after)}`;
  if (kind === "go" && name === "language version") return `the go line of go.mod went from ${before} to ${after}`;
  if (kind === "module" && before !== undefined && after !== undefined && isVersion(before) && isVersion(after)) {
    return `${name} went from ${before} to ${after}`;
  }
  if (kind === "file" && name === "pgofile") return "the profile for PGO changed";
  if (kind === "other" && name === "dir") return "its directory moved";
  if (name === "debugPackages") return `debugPackages changed: ${after} instead of ${before}`;
  if (kind === "platform") return `${name} went from ${before} to ${after}`;
  return `${subject(kind, name)} ${verb(change)}`;
}

function subject(kind: InputKind, name: string): string {
  if (kind === "tool") return `the tool ${name}`;
  if (kind === "flag" && name.startsWith("forced ")) return `what go adds to -${name.slice("forced ".length)}`;
  return name;
}

/** An empty value of a flag or a variable is none. */
function verb({ kind, before, after }: Change): string {
  const empty = kind === "flag" || kind === "env" ? "" : undefined;
  if (before === undefined || before === empty) return kind === "env" ? "was set" : "was added";
  if (after === undefined || after === empty) return kind === "env" ? "was unset" : "was removed";
  return "changed";
}

function versionText(version = "none"): string {
  return version.replace(/^go/, "");
}

function isVersion(text: string): boolean {
  return text.length <= 60 && !text.includes(" ");
}

/** The first changes in words, the others counted: "a.go changed and 2 more". */
export function changesText(changes: readonly Change[]): string {
  const [first, ...rest] = changes;
  if (first === undefined) return "";
  const [second] = rest;
  const one = changeText(first);
  if (second === undefined) return fitting([one]);
  if (isTags(first) && second.kind === "file" && isOneSided(second)) return selectionText(one, second, rest.length - 1);
  const counted = `${one} and ${rest.length} more`;
  return fitting(rest.length === 1 ? [`${one}, ${changeText(second)}`, counted] : [counted]);
}

/** "-tags was added: internal/store/dev.go is built now, and 1 more change". */
function selectionText(tags: string, { name, before }: Change, others: number): string {
  const what = `${tags}: ${name} ${before === undefined ? "is built now" : "is no longer built"}`;
  return fitting(others === 0 ? [what, tags] : [`${what}, and ${countText(others, "more change")}`, what, tags]);
}
