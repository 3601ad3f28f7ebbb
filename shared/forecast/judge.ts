/** What will happen to each action of the next run: what is in the cache, what is not, and what depends on how another comes out. */
import { importPaths } from "../go/keyInputs.ts";
import { cascadeOf, type Cascade } from "./cascade.ts";
import {
  keyOf,
  linkInputs,
  linkOutputKey,
  mainInputs,
  usesProfile,
  type PackageKey,
  type ProgramKeys,
} from "./keys.ts";

/** What the cache has for a key. */
export interface CachedOutput {
  /** Of a compiled package: `action/content`; undefined for anything else. */
  buildID: string | undefined;
}

/** Looks a key up in the build cache; undefined where there is nothing. */
export type Lookup = (actionID: string) => Promise<CachedOutput | undefined>;

export interface Surroundings {
  lookup: Lookup;
  /** -a: nothing is looked up. */
  forced: boolean;
  /** Whether this Go keeps linked programs in the cache: since 1.24, where the cache is its own. */
  keepsPrograms: boolean;
  /** GOCACHEPROG: the cache is another program's, which only go can ask. */
  cacheProgram: boolean;
}

/**
 * Why an action's state is what it is. "absent": its key is not in the cache. "cascade": its key depends on what is yet to be built.
 * "forced": -a. "unkept": this Go keeps no programs. "ambiguous": go printed two keys of its name. "asked": only GOCACHEPROG knows.
 * "profile": the profile for PGO is yet to be prepared.
 */
export type Verdict = "cached" | "absent" | "cascade" | "forced" | "unkept" | "ambiguous" | "asked" | "profile";

/** What will happen to one action. */
export interface Judged {
  action: "build" | "link";
  package: string;
  state: "hit" | "miss" | "unknown";
  verdict: Verdict;
  /** The key, where it is known, and the inputs that it is made of. */
  actionID?: string;
  inputs: () => string[];
  /** Of verdict "cascade". */
  cascade?: Cascade;
}

/** Judges all actions of a program, the link last. */
export async function judge(keys: ProgramKeys, surroundings: Surroundings): Promise<Judged[]> {
  return new Judge(keys, surroundings).all();
}

class Judge {
  readonly #keys: ProgramKeys;
  readonly #surroundings: Surroundings;
  /** What is not in the cache, and what depends on that. */
  readonly #absent = new Set<string>();
  #cascades: ReadonlyMap<string, Cascade> = new Map();
  #profileReady = true;

  constructor(keys: ProgramKeys, surroundings: Surroundings) {
    this.#keys = keys;
    this.#surroundings = surroundings;
  }

