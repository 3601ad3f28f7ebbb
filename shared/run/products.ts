/** What a build has brought forth: the executable, and the cache's entries for the keys. */
import type { Executable } from "../contract/answers.ts";
import type { CacheEntry } from "../go/buildCache.ts";
import { readExecutable } from "../go/executable.ts";
import { keepsPrograms, type GoEnv } from "../go/goEnv.ts";
import type { ActionFacts, BuildActions } from "./actions.ts";
import { CacheEntries } from "./cacheEntries.ts";
import { LinkedFile } from "./linkedFile.ts";

export class Products {
  readonly #actions: BuildActions;
  readonly #goEnv: GoEnv;
  readonly #entries: CacheEntries | undefined;
  /** Whether the cache keeps linked programs. */
  readonly keepsPrograms: boolean;
  #linked: LinkedFile | undefined;
  /** The executable's path, once go has started it. */
  executable: string | undefined;
  /** What is known of it, read when it is started: $WORK may be gone later. */
  executableFacts: Promise<Executable | undefined> = Promise.resolve(undefined);

  constructor(actions: BuildActions, goEnv: GoEnv) {
    this.#actions = actions;
    this.#goEnv = goEnv;
    // With GOCACHEPROG the entries are no files of GOCACHE.
    this.#entries = goEnv.GOCACHEPROG ? undefined : new CacheEntries(goEnv.GOCACHE);
    this.keepsPrograms = keepsPrograms(goEnv);
  }

  /** The linker has started, and will write this file. */
  linking(path: string): void {
    if (!this.keepsPrograms) this.#linked = new LinkedFile(path);
  }

  /** Notes what go is about to execute: read at once, since of a short program it is gone with $WORK in a moment. */
  started(executable: string): void {
    this.executable = executable;
    const file = this.#linked?.path === executable ? this.#linked.readable : executable;
    this.executableFacts = this.#describe(executable, file).finally(() => this.#linked?.close());
  }

  /** Lets go of what the linker has written: nothing will be started any more. */
  async close(): Promise<void> {
    await this.executableFacts;
    this.#linked?.close();
  }

  /** All keys are known: an executable that was gone too soon is read from the cache, where go has put the same. */
  linked(): void {
    this.executableFacts = this.executableFacts.then((facts) => facts ?? this.#fromCache());
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

  async #fromCache(): Promise<Executable | undefined> {
    const links = this.#actions.all.filter(({ action }) => action === "link");
    await this.loadEntries(links);
    const copy = links.map(({ key }) => key?.actionID !== undefined && this.entry(key.actionID)).find(Boolean);
    return copy && this.executable !== undefined ? this.#describe(this.executable, copy.output) : undefined;
  }

  async #describe(path: string, file: string): Promise<Executable | undefined> {
    const facts = await readExecutable(file).catch(() => undefined);
    return facts && { path, origin: this.origin, bytes: facts.bytes, buildID: facts.buildID, hasDwarf: facts.hasDwarf };
  }
}
