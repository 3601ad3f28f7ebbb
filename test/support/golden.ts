import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The path of a file under test/fixtures. */
export function fixturePath(file: string): string {
  return fileURLToPath(new URL(`../fixtures/${file}`, import.meta.url));
}

/**
 * Compares a text with a file under test/fixtures; with UPDATE_GOLDEN=1 in the environment the file is written anew instead,
 * for a look at the difference.
 */
export function assertGolden(file: string, actual: string): void {
  const path = fixturePath(file);
  const text = `${actual}\n`;
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(path, text);
  assert.equal(text, readFileSync(path, "utf8"), `${file} differs; UPDATE_GOLDEN=1 writes it anew`);
}
