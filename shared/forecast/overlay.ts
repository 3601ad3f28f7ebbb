/** Buffers that are not saved yet, as go's -overlay takes them: a JSON file that names other files in their place. */
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { errorIds, Failure } from "../contract/errors.ts";

/** The form of the file (go help build: -overlay). */
interface OverlayFile {
  Replace: Record<string, string>;
}

/**
 * Writes the buffers.
 * @param directory a private one
 * @param texts by absolute path
 * @param users the file of the user's own -overlay, absolute; what it replaces stays replaced unless there is a buffer for it
 * @returns the JSON file
 * @throws Failure 7004 for a path that is not absolute and a user's file that cannot be read; what the file system says
 */
export async function writeOverlay(
  directory: string,
  texts: Readonly<Record<string, string>>,
  users?: string,
): Promise<string> {
  const replaced = users === undefined ? {} : await readUsers(users);
  for (const [index, [path, text]] of Object.entries(texts).entries()) {
    if (resolve(path) !== path) {
      throw new Failure(errorIds.wrongArguments, `overlay takes absolute paths, not ${path}`);
    }
    const file = join(directory, `buffer${index}`);
    await writeFile(file, text, { mode: 0o600 });
    replaced[path] = file;
  }
  const path = join(directory, "overlay.json");
  await writeFile(path, JSON.stringify({ Replace: replaced } satisfies OverlayFile), { mode: 0o600 });
  return path;
}

async function readUsers(path: string): Promise<Record<string, string>> {
  try {
    return { ...(JSON.parse(await readFile(path, "utf8")) as Partial<OverlayFile>).Replace };
  } catch (cause) {
    throw new Failure(errorIds.wrongArguments, `the file of -overlay, ${path}, cannot be read`, { cause });
  }
}
