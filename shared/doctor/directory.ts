/** What can be done in a directory, found out by doing it. */
import { chmod, constants, access, mkdtemp, rm, stat, statfs, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sentenceOf } from "../contract/errors.ts";
import { capture } from "../process/spawn.ts";

export interface DirectoryFacts {
  path: string;
  exists: boolean;
  /** Whether files can be made there; of one that does not exist, whether it could be made. */
  writable: boolean;
  /** Why not, where something cannot be done. */
  why?: string;
  /** Permission bits, 0o700 and so on; absent where it does not exist. */
  mode?: number;
  /** Free for this user, in bytes. */
  freeBytes?: number;
}

export async function examineDirectory(path: string): Promise<DirectoryFacts> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return { path, exists: true, writable: false, why: "it is not a directory" };
    const { bavail, bsize } = await statfs(path);
    const facts = { path, exists: true, mode: found.mode & 0o777, freeBytes: bavail * bsize };
    const why = await inTrial(path);
    return why === undefined ? { ...facts, writable: true } : { ...facts, writable: false, why };
  } catch (error) {
    if (!isMissing(error)) return { path, exists: true, writable: false, why: sentenceOf(error) };
    return (await canBeMade(path))
      ? { path, exists: false, writable: true }
      : { path, exists: false, writable: false, why: "it does not exist and cannot be made" };
  }
}

/**
 * Whether a file made there can be executed: on a file system mounted noexec it cannot.
 * @returns undefined where it can, else why not
 */
export async function whyNotExecutable(directory: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return inTrial(directory, async (trial) => {
    const script = join(trial, "trial");
    await writeFile(script, "#!/bin/sh\nexit 0\n");
    await chmod(script, 0o700);
    const { code, stderr } = await capture([script], { env });
    return code === 0 ? undefined : stderr.trim() || `a trial there ended with status ${code}`;
  });
}

/** Makes a new directory inside `directory`, runs something in it, and removes it again; what goes wrong comes back as a clause. */
async function inTrial(
  directory: string,
  work?: (trial: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  let trial: string | undefined;
  try {
    trial = await mkdtemp(join(directory, "gorunscope-doctor-"));
    return await work?.(trial);
  } catch (error) {
    return (error as Error).message;
  } finally {
    if (trial !== undefined) await rm(trial, { recursive: true, force: true });
  }
}

async function canBeMade(path: string): Promise<boolean> {
  const parent = dirname(path);
  if (parent === path) return false;
  try {
    await access(parent, constants.W_OK | constants.X_OK);
    return (await stat(parent)).isDirectory();
  } catch (error) {
    return isMissing(error) && canBeMade(parent);
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
