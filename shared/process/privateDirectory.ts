/** Directories that nobody but this user can look into: for the sockets, shims and files of runs. */
import { lstatSync, mkdirSync, mkdtempSync, statSync, type Stats } from "node:fs";
import { rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { errorIds, Failure, sentenceOf } from "../contract/errors.ts";
import { holdsSockets, RunDirectory } from "./runDirectory.ts";

export type { RunFacts } from "./ownerFile.ts";
export { RunDirectory } from "./runDirectory.ts";

/** A run's directory is called this and six characters that mkdtemp picks. */
const namePrefix = "r";

/** Whether a directory in a base is a run's, by its name. */
export function isRunDirectoryName(name: string): boolean {
  return name.startsWith(namePrefix) && name.length === namePrefix.length + 6;
}

const userID = process.getuid?.();

/** Directories that had to be made because the usual ones could not be trusted, by the temporary directory they are in. */
const ownBases = new Map<string, string>();

/**
 * The directory that holds the runs' directories: `gorunscope` in $XDG_RUNTIME_DIR, else `gorunscope-UID` in the temporary
 * directory. It is made if need be, with mode 0700. Should it be a link, another user's or open to others, a fresh one is made
 * for this process alone.
 * @param env where XDG_RUNTIME_DIR and TMPDIR are taken from
 * @throws Failure 7003 if there is no place for it
 */
export function baseDirectory(env: NodeJS.ProcessEnv): string {
  return usualBases(env).find(prepare) ?? ownBase(temporaryDirectory(env));
}

/** The usual directories of runs that exist now and are private: where an earlier adapter of this user may have left something. */
export function existingBases(env: NodeJS.ProcessEnv): string[] {
  return possibleBases(env).filter(isPrivate);
}

/** All directories in which an adapter of this user may put its run's, whether they are there or not. */
export function possibleBases(env: NodeJS.ProcessEnv): string[] {
  return [...new Set([...usualBases(env), ...usualBases({ TMPDIR: shortTemporaryDirectory })])];
}

/** Where sockets fit in, whatever TMPDIR is. */
const shortTemporaryDirectory = "/tmp";

/**
 * Makes the directory of one run, noted as this process's. Sockets in it have paths that are short enough.
 * @throws Failure 7003 if there is no place for it
 */
export async function createRunDirectory(env: NodeJS.ProcessEnv): Promise<RunDirectory> {
  const path = (await makeIn(env)) ?? (await makeIn(env));
  if (path !== undefined) return path;
  throw noPlace("it vanished again and again");
}

/** Undefined if the base was removed at this very moment: with the last run in it, or by who cleans up /tmp. */
async function makeIn(env: NodeJS.ProcessEnv): Promise<RunDirectory | undefined> {
  const usual = baseDirectory(env);
  const base = holdsSockets(join(usual, `${namePrefix}XXXXXX`))
    ? usual
    : baseDirectory({ TMPDIR: shortTemporaryDirectory });
  try {
    return await RunDirectory.make(join(base, namePrefix));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    await rmdir(base).catch(() => undefined);
    throw noPlace(sentenceOf(error));
  }
}

function usualBases(env: NodeJS.ProcessEnv): string[] {
  const runtime = env.XDG_RUNTIME_DIR ?? "";
  const inTemporary = join(temporaryDirectory(env), `gorunscope-${userID ?? "user"}`);
  return isAbsolute(runtime) && isOurs(statOf(runtime, statSync))
    ? [join(runtime, "gorunscope"), inTemporary]
    : [inTemporary];
}

function temporaryDirectory(env: NodeJS.ProcessEnv): string {
  return env.TMPDIR !== undefined && isAbsolute(env.TMPDIR) ? env.TMPDIR : tmpdir();
}

/** Makes a directory if there is none; whether a private one is there now. */
function prepare(path: string): boolean {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch {
    // It is there, or cannot be made: what counts is what is there now.
  }
  return isPrivate(path);
}

function isPrivate(path: string): boolean {
  const stat = statOf(path, lstatSync);
  return isOurs(stat) && (userID === undefined || (stat!.mode & 0o077) === 0);
}

function isOurs(stat: Stats | undefined): boolean {
  return stat !== undefined && stat.isDirectory() && (userID === undefined || stat.uid === userID);
}

function statOf(path: string, read: (path: string) => Stats): Stats | undefined {
  try {
    return read(path);
  } catch {
    return undefined;
  }
}

/** A directory for this process alone, made once. */
function ownBase(temporary: string): string {
  const known = ownBases.get(temporary);
  if (known !== undefined && isPrivate(known)) return known;
  try {
    const made = mkdtempSync(join(temporary, "gorunscope-"));
    ownBases.set(temporary, made);
    return made;
  } catch (error) {
    throw noPlace(sentenceOf(error));
  }
}

/** What the file system has against a run's private files, as a Failure; anything else as it is. */
export function fileFailure(error: unknown): unknown {
  const { code, syscall } = error as Partial<NodeJS.ErrnoException>;
  return error instanceof Failure || code === undefined || syscall === undefined ? error : noPlace(sentenceOf(error));
}

function noPlace(why: string): Failure {
  return new Failure(errorIds.notOnThisSystem, `there is no place for the private files of a run: ${why}`, {
    advice: "Set XDG_RUNTIME_DIR or TMPDIR to a directory with room that you can write to.",
  });
}
