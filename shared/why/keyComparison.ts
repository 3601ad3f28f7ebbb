/** The keys of a build beside those of earlier builds: which are the same, which differ, and in what. */
import type { CacheAction } from "../contract/answers.ts";
import { flagsOf } from "../go/runArguments.ts";
import type { KnownBuild } from "./build.ts";
import { nameChanges, type NamingContext } from "./changeNames.ts";
import { changesBetween, type Change } from "./changes.ts";
import { settingsBetween } from "./settingChanges.ts";

/** An action's key beside the last one that is known of the same action. */
export type Comparison =
  | { kind: "same"; earlier: CacheAction; build: KnownBuild }
  | { kind: "differs"; own: Change[]; imports: Change[]; build: KnownBuild }
  | { kind: "new" }
  | { kind: "unknown"; why: string };

export class KeyComparison {
  readonly #current: KnownBuild;
  readonly #actions: ReadonlyMap<string, CacheAction>;
  readonly #earlier: { build: KnownBuild; actions: ReadonlyMap<string, CacheAction> }[];
  readonly #compared = new Map<string, Comparison>();
  readonly #contexts = new Map<KnownBuild, Omit<NamingContext, "package">>();

  /** @param earlier earlier builds, the one that is compared with first in front; later ones stand in where its keys are not known */
  constructor(current: KnownBuild, earlier: readonly KnownBuild[]) {
    this.#current = current;
    this.#actions = byId(current.actions);
    this.#earlier = earlier.map((build) => ({ build, actions: byId(build.actions) }));
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
    const known = this.#earlier.flatMap(({ build, actions }) => {
      const earlier = actions.get(id);
      return earlier?.actionID === undefined ? [] : [{ build, earlier }];
    });
    const [nearest] = known;
    if (!nearest) return { kind: "new" };
    // All differences are told since one build: what came out of one that failed is not what the last program was made of.
    const base = known.find(({ build }) => isWhole(build)) ?? nearest;
    const wasTried = nearest.earlier.actionID === action.actionID && action.state !== "hit";
    if (wasTried || base.earlier.actionID === action.actionID) return { kind: "same", ...(wasTried ? nearest : base) };
    return this.#difference(action, base.build);
  }

  #difference({ id, package: path }: CacheAction, build: KnownBuild): Comparison {
    const [before, after] = [build.inputs(id), this.#current.inputs(id)];
    if (!before || !after) return { kind: "unknown", why: "its key is another, but its inputs were not recorded" };
    const { own, imports } = changesBetween(before, after);
    if (own.length === 0 && imports.length === 0) {
      return { kind: "unknown", why: "its key is another, though all inputs that are known are the same" };
    }
    const named = nameChanges(own, { ...this.#contextOf(build), package: path });
    return { kind: "differs", own: named, imports: this.#packagesOf(imports), build };
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
  #packagesOf(imports: readonly Change[]): Change[] {
    const named = new Map<string, Change>();
    for (const change of imports) {
      const name = change.name === "packagemain" ? this.#current.package : change.name;
      if (!named.has(name)) named.set(name, { ...change, name });
    }
    return [...named.values()];
  }
}

/** Whether a build got as far as it could. */
function isWhole({ phase, actions }: KnownBuild): boolean {
  return phase !== "failed" && !actions.some(({ state }) => state === "failed");
}

function byId(actions: readonly CacheAction[]): ReadonlyMap<string, CacheAction> {
  return new Map(actions.map((action) => [action.id, action]));
}
