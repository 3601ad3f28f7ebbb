/**
 * The -gcflags and -ldflags that debugging adds to the user's own.
 *
 * Both are lists of `[PATTERN=]FLAGS` (cmd/go/internal/load/flag.go: PerPackageFlag): values add up, first those of GOFLAGS, then
 * the command line's; for each package the last value whose pattern matches counts alone. A value without a pattern is for the
 * package named on the command line. What is added here stands behind all values of the user's, so each of its values says the
 * user's flags for its packages again, with the debugger's at their end.
 */
import { errorIds, Failure } from "../contract/errors.ts";
import { missingFlags, type CompilerNeeds } from "./compilerFlags.ts";
import { comparePatterns, matchesPackage, type MatchedPackage, type Relation } from "./packagePatterns.ts";

/** The packages that are compiled for the debugger, without optimisation. */
export interface DebugPackages {
  kind: "all" | "none" | "packages";
  /** Package patterns, for kind "packages". */
  patterns: string[];
  /** Whether package main is one of them even where no pattern matches it. */
  withMain?: boolean;
  /**
   * Package main, to find the user's flags for it. Where it is absent, or no import path is known, it is taken for a debug
   * package unless kind is "none", with the user's last flags without a pattern or for all packages.
   */
  main?: MatchedPackage;
  /** Where go works: relative patterns are seen from there. */
  cwd?: string;
}

/** The import paths of the packages that these patterns stand for, as `go list` says; asked with one pattern at a time. */
export type ExpandPatterns = (patterns: string[]) => Promise<string[]>;

/** Undoes go run's own `-s -w`. Uncompressed, debug information links and loads faster. */
const linkerFlags = "-s=false -w=false -compressdwarf=false";

/**
 * The values of -ldflags to append to the command line.
 * @param user the user's values in the order that go sees them
 */
export function mergeLdflags(user: string[]): string[] {
  const again = user.flatMap(readValue).map(({ pattern, flags }) => writeValue(pattern, appended(flags, linkerFlags)));
  return [linkerFlags, ...again];
}

/**
 * The values of -gcflags to append to the command line. Packages that are no debug packages keep exactly the user's flags, and so
 * their cache keys; only package main gets `-dwarf=true` always.
 * @param user the user's values in the order that go sees them
 * @param expand asked only where the user's patterns and the debug patterns overlap in a way that their texts do not tell
 * @throws Failure 7004 for flags with an open quote, and where `expand` is needed and absent
 */
export async function mergeGcflags(user: string[], debug: DebugPackages, expand?: ExpandPatterns): Promise<string[]> {
  const values = user.flatMap(readValue);
  const merge = new GcflagsMerge(values, debug, expand);
  return [...(await merge.packages()), await merge.main()];
}

interface FlagValue {
  /** Absent: the package named on the command line. */
  pattern?: string;
  flags: string;
}

interface PatternedValue {
  pattern: string;
  flags: string;
}

class GcflagsMerge {
  readonly #user: FlagValue[];
  readonly #debug: DebugPackages;
  readonly #patterns: string[];
  readonly #ask: ExpandPatterns | undefined;
  readonly #expanded = new Map<string, Promise<string[]>>();

  constructor(user: FlagValue[], debug: DebugPackages, ask: ExpandPatterns | undefined) {
    this.#user = user;
    this.#debug = debug;
    this.#patterns = debug.kind === "packages" ? debug.patterns : debug.kind === "all" ? ["all"] : [];
    this.#ask = ask;
  }

