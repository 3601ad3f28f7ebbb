/** Names of records' files: `20261122T100000123Z.RUN.record`, so that they sort by the run's start. */
import { randomUUID } from "node:crypto";

/** A record's file, by its name. */
export interface RecordName {
  file: string;
  run: string;
}

const form = /^\d{8}T\d{9}Z\.([\w-]+)\.record$/;
const temporary = /^\.\d{8}T\d{9}Z\.[\w-]+\.record\.[\w-]+$/;

/**
 * @param startedAt ISO 8601 UTC
 * @throws RangeError for a run's id, or a time, that can be no part of a file's name
 */
export function fileName({ run, startedAt }: { run: string; startedAt: string }): string {
  const name = `${startedAt.replace(/[-:.]/g, "")}.${run}.record`;
  if (!form.test(name)) throw new RangeError(`${JSON.stringify(run)}, ${startedAt} names no record`);
  return name;
}

/** A name for the file while it is written. */
export function temporaryName(file: string): string {
  return `.${file}.${randomUUID()}`;
}

/** Whether this is such a name: of a file that is being written, or was left behind. */
export function isTemporary(file: string): boolean {
  return temporary.test(file);
}

/** The records among the files of a directory, the newest first. */
export function recordNames(files: string[]): RecordName[] {
  const names = files.flatMap((file) => {
    const run = form.exec(file)?.[1];
    return run === undefined ? [] : [{ file, run }];
  });
  return names.sort((a, b) => (a.file < b.file ? 1 : -1));
}
