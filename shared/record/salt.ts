/** The random bytes that make a state directory's digests its own. */
import { randomBytes, randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makePrivateDirectory } from "./stateDirectory.ts";

const saltBytes = 32;

/**
 * The salt of a state directory: 32 bytes in its file `salt` (0600), made when it is first asked for. Of several processes that
 * make it at once all get the same.
 * @throws the file system's error where there is none and none can be made
 */
export async function readSalt(stateDirectory: string): Promise<Buffer> {
  const path = join(stateDirectory, "salt");
  return (await read(path)) ?? make(stateDirectory, path);
}

async function make(stateDirectory: string, path: string): Promise<Buffer> {
  await makePrivateDirectory(stateDirectory);
  const temporary = join(stateDirectory, `.salt.${randomUUID()}`);
  const fresh = randomBytes(saltBytes);
  try {
    await writeFile(temporary, fresh, { mode: 0o600, flag: "wx" });
    // A link never replaces: who comes second finds the first one's. A file that is no salt, or a file system without links, leaves only the rename.
    await link(temporary, path).catch(async () => {
      if ((await read(path)) === undefined) await rename(temporary, path);
    });
  } finally {
    await rm(temporary, { force: true });
  }
  return (await read(path)) ?? fresh;
}

/** Undefined where there is no file, or one of another length. */
async function read(path: string): Promise<Buffer | undefined> {
  try {
    const salt = await readFile(path);
    return salt.length === saltBytes ? salt : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
