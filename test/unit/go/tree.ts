import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A directory of files for one test. */
export interface Tree {
  root: string;
  remove(): void;
}

/** Writes files, given by their paths below a new directory; a path that ends in / is an empty directory. */
export function makeTree(files: Record<string, string>): Tree {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "gorunscope-tree-")));
  for (const [path, text] of Object.entries(files)) {
    const whole = join(root, path);
    mkdirSync(path.endsWith("/") ? whole : dirname(whole), { recursive: true });
    if (!path.endsWith("/")) writeFileSync(whole, text);
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
