/** The inputs of a run's keys from the record of an earlier run: where nothing has changed they need not be read and packed again. */
import type { RunKind } from "../contract/record.ts";
import type { PackedInputs } from "./packedRecord.ts";
import type { RecordStore } from "./store.ts";

/** So many records are looked at: the last run of the same is mostly among the last runs. */
const lookedAt = 8;

/** Which record is looked for. */
export interface RepeatedRun {
  package: string;
  kind: RunKind;
  /** Where go works. */
  cwd: string;
}

/**
 * The packed inputs of the last record of a package, if they are of the same keys.
 * @param of see inputsOf
 * @throws Failure 7003 where the directory of records cannot be read
 */
export async function repeatedInputs(
  store: RecordStore,
  run: RepeatedRun,
  of: string,
): Promise<PackedInputs | undefined> {
  let looked = 0;
  for await (const { run: id, package: path, kind, cwd } of store.newestFirst()) {
    if (path === run.package && kind === run.kind && cwd === run.cwd) {
      const inputs = (await store.open(id)).packedInputs();
      return inputs?.of === of ? inputs : undefined;
    }
    if (++looked === lookedAt) return undefined;
  }
  return undefined;
}
