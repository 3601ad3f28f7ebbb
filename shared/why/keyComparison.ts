/** The keys of a build beside those of earlier builds: which are the same, which differ, and in what. */
import type { CacheAction } from "../contract/answers.ts";
import { flagsOf } from "../go/runArguments.ts";
import { isWhole, type KnownBuild } from "./build.ts";
import { nameChanges, type NamingContext } from "./changeNames.ts";
import { changesBetween, type Change } from "./changes.ts";
import { settingsBetween } from "./settingChanges.ts";

/**
 * An action's key beside the last one that is known of the same action. inBuildInfo: its own changes are flags and variables, which stand
 * nowhere but in the build information that go embeds in the program.
 */
export type Comparison =
  | { kind: "same"; earlier: CacheAction; build: KnownBuild }
  | { kind: "differs"; own: Change[]; imports: Change[]; build: KnownBuild; inBuildInfo: boolean }
  | { kind: "new" }
  | { kind: "unknown"; why: string };

/** One of the builds that are compared with, its actions by their ids. */
interface EarlierBuild {
  build: KnownBuild;
  actions: ReadonlyMap<string, CacheAction>;
  /** See isWhole. */
  whole: boolean;
}

export class KeyComparison {
  readonly #current: KnownBuild;
  readonly #actions: ReadonlyMap<string, CacheAction>;
  readonly #earlier: EarlierBuild[];
  readonly #compared = new Map<string, Comparison>();
  readonly #contexts = new Map<KnownBuild, Omit<NamingContext, "package">>();

  /** @param earlier earlier builds, the one that is compared with first in front; later ones stand in where its keys are not known */
  constructor(current: KnownBuild, earlier: readonly KnownBuild[]) {
    this.#current = current;
    this.#actions = byId(current.actions);
    this.#earlier = earlier.map((build) => ({ build, actions: byId(build.actions), whole: isWhole(build) }));
  }

  /** How an action's key differs from the last one that is known of a build that did not fail; the action need not be of the current build. */
  of(id: string): Comparison {
    const known = this.#compared.get(id);
    if (known) return known;
    const comparison = this.#compare(id);
    this.#compared.set(id, comparison);
    return comparison;
  }

  #compare(id: string): Comparison {
    const action = this.#actions.get(id);
    if (action?.actionID === undefined) return { kind: "unknown", why: action?.why ?? "its key is not known" };
    const nearest = this.#last(id);
    if (!nearest) return { kind: "new" };
    // All differences are told since one build: what came out of one that failed is not what the last program was made of.
    const base = nearest.whole ? nearest : (this.#last(id, ({ whole }) => whole) ?? nearest);
    const wasTried = nearest.earlier.actionID === action.actionID && action.state !== "hit";
    const same = wasTried ? nearest : base;
    if (same.earlier.actionID === action.actionID) return { kind: "same", earlier: same.earlier, build: same.build };
    return this.#difference(action, base.build);
  }

  /** The last of the earlier builds that knows an action's key. */
  #last(id: string, isMeant: (each: EarlierBuild) => boolean = () => true) {
    for (const each of this.#earlier) {
      const earlier = isMeant(each) ? each.actions.get(id) : undefined;
      if (earlier?.actionID !== undefined) return { build: each.build, whole: each.whole, earlier };
    }
    return undefined;
  }

  #difference({ id, package: path }: CacheAction, build: KnownBuild): Comparison {
    const [before, after] = [build.inputs(id), this.#current.inputs(id)];
    if (!before || !after) return { kind: "unknown", why: "its key is another, but its inputs were not recorded" };
    const { own, imports } = changesBetween(before, after);
    if (own.length === 0 && imports.length === 0) {
      return { kind: "unknown", why: "its key is another, though all inputs that are known are the same" };
    }
    const named = nameChanges(own, { ...this.#contextOf(build), package: path });
    const inBuildInfo =
      own.length > 0 && own.every(({ kind, name }) => /^(?:flag|env)$/.test(kind) && name.startsWith("modinfo "));
    return { kind: "differs", own: named, imports: this.#packagesOf(imports), build, inBuildInfo };
  }

  #contextOf(build: KnownBuild): Omit<NamingContext, "package"> {
    let context = this.#contexts.get(build);
    if (!context) {
      const { module } = this.#current;
      const typedFlags = this.#typedFlags(build);
      const debugPackages = this.#debugPackages(build);
      context = {
        ...(module === undefined ? {} : { module }),
        ...settingsBetween(build, this.#current),
        ...(typedFlags && { typedFlags }),
        ...(debugPackages && { debugPackages }),
      };
      this.#contexts.set(build, context);
    }
    return context;
  }

  /** For a debugger flags are added that nobody has typed: then it is not known where others come from. */
  #typedFlags(build: KnownBuild): ReadonlySet<string> | undefined {
    if (this.#current.kind !== "run" || build.kind !== "run") return undefined;
    return new Set(flagsOf([...this.#current.flags, ...build.flags]).map(({ name }) => name));
  }

  /** Undefined where they are the same, or one is not known. */
  #debugPackages({ debugPackages: before }: KnownBuild): NamingContext["debugPackages"] {
    const after = this.#current.debugPackages;
    return before === undefined || after === undefined || before === after ? undefined : { before, after };
  }

  /** A link names the main package twice: what came out of it, and with which key. */
  #packagesOf(imports: Change[]): Change[] {
    if (!imports.some(({ name }) => name === "packagemain")) return imports;
    const named = new Map<string, Change>();
    for (const change of imports) {
      const name = change.name === "packagemain" ? this.#current.package : change.name;
      if (!named.has(name)) named.set(name, { ...change, name });
    }
    return [...named.values()];
  }
}

function byId(actions: readonly CacheAction[]): ReadonlyMap<string, CacheAction> {
  return new Map(actions.map((action) => [action.id, action]));
}
