/** Why a command could not be started, in a sentence that names what is wrong. */
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { errorIds, Failure } from "../contract/errors.ts";

/**
 * Tells apart what the system reports alike: a missing command, a missing interpreter, a missing working directory. The error
 * itself goes no further than its code: Node keeps the whole command line in it, which may hold secrets.
 * @param file the command's first word
 * @param cwd the directory it was to be started in
 * @param error what spawn reported
 */
export function startFailure(file: string, cwd: string | undefined, error: unknown): Failure {
  const directory = cwd === undefined ? undefined : directoryFailure(cwd);
  if (directory !== undefined) return new Failure(errorIds.wrongArguments, directory);
  const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
  const isPath = file.includes("/");
  if (code === "ENOENT" && isPath && existsSync(file)) {
    return new Failure(errorIds.toolMissing, `${file} cannot be started: its interpreter or loader does not exist`, {
      cause: code,
    });
  }
  if (code === "ENOENT") {
    return new Failure(errorIds.toolMissing, `${file} ${isPath ? "does not exist" : "was not found on PATH"}`, {
      cause: code,
    });
  }
  if (code === "EACCES") {
    return new Failure(errorIds.toolMissing, `${file} may not be executed`, {
      advice: "It needs execute permission, on a file system that is not mounted noexec.",
      cause: code,
    });
  }
  return new Failure(errorIds.toolMissing, `${file} could not be started (${code})`, { cause: code });
}

function directoryFailure(cwd: string): string | undefined {
  const stat = statSync(cwd, { throwIfNoEntry: false });
  if (!stat) return `the working directory ${cwd} does not exist`;
  if (!stat.isDirectory()) return `the working directory ${cwd} is not a directory`;
  try {
    accessSync(cwd, constants.X_OK);
    return undefined;
  } catch {
    return `the working directory ${cwd} may not be entered`;
  }
}
