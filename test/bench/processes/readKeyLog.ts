/** Reads a key log once, as a run does: `readKeyLog.ts FILE` prints `{ cpuMs, keys }`. */
import { readFileSync } from "node:fs";
import { KeyLog } from "../../../shared/go/keyLog.ts";

/** What a pipe hands out at once, in bytes. */
const chunkBytes = 64 * 1024;

const log = readFileSync(process.argv[2] ?? "");
let keys = 0;
const reader = new KeyLog({ onKey: () => keys++ });
const before = process.cpuUsage();
for (let from = 0; from < log.length; from += chunkBytes) reader.push(log.subarray(from, from + chunkBytes));
reader.end();
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpuMs: (user + system) / 1000, keys }));
