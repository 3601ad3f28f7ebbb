/** Where `--json FILE` goes: a whole file or none. */
import { randomBytes } from "node:crypto";
import { realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { errorIds, Failure } from "../shared/contract/errors.ts";

/** @throws Failure 7004 where no file can be made at that path: said before anything runs */
export async function requireDirectoryOf(path: string): Promise<void> {
  const directory = dirname(path);
  const found = await stat(directory).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw new Failure(errorIds.wrongArguments, `--json: ${directory} is not a directory that exists`, {
    advice: "Make it, or name another file.",
  });
}

/**
 * Writes a value as JSON. A regular file appears at once and complete, also behind a link (/dev/stdout is one); a device or a pipe
 * is written to.
 */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const text = `${JSON.stringify(value, undefined, 2)}\n`;
  const found = await stat(path).catch(() => undefined);
  if (found && !found.isFile()) return writeFile(path, text);
  const target = found ? await realpath(path) : path;
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}`);
  try {
    await writeFile(temporary, text, { flag: "wx" });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
