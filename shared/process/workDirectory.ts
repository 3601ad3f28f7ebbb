/** The go command's temporary directory, where go itself could not remove it. */
import { lstat, rm } from "node:fs/promises";
import { basename, isAbsolute } from "node:path";

/** Removes a $WORK: only a directory of ours that is named as go names it (cmd/go/internal/work: MkdirTemp(…, "go-build")). */
export async function removeWork(path: string): Promise<void> {
  if (!isAbsolute(path) || !/^go-build\d+$/.test(basename(path))) return;
  const found = await lstat(path).catch(() => undefined);
  const ours = found?.isDirectory() && (process.getuid === undefined || found.uid === process.getuid());
  if (ours) await rm(path, { recursive: true, force: true });
}
