/** Where gorunscope keeps what it knows from one run to the next. */
import { chmod, mkdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";

/**
 * `$XDG_STATE_HOME/gorunscope`, else `~/.local/state/gorunscope`, on macOS `~/Library/Application Support/gorunscope`. A relative
 * XDG_STATE_HOME counts as none, as the XDG base directory specification has it.
 */
export function stateDirectory(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const given = env.XDG_STATE_HOME;
  if (given !== undefined && isAbsolute(given)) return join(given, "gorunscope");
  const standard = platform === "darwin" ? ["Library", "Application Support"] : [".local", "state"];
  return join(env.HOME ? env.HOME : homedir(), ...standard, "gorunscope");
}

/**
 * Makes a directory that only this user can look into; one that is there and open to others is closed to them.
 * @throws the file system's error where it cannot be made, or is something else
 */
export async function makePrivateDirectory(path: string): Promise<void> {
  await make(path);
  const found = await stat(path);
  if (!found.isDirectory()) throw Object.assign(new Error(`${path} is not a directory`), { code: "ENOTDIR" });
  if ((found.mode & 0o077) !== 0) await chmod(path, 0o700);
}

/** Not mkdir's own `recursive`: where the system says ENOENT whatever exists (/proc, an automounter's directory) that never ends. */
async function make(path: string): Promise<void> {
  if ((await tryMake(path)) === undefined) return;
  if (dirname(path) !== path) await make(dirname(path));
  const error = await tryMake(path);
  if (error) throw error;
}

/** @returns undefined where something is there now, made or found; the error where the parent is missing */
async function tryMake(path: string): Promise<Error | undefined> {
  try {
    await mkdir(path, { mode: 0o700 });
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return undefined;
    if (code === "ENOENT") return error as Error;
    throw error;
  }
}
