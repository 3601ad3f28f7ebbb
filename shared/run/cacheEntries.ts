/** What the cache's files say of a run's keys. Read once for each key that has come to rest, when asked. */
import { setImmediate } from "node:timers/promises";
import { readEntrySync, type CacheEntry } from "../go/buildCache.ts";

/** So long others wait at most, in milliseconds: each file by itself takes a moment, of which one that waits takes several. */
const atOnceMs = 5;

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
    let until = performance.now() + atOnceMs;
    for (const id of actionIDs) {
      if (this.#entries.get(id) !== undefined) continue;
      this.#entries.set(id, readEntrySync(this.#goCache, id));
      if (performance.now() < until) continue;
      await setImmediate();
      until = performance.now() + atOnceMs;
    }
  }
}
