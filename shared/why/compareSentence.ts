/** What makes the keys of several ways to build differ, in one sentence. */
import type { BuildWay, ComparedAction, InputDifference } from "../contract/answers.ts";
import { countText } from "../text/units.ts";
import { isOwn, wayNames } from "./buildWays.ts";

export interface Compared {
  /** Those that are known, in their order. */
  ways: readonly BuildWay[];
  actions: readonly ComparedAction[];
  /** How many keys there are in all. */
  keys: number;
  module: string | undefined;
}

/** A cause, and the actions that it is a cause of. */
interface Cause {
  text: string;
  actions: ComparedAction[];
  /** Whether the text says by itself where. */
  whole?: boolean;
}

/** So many causes of one kind are named. */
const namedLimit = 2;

/** "compared with go run: go build: link without -s -w; debug: -N -l on 3 packages of the main module, …". */
export function compareSentence(compared: Compared): string {
  const [base, ...others] = compared.ways;
  if (base === undefined || others.length === 0) return "nothing to compare: the keys of one way to build are known";
  const names = compared.ways.map((way) => wayNames[way]);
  if (compared.actions.length === 0) {
    const all = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
    return `${all} have the same ${countText(compared.keys, "key")}`;
  }
  const parts = others.map((way) => `${wayNames[way]}: ${causesText(base, way, compared)}`);
  return `compared with ${wayNames[base]}: ${parts.join("; ")}`;
}

function causesText(base: BuildWay, way: BuildWay, compared: Compared): string {
  const differing = compared.actions.filter(({ keys }) => keys[base] !== keys[way]);
  if (differing.length === 0) return "the same keys";
  const both = differing.filter(({ keys }) => keys[base] !== undefined && keys[way] !== undefined);
  const pairs = both.flatMap((action) =>
    action.differences
      .filter((difference) => isOwn(difference) && difference[base] !== difference[way])
      .map((difference) => ({ action, before: difference[base], after: difference[way], difference })),
  );
  const explained = new Set(pairs.map(({ action }) => action));
  const texts = [
    ...flagCauses(pairs, compared),
    ...debugInformation(pairs),
    ...versionControl(pairs, compared),
    ...otherCauses(pairs, compared),
  ];
  const imported = both.filter(
    (action) => !explained.has(action) && action.differences.some((each) => !isOwn(each) && each[base] !== each[way]),
  ).length;
  if (imported > 0) texts.push(`${countText(imported, "more key", "more keys")} through what they import`);
  const unknown = both.length - explained.size - imported;
  if (unknown > 0) texts.push(`${countText(unknown, "key")} of which no inputs are known`);
  const added = differing.filter(({ keys }) => keys[base] === undefined).length;
  if (added > 0) texts.push(`${countText(added, "action")} that ${wayNames[base]} does not have`);
  const missing = differing.filter(({ keys }) => keys[way] === undefined).length;
  if (missing > 0) texts.push(`without ${countText(missing, "action")} of ${wayNames[base]}`);
  return texts.join(", ");
}

interface Pair {
  action: ComparedAction;
  before: string | undefined;
  after: string | undefined;
  difference: InputDifference;
}

const compilerFlags: ReadonlySet<string> = new Set(["gcflags", "asmflags", "forced gcflags", "forced asmflags"]);

/** "-N -l on 3 packages of the main module", "link: -s=false": words that are added, words that are missing. */
function flagCauses(pairs: readonly Pair[], compared: Compared): string[] {
  const links = pairs.filter(({ difference: { kind, name } }) => kind === "flag" && /^(?:forced )?ldflags/.test(name));
  const compiles = pairs.filter(({ difference: { kind, name } }) => kind === "flag" && compilerFlags.has(name));
  const added = byWords(compiles, (pair) => words(pair.after).filter((word) => !words(pair.before).includes(word)));
  const removed = byWords(compiles, (pair) => words(pair.before).filter((word) => !words(pair.after).includes(word)));
  return [
    ...added.map(({ text, actions }) => `${text} ${placeOf(actions, compared)}`),
    ...removed.map(({ text, actions }) => `no ${text} ${placeOf(actions, compared)}`),
    ...links.map(({ difference: { name }, before, after }) => {
      if (name.startsWith("ldflags -X ")) return `link: ${name.slice("ldflags ".length)}`;
      const more = words(after).filter((word) => !words(before).includes(word));
      return more.length > 0 ? `link: ${more.join(" ")}` : `link without ${words(before).join(" ")}`;
    }),
  ];
}

/** Words that stand on the same actions are one cause. */
function byWords(pairs: readonly Pair[], wordsOf: (pair: Pair) => string[]): Cause[] {
  const actionsOf = new Map<string, Set<ComparedAction>>();
  for (const pair of pairs) {
    for (const word of wordsOf(pair)) {
      const actions = actionsOf.get(word) ?? new Set();
      actionsOf.set(word, actions.add(pair.action));
    }
  }
  const causes: Cause[] = [];
  for (const [word, set] of actionsOf) {
    const same = causes.find(({ actions }) => actions.length === set.size && actions.every((each) => set.has(each)));
    if (same) same.text += ` ${word}`;
    else causes.push({ text: word, actions: [...set] });
  }
  return causes;
}