  /** The values for the debug packages, package main among them or not. */
  async packages(): Promise<string[]> {
    const needs: CompilerNeeds = { unoptimised: true, dwarf: "kept" };
    const values: PatternedValue[] = this.#patterns.map((pattern) => ({ pattern, flags: "" }));
    for (const { pattern, flags } of this.#user) {
      if (pattern === undefined) continue;
      for (const debugged of this.#patterns) {
        for (const both of await this.#intersect(pattern, debugged)) values.push({ pattern: both, flags });
      }
    }
    return values
      .filter((value, index) => !values.slice(index + 1).some((later) => this.#covers(later.pattern, value.pattern)))
      .map(({ pattern, flags }) => writeValue(pattern, appended(flags, missingFlags(flags, needs).join(" "))));
  }

  /** The value for package main. It stands last and has no pattern: nothing else can reach main's flags after it. */
  async main(): Promise<string> {
    const needs: CompilerNeeds = { unoptimised: await this.#debugsMain(), dwarf: "on" };
    const flags = await this.#userFlagsOfMain();
    // Without a pattern a value has to begin with a dash, or go takes it for one with a pattern.
    const start = flags === "" || flags.startsWith("-") ? flags : `-dwarf=true ${flags}`;
    return appended(start, missingFlags(start, needs).join(" "));
  }

  async #userFlagsOfMain(): Promise<string> {
    for (const { pattern, flags } of this.#user.toReversed()) {
      if (pattern === undefined || (await this.#matchesMain(pattern))) return flags;
    }
    return "";
  }

  async #debugsMain(): Promise<boolean> {
    const { kind, main, withMain } = this.#debug;
    if (kind === "none") return false;
    if (withMain === true || main?.importPath === undefined) return true;
    for (const pattern of this.#patterns) if (await this.#matchesMain(pattern)) return true;
    return false;
  }

  async #matchesMain(pattern: string): Promise<boolean> {
    const { main, cwd } = this.#debug;
    const known = matchesPackage(pattern, main ?? {}, cwd);
    if (known !== undefined) return known;
    return main?.importPath !== undefined && (await this.#expand(pattern)).includes(main.importPath);
  }

  /**
   * Patterns for the packages that both patterns match: one of the two, none, or one for each package. Where go list had to be
   * asked, never the user's own: as a pattern of flags a relative one reaches further than as one of go list (nested modules).
   */
  async #intersect(user: string, debugged: string): Promise<string[]> {
    const relation = comparePatterns(user, debugged, this.#debug.cwd);
    if (relation !== "unknown") return byRelation(relation, user, debugged);
    const ofUser = new Set(await this.#expand(user));
    const ofDebug = await this.#expand(debugged);
    const both = ofDebug.filter((path) => ofUser.has(path));
    return both.length > 0 && both.length === ofDebug.length ? [debugged] : both;
  }

  /** Whether a later value leaves nothing of an earlier one. */
  #covers(later: string, earlier: string): boolean {
    const relation = comparePatterns(later, earlier, this.#debug.cwd);
    return relation === "equal" || relation === "superset";
  }

  #expand(pattern: string): Promise<string[]> {
    if (this.#ask === undefined) {
      throw new Failure(errorIds.wrongArguments, `it is not known which packages -gcflags=${pattern}=… means`);
    }
    const known = this.#expanded.get(pattern) ?? this.#ask([pattern]);
    this.#expanded.set(pattern, known);
    return known;
  }
}

function byRelation(relation: Exclude<Relation, "unknown">, user: string, debugged: string): string[] {
  if (relation === "disjoint") return [];
  return [relation === "superset" ? debugged : user];
}

/** Reads one value as PerPackageFlag's set does. One that go refuses is left out: go says so when it comes to the user's own. */
function readValue(value: string): FlagValue[] {
  const text = value.trim();
  if (text === "" || text.startsWith("-")) return [{ flags: text }];
  const equals = text.indexOf("=");
  if (equals <= 0 || /^['"]/.test(text)) return [];
  return [{ pattern: text.slice(0, equals).trim(), flags: text.slice(equals + 1).trim() }];
}

function writeValue(pattern: string | undefined, flags: string): string {
  return pattern === undefined ? flags : `${pattern}=${flags}`;
}

function appended(flags: string, more: string): string {
  return [flags, more].filter((part) => part !== "").join(" ");
}
