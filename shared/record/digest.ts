/** Secrets as they are kept: salted digests, which compare within one state directory and cannot be read. */
import { createHmac } from "node:crypto";
import type { Digest } from "../contract/answers.ts";

/** So many of the 32 bytes are kept: enough that no two values meet. */
const digestBytes = 16;

export type Digester = (value: string) => Digest;

/** HMAC-SHA256 under a state directory's salt, its first 16 bytes as base64url. */
export function digester(salt: Buffer): Digester {
  return (value) => ({
    digest: createHmac("sha256", salt).update(value).digest().subarray(0, digestBytes).toString("base64url"),
  });
}

/** A digest where a string is expected: `{digest:AbC…}`, without blanks and quotes, so that it fits into a list of flags. */
export function digestText({ digest }: Digest): string {
  return `{digest:${digest}}`;
}

/** Whether a text is such a digest, and nothing else. */
export function isDigestText(text: string): boolean {
  return /^\{digest:[\w-]{22}\}$/.test(text);
}
