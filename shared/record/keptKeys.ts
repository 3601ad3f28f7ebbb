/** Which keys any kept record knows: also those of other packages, and of runs long ago. */
import type { RunKind } from "../contract/record.ts";
import type { RecordStore } from "./store.ts";

/** A run in which what a key stands for was in the cache. */
export interface KeptKey {
  kind: RunKind;
  package: string;
  startedAt: string;
}

/** So long it is looked for, in milliseconds: what has not been found by then stays unknown. */
const patienceMs = 150;

const keyPattern = /"actionID":"([0-9a-f]{64})"/g;

/**
 * Looks for keys in the records, the newest first, without reading more of them than their keys' text.
 * @param wanted 64 hex digits each
 * @param except the run that asks
 * @throws Failure 7003 where the directory of records cannot be read
 */
export async function findKeptKeys(
  store: RecordStore,
  wanted: Iterable<string>,
  except: string,
): Promise<Map<string, KeptKey>> {
  const missing = new Set(wanted);
  const found = new Map<string, KeptKey>();
  const until = performance.now() + patienceMs;
  for await (const { run, kind, package: path, startedAt } of store.newestFirst()) {
    if (missing.size === 0 || performance.now() > until) break;
    if (run === except) continue;
    const text = await store.open(run).then(
      (record) => record.keysText(),
      () => "",
    );
    for (const { 1: key = "", index } of text.matchAll(keyPattern)) {
      if (!missing.has(key) || !wasInCache(text, index)) continue;
      missing.delete(key);
      found.set(key, { kind, package: path, startedAt });
    }
  }
  return found;
}

/** An action's state stands before its key. */
function wasInCache(text: string, key: number): boolean {
  const state = text.lastIndexOf('"state":"', key);
  return /^"state":"(?:hit|miss)"/.test(text.slice(state, state + 16));
}