  async all(): Promise<Judged[]> {
    const { packages, main, profile } = this.#keys;
    if (this.#surroundings.forced) return this.#forced();
    for (const { package: path, cached } of packages.values()) {
      if (path !== main && cached !== true) this.#absent.add(path);
    }
    if (this.#absent.size > 0) this.#cascades = this.#findCascades();
    if (profile !== undefined) this.#profileReady = (await this.#surroundings.lookup(profile)) !== undefined;
    const others = [...packages.values()].filter((each) => each.package !== main).map((each) => this.#library(each));
    const { judged, buildID } = await this.#main(packages.get(main)!);
    return [...others, judged, await this.#link(judged, buildID)];
  }

  #forced(): Judged[] {
    const { packages, main, link } = this.#keys;
    const verdict = { state: "miss", verdict: "forced" } as const;
    const builds = [...packages.values()].map(({ package: path, block }): Judged => {
      return { action: "build", package: path, ...verdict, inputs: () => block.rawInputs() };
    });
    return [...builds, { action: "link", package: main, ...verdict, inputs: () => link.rawInputs() }];
  }

  /** Of each package whose key depends on one that is not in the cache: on which of those that are certain to be built. */
  #findCascades(): ReadonlyMap<string, Cascade> {
    const imports = new Map<string, string[]>();
    for (const { package: path, block } of this.#keys.packages.values()) {
      imports.set(
        path,
        importPaths(block.rawInputs()).filter((each) => this.#keys.packages.has(each)),
      );
    }
    return cascadeOf(imports, this.#absent);
  }

  #library({ package: path, block, cached }: PackageKey): Judged {
    const action = { action: "build", package: path, inputs: () => block.rawInputs() } as const;
    if (cached === true) return { ...action, state: "hit", verdict: "cached", ...idOf(block.actionID) };
    if (block.actionID === undefined || cached === undefined) {
      return { ...action, state: "unknown", verdict: "ambiguous" };
    }
    const cascade = this.#cascades.get(path);
    if (cascade) return { ...action, state: "unknown", verdict: "cascade", cascade };
    if (this.#waitsForProfile(block)) return { ...action, state: "unknown", verdict: "profile" };
    return { ...action, state: "miss", verdict: "absent", ...idOf(block.actionID) };
  }

  /** Package main, whose key is computed here, and the build ID that the cache has for it. */
  async #main({ package: path, block }: PackageKey): Promise<{ judged: Judged; buildID?: string }> {
    const inputs = mainInputs(block);
    const action = { action: "build", package: path, inputs: () => inputs } as const;
    const cascade = this.#cascades.get(path);
    if (cascade) return { judged: { ...action, state: "unknown", verdict: "cascade", cascade } };
    // What was not printed as it was hashed (a path that is no UTF-8) cannot be hashed again.
    if (keyOf(block.rawInputs()) !== block.actionID) {
      return { judged: { ...action, state: "unknown", verdict: "ambiguous" } };
    }
    if (this.#waitsForProfile(block)) return { judged: { ...action, state: "unknown", verdict: "profile" } };
    if (this.#surroundings.cacheProgram) return { judged: { ...action, state: "unknown", verdict: "asked" } };
    const actionID = keyOf(inputs);
    const buildID = (await this.#surroundings.lookup(actionID))?.buildID;
    if (buildID === undefined) return { judged: { ...action, state: "miss", verdict: "absent", actionID } };
    return { judged: { ...action, state: "hit", verdict: "cached", actionID }, buildID };
  }

  /** @param buildID of package main, where the cache has it */
  async #link(main: Judged, buildID: string | undefined): Promise<Judged> {
    const inputs = () => linkInputs(this.#keys, buildID ?? "");
    const action = { action: "link", package: this.#keys.main, inputs } as const;
    const { keepsPrograms, lookup } = this.#surroundings;
    if (!keepsPrograms) return { ...action, state: "miss", verdict: "unkept" };
    // Main's key is a part of the link's: what was never linked with it cannot be in the cache.
    if (main.verdict === "absent" && (await lookup(linkOutputKey(main.actionID ?? ""))) === undefined) {
      return { ...action, state: "miss", verdict: "absent" };
    }
    const cascade = this.#linkCascade(main);
    if (cascade) return { ...action, state: "unknown", verdict: "cascade", cascade };
    if (buildID === undefined) return { ...action, state: "unknown", verdict: main.verdict };
    const { link } = this.#keys;
    if (keyOf(link.rawInputs()) !== link.actionID) return { ...action, state: "unknown", verdict: "ambiguous" };
    const actionID = keyOf(inputs());
    const cached = (await lookup(actionID)) !== undefined;
    return cached
      ? { ...action, state: "hit", verdict: "cached", actionID }
      : { ...action, state: "miss", verdict: "absent", actionID };
  }

  /** The link takes in every package, main's build among them. */
  #linkCascade({ package: path, verdict, cascade }: Judged): Cascade | undefined {
    if (cascade) return { roots: cascade.roots, path: [...cascade.path] };
    const roots = [...this.#absent].filter((each) => !this.#cascades.has(each));
    const [first] = roots;
    if (first !== undefined) return { roots, path: [path, first] };
    return verdict === "absent" ? { roots: [path], path: [path] } : undefined;
  }

  #waitsForProfile(block: PackageKey["block"]): boolean {
    return !this.#profileReady && usesProfile(block);
  }
}

function idOf(actionID: string | undefined): { actionID?: string } {
  return actionID === undefined ? {} : { actionID };
}
