import { sep } from "node:path";

/** The innermost of these folders that a file lies in. */
export function innermostFolder(folders: readonly string[], path: string): string | undefined {
  return folders
    .filter((folder) => path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep))
    .sort((one, other) => other.length - one.length)[0];
}
