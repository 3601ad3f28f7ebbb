import { fileURLToPath } from "node:url";

/** The path of a `file:` URI, without a slash at its end; undefined for any other URI. */
export function pathOfUri(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(uri).replace(/(?<=.)\/+$/, "");
  } catch {
    return undefined;
  }
}
