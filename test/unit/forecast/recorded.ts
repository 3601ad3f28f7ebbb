/** Key logs of go run and go list of one program, recorded by test/fixtures/forecast/record.sh: main → mid → leaf, main → side. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { KeyLog, type KeyBlock } from "../../../shared/go/keyLog.ts";

export const versions = ["go1.23.12", "go1.26.8", "go1.27.4"] as const;

/** The keys of a log: "run", "list", or "list-edited", where leaf is another than that in the cache. */
export function recorded(log: "run" | "list" | "list-edited", version: string): ReadonlyMap<string, KeyBlock> {
  const file = new URL(`../../fixtures/forecast/${log}-${version}.txt.gz`, import.meta.url);
  const reader = new KeyLog({});
  reader.push(gunzipSync(readFileSync(file)));
  reader.end();
  return reader.blocks;
}

/** `packagemain` of the link of a run: the build ID of main. */
export function buildIDOfMain(run: ReadonlyMap<string, KeyBlock>): string {
  const line = run
    .get("link example.com/m")
    ?.rawInputs()
    .find((each) => each.startsWith("packagemain "));
  return line?.slice("packagemain ".length).trim() ?? "";
}
