import { errorIds, Failure } from "../contract/errors.ts";

/** What the system means, where its own words say little. */
const reasons: Record<string, string> = {
  EACCES: "permission is denied",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would be larger than is allowed",
  ELOOP: "the path goes round in circles",
  ENOENT: "a part of the path does not exist and cannot be made",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of the path is not a directory",
  EPERM: "it is not permitted",
  EROFS: "the file system is read-only",
};

/**
 * A Failure 7003 about files of ours.
 * @param sentence what could not be done, with the path
 * @param error what the file system reported
 */
export function storageFailure(sentence: string, error: unknown, advice?: string): Failure {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const why = reasons[code] ?? message;
  return new Failure(errorIds.notOnThisSystem, `${sentence}: ${why}`, {
    ...(advice !== undefined && { advice }),
    cause: error,
  });
}

/** That something could not be kept, and what that means. */
export function cannotKeep(what: string, directory: string, error: unknown): Failure {
  const advice = "The run itself is not affected; XDG_STATE_HOME names another place for what is kept.";
  return storageFailure(`${what} could not be kept in ${directory}`, error, advice);
}
