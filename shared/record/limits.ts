import { statSync } from "node:fs";
import { open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isTemporary, recordNames } from "./names.ts";
import { isMarkedKept, longestLine } from "./recordFile.ts";

/** How much is kept. */
export interface Limits {
  runs: number;
  /** Of all records together. */
  bytes: number;
}

/** A file that nobody has written to for so long was left behind by a process that died, in milliseconds. */
const abandonedMs = 3_600_000;

/**
 * Removes the oldest records until the others are within the limits. Those that are to be kept count, but stay, and so does the
 * newest save; what others remove at the same time does not matter.
 * @param saved the file that room is made for
 * @throws the file system's error for a record that cannot be removed
 */
export async function makeRoom(directory: string, limits: Limits, saved: string): Promise<void> {
  const files = await readdir(directory);
  await removeAbandoned(directory, files.filter(isTemporary));
  const names = recordNames(files);
  // There are hundreds, and each by itself takes a moment, of which one that is waited for takes several.
  const sizes = new Map(names.map(({ file }) => [file, sizeOf(join(directory, file))]));
  let runs = names.length;
  let bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  for (const { file } of names.reverse()) {
    if (runs <= limits.runs && bytes <= limits.bytes) return;
    if (file === saved || (await isKept(join(directory, file)))) continue;
    await rm(join(directory, file), { force: true });
    runs--;
    bytes -= sizes.get(file) ?? 0;
  }
}

async function removeAbandoned(directory: string, files: string[]): Promise<void> {
  for (const file of files) {
    const path = join(directory, file);
    const modified = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Infinity,
    );
    if (Date.now() - modified > abandonedMs) await rm(path, { force: true });
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Also of a damaged record, and of another version's. */
async function isKept(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(longestLine), 0, longestLine, 0);
      return isMarkedKept(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}
