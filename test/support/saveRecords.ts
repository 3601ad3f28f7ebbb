/**
 * Saves records of its own into a state directory, one after the other: `saveRecords.ts DIRECTORY NAME COUNT PACKAGES LIMIT`.
 * Prints what could not be kept, a line each.
 */
import { sentenceOf } from "../../shared/contract/errors.ts";
import { RecordStore } from "../../shared/record/store.ts";
import { generatedRecord } from "./generatedRecord.ts";

const [directory = "", name = "", count = "1", packages = "1", limit = "200"] = process.argv.slice(2);
const store = new RecordStore(directory, { runs: Number(limit) });
await store.digester().catch(() => undefined);
for (let n = 0; n < Number(count); n++) {
  const record = generatedRecord({
    run: `${name}-${n}`,
    startedAt: Date.now(),
    packages: Number(packages),
    cold: true,
  });
  await store.save(record).catch((error: unknown) => console.log(sentenceOf(error)));
}
