/** Why a build rebuilt what it rebuilt: a reason for each miss, from the builds before it. */
import type { CacheAction, Reason } from "../contract/answers.ts";
import type { KnownBuild } from "./build.ts";
import { causesAmong, changeText, changesText } from "./changeNames.ts";
import type { Change } from "./changes.ts";
import { findCutoffs } from "./cutoffs.ts";
import { fitting } from "./fitting.ts";
import { KeyComparison, type Comparison } from "./keyComparison.ts";
import { namedRoots, Origins } from "./origins.ts";
import { packageName } from "./packageName.ts";

/** What a build is compared with. */
export interface Earlier {
  /** Builds of the same package and kind, the nearest first. */
  builds: readonly KnownBuild[];
  /** Where there is none of that kind: one of the other kind, whose flags differ. */
  otherKind?: KnownBuild;
  /** Set where there is none since no records are kept, or none can be: nobody knows then whether there was one. */
  noRecords?: boolean;
}

export interface ExplainOptions {
  /** Set where go was told to rebuild all packages (-a). */
  rebuildsAll?: boolean;
  /** Why this go links the program at every run, where it does. */
  alwaysLinks?: string;
}

/** The reason of whatever was rebuilt where nothing is known of earlier runs. */
export const noRecords = "no records are kept";

/** Why a build was as it was. */
export interface Explanation {
  /** By the id of each action that was rebuilt. */
  reasons: ReadonlyMap<string, Reason>;
  /** Actions that came out as before, by id, with how many packages were spared by that. */
  cutoffs: ReadonlyMap<string, number>;
  /** What had changed by itself, in the order in which it explains: what all the rest follows from. */
  causes: Change[];
}

/**
 * Explains a build.
 * @param current the build, also one that still goes on: what was rebuilt so far is explained
 */
export function explain(current: KnownBuild, earlier: Earlier, options: ExplainOptions = {}): Explanation {
  const isOtherKind = earlier.builds.length === 0 && earlier.otherKind !== undefined;
  const compared = isOtherKind ? [earlier.otherKind!] : earlier.builds;
  const comparison = new KeyComparison(current, compared);
  const misses = current.actions.filter(wasRebuilt);
  const cutoffs =
    isOtherKind || options.rebuildsAll ? new Map<string, number>() : findCutoffs(current, misses, comparison);
  const origins = new Origins(comparison);
  const explainer = new Explainer({ current, earlier, options, comparison, origins });
  const reasons = new Map(
    misses.map((action) => [action.id, withCutoff(explainer.reason(action), cutoffs.get(action.id))]),
  );
  return { reasons, cutoffs, causes: causesOf(misses, reasons, comparison, origins) };
}

/** Whether a tool ran for it, or runs. */
export function wasRebuilt({ state }: CacheAction): boolean {
  return state === "miss" || state === "building";
}

interface Known {
  current: KnownBuild;
  earlier: Earlier;
  options: ExplainOptions;
  comparison: KeyComparison;
  origins: Origins;
}

class Explainer {
  readonly #current: KnownBuild;
  readonly #earlier: Earlier;
  readonly #options: ExplainOptions;
  readonly #comparison: KeyComparison;
  readonly #origins: Origins;

  constructor({ current, earlier, options, comparison, origins }: Known) {
    this.#current = current;
    this.#earlier = earlier;
    this.#options = options;
    this.#comparison = comparison;
    this.#origins = origins;
  }

  reason(action: CacheAction): Reason {
    if (this.#options.rebuildsAll) return plain("forced", "-a rebuilds everything, whatever the cache holds");
    const comparison = this.#comparison.of(action.id);
    if (comparison.kind === "unknown") return plain("unknown", `not known: ${comparison.why}`);
    if (comparison.kind === "new") {
      return this.#earlier.noRecords === true ? plain("unknown", noRecords) : plain("first", this.#firstSentence());
    }
    if (comparison.kind === "same") return this.#sameKey(action, comparison);
    if (comparison.build === this.#earlier.otherKind) return this.#otherKind(action, comparison);
    if (comparison.own.length > 0) {
      return { kind: "changed", sentence: ownText(comparison), changes: comparison.own };
    }
    return this.#cascade(action, comparison.imports);
  }

  #firstSentence(): string {
    const { builds, otherKind } = this.#earlier;
    if (builds.length > 0 || otherKind) return "new in this build: no earlier run had it";
    return `first ${kindName(this.#current)} of this package here: there is no record to compare with`;
  }

  /** The key was known before: what it stood for is not in the cache any more, or never was. */
  #sameKey(action: CacheAction, { earlier, build }: Extract<Comparison, { kind: "same" }>): Reason {
    if (earlier.state === "failed")
      return plain("first", "it failed to build the last time: there was nothing to reuse");
    if (earlier.state !== "hit" && earlier.state !== "miss") {
      return plain("first", "the run before ended before it was built: there was nothing to reuse");
    }
    if (action.action === "link" && this.#options.alwaysLinks !== undefined) {
      return plain("forced", this.#options.alwaysLinks);
    }
    return plain("evicted", evictedSentence(build));
  }

  #otherKind(action: CacheAction, { own, imports, build }: Extract<Comparison, { kind: "differs" }>): Reason {
    const first = `first ${kindName(this.#current)}: there is a ${kindName(build)} of it`;
    const flags = own.filter(({ kind }) => kind === "flag").map(({ name }) => name);
    if (flags.length > 0)
      return { kind: "first", sentence: `${first}, with other flags (${flags.join(", ")})`, changes: own };
    if (own.length > 0)
      return { kind: "first", sentence: `${first}, and since then ${changesText(own)}`, changes: own };
    return {
      ...this.#cascade(action, imports),
      kind: "first",
      sentence: `${first}, for which what it imports has other keys`,
    };
  }