/**
 * go run leaves debug information out of main and of what it links, which stands in keys as `omitdebug true`; the flags that this
 * means are no inputs (cmd/go/internal/work/gc.go).
 */
function debugInformation(pairs: readonly Pair[]): string[] {
  const change = pairs.find(({ difference: { kind, name } }) => kind === "other" && name === "omitdebug");
  if (!change) return [];
  return [change.after === "true" ? "link: -s -w" : "link without -s -w"];
}

/** What go says of a commit in main: its revision, and the version that it makes of the main module. */
function versionControl(pairs: readonly Pair[], { module }: Compared): string[] {
  const stamps = pairs.filter(({ difference }) => isStamp(difference));
  if (stamps.length === 0) return [];
  const main = stamps[0]!.action;
  const isStamped = stamps.some(({ after }) => after !== undefined);
  const version = pairs.find(({ difference }) => isMainVersion(difference, module));
  const as = isStamped && version?.after !== undefined ? ` (${version.after})` : "";
  const what = stamps.every(({ before, after }) => before !== undefined && after !== undefined)
    ? "another state of version control in"
    : isStamped
      ? "version control stamped into"
      : "no version control in";
  return [`${what} ${main.package}${as}`];
}

function isStamp({ name }: InputDifference): boolean {
  return /^modinfo vcs(?:\.|$)/.test(name);
}

function isMainVersion({ kind, name }: InputDifference, module: string | undefined): boolean {
  return kind === "module" && name === module;
}

/** All that has no sentence of its own: files, variables, versions, by name. */
function otherCauses(pairs: readonly Pair[], compared: Compared): string[] {
  const isStamped = pairs.some(({ difference }) => isStamp(difference));
  const hasFlags = pairs.some(({ difference: { kind, name } }) => kind === "flag" && /^(?:gc|asm|ld)flags/.test(name));
  const causes = new Map<string, Cause>();
  for (const { action, before, after, difference } of pairs) {
    const { kind, name } = difference;
    if (isStamp(difference) || (isStamped && isMainVersion(difference, compared.module))) continue;
    if (kind === "other" && name === "omitdebug") continue;
    if (kind === "flag" && (compilerFlags.has(name) || /^(?:forced )?ldflags/.test(name))) continue;
    // What main says of its build repeats the flags.
    if (hasFlags && /^modinfo -(?:gc|asm|ld)flags$/.test(name)) continue;
    const text = causeText(difference, before, after, action);
    const cause = causes.get(text) ?? { text, actions: [], whole: kind === "file" || kind === "module" };
    causes.set(text, cause);
    if (!cause.actions.includes(action)) cause.actions.push(action);
  }
  const files = [...causes.values()].filter(({ whole }) => whole);
  const others = [...causes.values()].filter(({ whole }) => !whole);
  const more = files.length - namedLimit;
  return [
    ...others.map(({ text, actions }) => `${text} ${placeOf(actions, compared)}`),
    ...files.slice(0, namedLimit).map(({ text }) => text),
    ...(more > 0 ? [`${more} more that changed in between`] : []),
  ];
}

function causeText(
  { kind, name }: InputDifference,
  before: string | undefined,
  after: string | undefined,
  action: ComparedAction,
): string {
  const plain = name.replace(/^modinfo (?=.)/, "");
  if (kind === "file") return `${action.package}/${plain} changed in between`;
  if (kind === "module") return `${plain} ${after ?? "missing"} instead of ${before ?? "none"}`;
  if (kind === "go" || kind === "tool") return `${after ?? `no ${plain}`} instead of ${before ?? `no ${plain}`}`;
  if (before === undefined || before === "") return `${plain} set`;
  return after === undefined || after === "" ? `no ${plain}` : `another ${plain}`;
}

/** "on main", "on all 31 packages", "on 3 packages of the main module". */
function placeOf(actions: readonly ComparedAction[], { actions: all, keys, module }: Compared): string {
  const [first] = actions;
  if (actions.length === 1 && first) {
    const mains = all.filter(({ action }) => action === "link").map(({ package: path }) => path);
    if (first.action === "link") return "at the link";
    return mains.includes(first.package) ? "on main" : `on ${first.package}`;
  }
  const isOfModule = (path: string) => path === module || path.startsWith(`${module}/`);
  const packages = new Set(actions.map(({ package: path }) => path));
  const count = countText(packages.size, "package");
  if (module !== undefined && [...packages].every(isOfModule)) return `on ${count} of the main module`;
  return actions.length >= keys - 1 ? `on all ${count}` : `on ${count}`;
}

function words(flags: string | undefined): string[] {
  return flags?.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
}
