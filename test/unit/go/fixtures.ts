import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { KeyLog, type KeyBlock } from "../../../shared/go/keyLog.ts";

/** The Go versions that test/fixtures/go was recorded with. */
export const versions = ["go1.23.12", "go1.26.8", "go1.27.4"] as const;

/** A file of test/fixtures/go, unpacked where it is packed. */
export function fixture(name: string): Buffer {
  const bytes = readFileSync(new URL(`../../fixtures/go/${name}`, import.meta.url));
  return name.endsWith(".gz") ? gunzipSync(bytes) : bytes;
}

export interface ReadLog {
  blocks: ReadonlyMap<string, KeyBlock>;
  /** "open build P", "key build P": what the handlers were told, in order. */
  events: string[];
  lines: string[];
}

/** Reads a log to its end, given in these pieces. */
export function readLog(...chunks: Buffer[]): ReadLog {
  const events: string[] = [];
  const lines: string[] = [];
  const log = new KeyLog({
    onOpen: (block) => events.push(`open ${block.kind} ${block.package}`),
    onKey: (block) => events.push(`key ${block.kind} ${block.package}`),
    onLine: (line) => lines.push(line),
  });
  for (const chunk of chunks) log.push(chunk);
  log.end();
  return { blocks: log.blocks, events, lines };
}

/** A block's facts as plain data, to compare. */
export function plain(block: KeyBlock | undefined) {
  return (
    block && {
      kind: block.kind,
      package: block.package,
      actionID: block.actionID,
      ambiguous: block.ambiguous,
      inputs: block.rawInputs(),
    }
  );
}
