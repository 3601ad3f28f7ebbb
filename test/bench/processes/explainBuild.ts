/**
 * Explains a build of so many packages that have all changed, from records: `explainBuild.ts DIRECTORY PACKAGES` prints
 * `{ explainMs, summaryMs, keysMs }`; the first is CPU, the others are what a reader waits.
 */
import type { KeyInput } from "../../../shared/contract/answers.ts";
import type { RunRecord } from "../../../shared/contract/record.ts";
import { RecordStore } from "../../../shared/record/store.ts";
import { recordView } from "../../../shared/run/answers/recordView.ts";
import { buildCauses } from "../../../shared/why/buildCause.ts";
import { explain } from "../../../shared/why/explain.ts";
import { generatedRecord } from "../../support/generatedRecord.ts";

const [directory = "", packages = ""] = process.argv.slice(2);
const store = new RecordStore(directory);
const before = generatedRecord({ run: "before", packages: Number(packages), cold: true });
await store.save(before);
await store.save(changed(generatedRecord({ run: "after", packages: Number(packages), cold: true })));

/** As with another Go: each key is another, by its version and by what it imports. */
function changed(record: RunRecord): RunRecord {
  for (const action of record.cacheKeys.actions) {
    action.actionID = action.actionID?.split("").reverse().join("") ?? "";
    action.inputs = (action.inputs ?? []).map(changedInput);
  }
  return record;
}

function changedInput(input: KeyInput): KeyInput {
  if (input.kind === "import") return { ...input, value: input.value.split("").reverse().join("") };
  return input.kind === "go" && input.name === "version" ? { ...input, value: "go1.27.4" } : input;
}

const begin = performance.now();
await store.latest({ package: before.package });
const summaryMs = performance.now() - begin;

const opened = performance.now();
await (await store.open("after")).keys();
const keysMs = performance.now() - opened;

const [build, earlier] = await Promise.all(
  ["after", "before"].map(async (run) => recordView(await store.open(run)).build()),
);
const cpu = process.cpuUsage();
const explanation = explain(build!, { builds: [earlier!] });
const [cause] = buildCauses(build!, explanation);
const { user, system } = process.cpuUsage(cpu);
if (cause === undefined || explanation.reasons.size <= Number(packages)) throw new Error("not all was explained");
console.log(JSON.stringify({ explainMs: (user + system) / 1000, summaryMs, keysMs }));
