/** What the cache's files say of a run's keys. Read once for each key that has come to rest, in the background or when asked. */
import { readEntry, type CacheEntry } from "../go/buildCache.ts";

/** How many files are read at once: enough to be quick, too few to be in anybody's way. */
const atOnce = 16;

export class CacheEntries {
  readonly #goCache: string;
  readonly #entries = new Map<string, CacheEntry | undefined>();

  /** @param goCache the directory GOCACHE */
  constructor(goCache: string) {
    this.#goCache = goCache;
  }

  /** The entry of a key, if it was loaded and there is one. */
  get(actionID: string): CacheEntry | undefined {
    return this.#entries.get(actionID);
  }

  /** Reads the entries of these keys that were not found before. */
  async load(actionIDs: string[]): Promise<void> {
    const missing = actionIDs.filter((id) => this.#entries.get(id) === undefined);
    for (let index = 0; index < missing.length; index += atOnce) {
      await Promise.all(
        missing.slice(index, index + atOnce).map(async (id) => {
          this.#entries.set(id, await readEntry(this.#goCache, id));
        }),
      );
    }
  }
}
