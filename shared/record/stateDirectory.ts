/** Where gorunscope keeps what it knows from one run to the next. */
import { chmod, mkdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

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
 * @throws the file system's error where it cannot be made
 */
export async function makePrivateDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) await chmod(path, 0o700);
}