  #cascade({ id }: CacheAction, imports: Change[]): Reason {
    const roots = this.#origins.roots(id);
    const path = this.#origins.path(id);
    const sentence = this.#cascadeSentence(path, roots);
    return { kind: "cascade", sentence, changes: imports, roots: roots.slice(0, namedRoots), path };
  }

  /** "internal/util/u.go changed, on which it depends by way of internal/db". */
  #cascadeSentence(path: readonly string[], roots: readonly string[]): string {
    const { module } = this.#current;
    const root = path.at(-1) ?? "";
    const between = path.slice(1, -1).map((each) => packageName(each, module));
    const by =
      between.length === 0
        ? ""
        : ` by way of ${between[0]}${between.length > 1 ? ` and ${between.length - 1} more` : ""}`;
    const [change, others] = [this.#rootText(root), othersText(roots.length - 1)];
    return fitting([
      `${change}, on which it depends${by}${others}`,
      `${change}, on which it depends${others}`,
      `${change}, on which it depends`,
      change,
    ]);
  }

  #rootText(root: string): string {
    const comparison = this.#comparison.of(`build ${root}`);
    const name = packageName(root, this.#current.module);
    if (comparison.kind === "differs" && comparison.own[0]) return rootChangeText(comparison.own[0], name);
    if (comparison.kind === "new") return `${name} was added`;
    return `${name} came out different`;
  }
}

/** What the compiler is not told changes the key of package main all the same: the program says of itself how it was built. */
function ownText({ own, inBuildInfo }: Extract<Comparison, { kind: "differs" }>): string {
  const text = changesText(own);
  return inBuildInfo ? fitting([`${text}, which the program's build information says`, text]) : text;
}

/** One depends on a file and on a module, but not on a flag: this is told with the package that it is of. */
function rootChangeText(change: Change, root: string): string {
  if (change.kind === "other" && change.name === "dir") return `the directory of ${root} moved`;
  const text = changeText(change);
  return change.kind === "flag" || change.kind === "env" ? `${text} for ${root}` : text;
}

function plain(kind: Reason["kind"], sentence: string): Reason {
  return { kind, sentence, changes: [] };
}

/** @param of what was run, where that is another package: " of cmd/other" */
export function evictedSentence(build: Pick<KnownBuild, "kind" | "startedAt">, of = ""): string {
  const when = build.startedAt.slice(0, 16).replace("T", " ");
  return `not changed, but gone from the cache, which had it in the ${kindName(build)}${of} of ${when} UTC`;
}

/** @param others how many further packages changed; namedRoots stands for more than could be counted */
function othersText(others: number): string {
  if (others <= 0) return "";
  const count = others < namedRoots ? String(others) : `${namedRoots} or`;
  return ` (and ${count} more ${others === 1 ? "package" : "packages"} changed)`;
}

/** The kinds as people start them. */
export function kindName({ kind }: Pick<KnownBuild, "kind">): string {
  return kind === "run" ? "go run" : kind;
}

function withCutoff(reason: Reason, spared: number | undefined): Reason {
  if (spared === undefined) return reason;
  const text = cutoffText(spared);
  const shorter = text.replace("rebuilt, but ", "");
  const shortest = spared === 0 ? "came out the same" : `came out the same, ${spared} spared`;
  const sentence = fitting([
    ...[text, shorter, shortest].map((each) => `${reason.sentence}; ${each}`),
    reason.sentence,
  ]);
  return { ...reason, sentence };
}

function cutoffText(spared: number): string {
  const outcome = "rebuilt, but came out the same";
  if (spared === 0) return outcome;
  return `${outcome}, so the ${spared === 1 ? "package that imports it was" : `${spared} packages that import it were`} spared`;
}

/** The changes that all the others follow from, each once: of what was rebuilt, and of what came from the cache with another key. */
function causesOf(
  misses: readonly CacheAction[],
  reasons: ReadonlyMap<string, Reason>,
  comparison: KeyComparison,
  origins: Origins,
): Change[] {
  const causes: Change[] = [];
  const followed: string[] = [];
  for (const { id } of misses) {
    const reason = reasons.get(id);
    if (reason?.kind === "changed") causes.push(...reason.changes);
    if (reason?.roots !== undefined) followed.push(id);
  }
  for (const root of origins.allRoots(followed)) {
    const found = comparison.of(`build ${root}`);
    if (found.kind === "differs") causes.push(...found.own);
  }
  return causesAmong(causes);
}
