/**
 * States of go's build cache (https://pkg.go.dev/cmd/go/internal/cache): a directory GOCACHE is kept as it is and brought back as
 * often as need be, by hard links instead of building again.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, linkSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes a directory the same GOCACHE as another; what was in it is gone. Both lie on one file system.
 *
 * Outputs are never changed once they are there, so that links will do. Index entries (`-a`) are written over in place when an
 * action runs again: they are small, and copied.
 */
export function restoreCache(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  linkTree(from, to);
  // When it was trimmed last: else the first go command would do that now, within what is measured.
  writeFileSync(join(to, "trim.txt"), String(Math.floor(Date.now() / 1000)));
}

/** Has every file look as if it was used just now: go notes the use of an entry when the last one was an hour ago. */
export function touchCache(directory: string): void {
  const now = new Date();
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) touchCache(path);
    utimesSync(path, now, now);
  }
}

function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.name.endsWith("-a") || entry.name.endsWith(".txt")) copyFileSync(source, target);
    else linkSync(source, target);
  }
}

/** What has been written so far is on disk: else it would be written while something is measured. */
export function settle(): void {
  execFileSync("sync");
}
