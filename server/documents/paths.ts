import { fileURLToPath } from "node:url";

/** The path of a `file:` URI; undefined for any other. */
export function pathOfUri(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
