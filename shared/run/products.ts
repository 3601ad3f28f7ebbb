/** What a build has brought forth: the executable, and the cache's entries for the keys. */
import type { Executable } from "../contract/answers.ts";
import type { CacheEntry } from "../go/buildCache.ts";
import { readExecutable } from "../go/executable.ts";
import type { GoEnv } from "../go/goEnv.ts";
import type { ActionFacts, BuildActions } from "./actions.ts";
import { CacheEntries } from "./cacheEntries.ts";

export class Products {
  readonly #actions: BuildActions;
  readonly #goEnv: GoEnv;
  readonly #entries: CacheEntries | undefined;
  /** The executable's path, once go has started it. */
  executable: string | undefined;
  /** What is known of it, read when it is started: $WORK may be gone later. */
  executableFacts: Promise<Executable | undefined> = Promise.resolve(undefined);

  constructor(actions: BuildActions, goEnv: GoEnv) {
    this.#actions = actions;
    this.#goEnv = goEnv;
    // With GOCACHEPROG the entries are no files of GOCACHE.
    this.#entries = goEnv.GOCACHEPROG ? undefined : new CacheEntries(goEnv.GOCACHE);
  }

  /** Notes what go executes. */
  started(executable: string): void {
    this.executable = executable;
    this.executableFacts = this.#readExecutable(executable);
  }

  /** Where the executable lies: linked into $WORK now, or reused from the build cache (Go ≥ 1.24). */
  get origin(): Executable["origin"] {
    return this.executable?.startsWith(`${this.#goEnv.GOCACHE}/`) ? "cache" : "work";
  }

  /** Reads the cache's entries for the keys of these actions that have come to rest. */
  async loadEntries(actions: readonly ActionFacts[]): Promise<void> {
    const atRest = actions.filter((action) => ["hit", "miss"].includes(this.#actions.state(action).state));
    await this.#entries?.load(atRest.flatMap((action) => action.key?.actionID ?? []));
  }

  /** The cache's entry of a key, once loaded. */
  entry(actionID: string): CacheEntry | undefined {
    return this.#entries?.get(actionID);
  }

  async #readExecutable(path: string): Promise<Executable | undefined> {
    const facts = await readExecutable(path).catch(() => undefined);
    return facts && { path, origin: this.origin, bytes: facts.bytes, buildID: facts.buildID, hasDwarf: facts.hasDwarf };
  }
}
