/** The go command's temporary directory, where go itself could not remove it. */
import { lstat, readdir, rm, rmdir } from "node:fs/promises";
import { basename, isAbsolute, join } from "node:path";
import type { Identity } from "./identity.ts";
import { readAll, readEnvironment, startedAt } from "./procfs.ts";

/** As go names it (cmd/go/internal/work: MkdirTemp(…, "go-build")). */
const workName = /^go-build\d+$/;

/** How far the time of a directory and the start of a process may be off: the kernel counts both in ticks of its own. In milliseconds. */
const slackMs = 50;

/** Removes a $WORK: only a directory of ours that is named as go names it. */
export async function removeWork(path: string): Promise<void> {
  if (!isAbsolute(path) || !workName.test(basename(path))) return;
  if (await madeAt(path)) await rm(path, { recursive: true, force: true });
}

/**
 * Removes the $WORK of a go that was killed before it told where that is, while it loaded packages: it is empty then. One that
 * a go command that still runs may have made is left alone.
 * @param temporary the directory in which go makes it
 * @param go the go command that is dead
 */
export async function removeUnknownWork(temporary: string, go: Identity): Promise<void> {
  if (go.startTicks === 0) return;
  const since = startedAt(go.startTicks);
  const names = await readdir(temporary).catch(() => []);
  for (const path of names.filter((name) => workName.test(name)).map((name) => join(temporary, name))) {
    const made = await madeAt(path);
    if (!made || made.getTime() < since.getTime() - slackMs || mayBeOthers(temporary, made, go)) continue;
    await rmdir(path).catch(() => undefined);
  }
}

/** Whether a go command runs that was there when the directory was made, and makes its $WORK in the same place. */
function mayBeOthers(temporary: string, made: Date, { pid }: Identity): boolean {
  return readAll().some((stat) => {
    // A dead one that nobody has waited for has no environment to ask, and no $WORK to lose.
    if (stat.name !== "go" || stat.pid === pid || stat.state === "zombie") return false;
    if (startedAt(stat.startTicks).getTime() > made.getTime() + slackMs) return false;
    const env = readEnvironment(stat.pid);
    return env === undefined || workParent(env, env.GOTMPDIR ?? "") === temporary;
  });
}

/**
 * The directory in which go makes its $WORK.
 * @param goTmpDir the value of `go env GOTMPDIR`
 */
export function workParent(env: NodeJS.ProcessEnv, goTmpDir: string): string {
  return goTmpDir || env.TMPDIR || "/tmp";
}

/** When a directory of ours was made; undefined if it is no directory, or not ours. */
async function madeAt(path: string): Promise<Date | undefined> {
  const found = await lstat(path).catch(() => undefined);
  if (!found?.isDirectory() || (process.getuid !== undefined && found.uid !== process.getuid())) return undefined;
  // A file system that does not keep the time of birth: of an empty directory the last change is near it.
  return found.birthtimeMs > 0 ? found.birthtime : found.ctime;
}
