/** Package patterns of -gcflags and -ldflags, compared by their text: which packages they match, whether one holds another. */
import { relative, resolve } from "node:path";

/** How the packages of one pattern stand to those of another. "unknown": the texts do not say. */
export type Relation = "equal" | "subset" | "superset" | "disjoint" | "unknown";

/**
 * A pattern by its kind. "path": an import path; "tree": P/...; "wild": other wildcards in import paths; "directory" and
 * "directoryTree": relative patterns, made absolute; "relative": other relative ones; "set": std, cmd, tool, work.
 */
interface Classified {
  kind: "all" | "path" | "tree" | "wild" | "directory" | "directoryTree" | "relative" | "set";
  text: string;
}

/**
 * Whether a pattern matches an import path (cmd/internal/pkgpattern: MatchPattern): `...` is any text, `/...` at the end may be
 * empty, and no wildcard matches an element named vendor.
 */
export function matchesPath(pattern: string, importPath: string): boolean {
  return pathExpression(pattern).test(hideVendor(importPath));
}

/** Stands for the path element vendor, which wildcards must not match. */
const vendor = "\0";

function pathExpression(pattern: string): RegExp {
  let source = hideVendor(pattern).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const wildcard = "\\.\\.\\.";
  if (source === `${vendor}/${wildcard}` || source.endsWith(`/${vendor}/${wildcard}`)) {
    source = `${source.slice(0, -`/${vendor}/${wildcard}`.length)}(?:/vendor|/${vendor}/${wildcard})`;
  } else if (source.endsWith(`/${wildcard}`)) {
    source = `${source.slice(0, -`/${wildcard}`.length)}(?:/${wildcard})?`;
  }
  return new RegExp(`^${source.replaceAll(wildcard, `[^${vendor}]*`)}$`);
}

function hideVendor(path: string): string {
  if (!path.includes("vendor")) return path;
  const elements = path.split("/");
  return elements
    .map((element, index) => (element === "vendor" && index < elements.length - 1 ? vendor : element))
    .join("/");
}

/** A package as patterns see it; what is not known is absent. */
export interface MatchedPackage {
  /** As go names it: `command-line-arguments` for a program given as files. */
  importPath?: string;
  /** Absolute. */
  directory?: string;
}

/**
 * Whether a pattern of -gcflags or -ldflags matches a package (cmd/go/internal/load/search.go: MatchPackage).
 * @param cwd where go works: relative patterns are seen from there
 * @returns undefined where what is known does not tell
 */
export function matchesPackage(
  pattern: string,
  { importPath, directory }: MatchedPackage,
  cwd: string | undefined,
): boolean | undefined {
  const { kind } = classify(pattern, cwd);
  if (kind === "all") return true;
  if (isRelative(pattern)) {
    return cwd === undefined || directory === undefined ? undefined : matchesDirectory(pattern, directory, cwd);
  }
  if (importPath === undefined) return undefined;
  if (kind !== "set") return matchesPath(pattern, importPath);
  return isOutsideStd(pattern, importPath) ? false : undefined;
}

function matchesDirectory(pattern: string, directory: string, cwd: string): boolean {
  const wildcard = pattern.indexOf("...");
  if (wildcard < 0) return resolve(cwd, pattern) === directory;
  const slash = pattern.lastIndexOf("/", wildcard);
  const path = relative(resolve(cwd, pattern.slice(0, slash)), directory) || ".";
  return path !== ".." && !path.startsWith("../") && matchesPath(pattern.slice(slash + 1), path);
}

function isRelative(pattern: string): boolean {
  return /^\.\.?(?:\/|$)/.test(pattern);
}

/** Import paths whose first element has a dot, and packages given as files, are never of std. */
function isOutsideStd(pattern: string, importPath: string): boolean {
  return (
    (pattern === "std" || pattern === "cmd") && (/^[^/]*\./.test(importPath) || importPath === commandLineArguments)
  );
}

/** What go calls a package that is given as files. */
export const commandLineArguments = "command-line-arguments";

/**
 * Compares two patterns of -gcflags by their text.
 * @param cwd where go works: relative patterns are seen from there
 */
export function comparePatterns(left: string, right: string, cwd: string | undefined): Relation {
  const a = classify(left, cwd);
  const b = classify(right, cwd);
  if (a.kind === b.kind && a.text === b.text) return "equal";
  if (b.kind === "all") return "subset";
  if (a.kind === "all") return "superset";
  if (a.kind === "path" && b.kind === "path") return "disjoint";
  if (a.kind === "path" && isAboutPaths(b)) return matchesPath(b.text, a.text) ? "subset" : "disjoint";
  if (b.kind === "path" && isAboutPaths(a)) return matchesPath(a.text, b.text) ? "superset" : "disjoint";
  if (a.kind === "tree" && b.kind === "tree") return compareTrees(a, b);
  if (a.kind === "set" || b.kind === "set") return compareSets(a, b);
  if (isDirectory(a) && isDirectory(b)) return compareDirectories(a, b);
  return "unknown";
}

function classify(pattern: string, cwd: string | undefined): Classified {
  const wildcards = pattern.split("...").length - 1;
  if (isRelative(pattern)) {
    if (cwd === undefined) return { kind: "relative", text: pattern };
    if (wildcards === 0) return { kind: "directory", text: resolve(cwd, pattern) };
    if (wildcards > 1 || !pattern.endsWith("/...")) return { kind: "relative", text: pattern };
    return { kind: "directoryTree", text: resolve(cwd, pattern.slice(0, -"/...".length)) };
  }
  if (pattern === "all") return { kind: "all", text: pattern };
  if (["std", "cmd", "tool", "work"].includes(pattern)) return { kind: "set", text: pattern };
  if (wildcards === 0) return { kind: "path", text: pattern };
  const isTree = wildcards === 1 && /[^/]\/\.\.\.$/.test(pattern) && !pattern.split("/").includes("vendor");
  return { kind: isTree ? "tree" : "wild", text: pattern };
}

function isAboutPaths({ kind }: Classified): boolean {
  return kind === "path" || kind === "tree" || kind === "wild";
}

function isDirectory({ kind }: Classified): boolean {
  return kind === "directory" || kind === "directoryTree";
}

function compareTrees(a: Classified, b: Classified): Relation {
  const [one, other] = [a.text.slice(0, -"...".length), b.text.slice(0, -"...".length)];
  if (one.startsWith(other)) return "subset";
  return other.startsWith(one) ? "superset" : "disjoint";
}

function compareSets(a: Classified, b: Classified): Relation {
  if (a.text === "cmd" && b.text === "std") return "subset";
  if (a.text === "std" && b.text === "cmd") return "superset";
  const [set, other] = a.kind === "set" ? [a, b] : [b, a];
  const outside =
    (other.kind === "path" || other.kind === "tree") && isOutsideStd(set.text, other.text.split("/")[0] ?? "");
  return outside ? "disjoint" : "unknown";
}

function compareDirectories(a: Classified, b: Classified): Relation {
  const inside = (directory: string, tree: string) =>
    directory === tree || directory.startsWith(tree.replace(/\/?$/, "/"));
  const [aTree, bTree] = [a.kind === "directoryTree", b.kind === "directoryTree"];
  // A tree leaves out the directories named vendor in it.
  if (a.text.includes("/vendor") || b.text.includes("/vendor")) return "unknown";
  if (bTree && inside(a.text, b.text)) return "subset";
  if (aTree && inside(b.text, a.text)) return "superset";
  return "disjoint";
}
