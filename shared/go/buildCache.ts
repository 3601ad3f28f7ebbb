/** Entries of the build cache as they stand in GOCACHE. The format is that of cmd/go/internal/cache/cache.go. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** What the cache has for a key. */
export interface CacheEntry {
  /** 64 hex digits, the key. */
  actionID: string;
  /** 64 hex digits, the output's SHA-256. */
  outputID: string;
  /** The file that maps the key to its output. */
  entry: string;
  /** The output itself. */
  output: string;
  bytes: number;
  /** ISO 8601 UTC: when it was put into the cache. */
  storedAt: string;
}

/** The file of a key. */
export function entryPath(goCache: string, actionID: string): string {
  return join(goCache, actionID.slice(0, 2), `${actionID}-a`);
}

/** The file of an output; of an executable it is a directory that holds one file, named as the program. */
export function outputPath(goCache: string, outputID: string): string {
  return join(goCache, outputID.slice(0, 2), `${outputID}-d`);
}

const entryLine = /^v1 ([0-9a-f]{64}) ([0-9a-f]{64}) (?=[ \d]{20} [ \d]{20}\n$) *(\d+) +(\d+)\n$/;

/**
 * Reads the text of an entry's file: `v1 KEY OUTPUT SIZE NANOSECONDS`, the figures padded to 20 characters.
 * @returns undefined for anything else, as go takes such a file for none
 */
export function parseEntry(
  text: string,
): { actionID: string; outputID: string; size: number; storedAt: Date } | undefined {
  const [, actionID, outputID, size, nanoseconds] = entryLine.exec(text) ?? [];
  if (actionID === undefined || outputID === undefined || nanoseconds === undefined) return undefined;
  // As a number it would be a quarter of a microsecond off, which may be the next millisecond.
  const storedAt = new Date(Number(BigInt(nanoseconds) / 1_000_000n));
  return Number.isNaN(storedAt.getTime()) ? undefined : { actionID, outputID, size: Number(size), storedAt };
}

/**
 * What the cache has for a key. Changes nothing, not even the times by which go tells what is still in use.
 * @returns undefined where go would find nothing: no entry, a damaged one, or an output that is missing or has another size
 */
export async function readEntry(goCache: string, actionID: string): Promise<CacheEntry | undefined> {
  try {
    const found = located(goCache, actionID, await readFile(entryPath(goCache, actionID), "latin1"));
    if (found === undefined) return undefined;
    const status = await stat(found.output);
    if (!status.isDirectory()) return status.size === found.bytes ? found : undefined;
    const executable = withExecutable(found, await readdir(found.output));
    return executable && (await stat(executable.output)).size === found.bytes ? executable : undefined;
  } catch {
    return undefined;
  }
}

/** readEntry for who cannot wait. */
export function readEntrySync(goCache: string, actionID: string): CacheEntry | undefined {
  try {
    const found = located(goCache, actionID, readFileSync(entryPath(goCache, actionID), "latin1"));
    if (found === undefined) return undefined;
    const status = statSync(found.output);
    if (!status.isDirectory()) return status.size === found.bytes ? found : undefined;
    const executable = withExecutable(found, readdirSync(found.output));
    return executable && statSync(executable.output).size === found.bytes ? executable : undefined;
  } catch {
    return undefined;
  }
}

function located(goCache: string, actionID: string, text: string): CacheEntry | undefined {
  const parsed = parseEntry(text);
  if (parsed?.actionID !== actionID) return undefined;
  return {
    actionID,
    outputID: parsed.outputID,
    entry: entryPath(goCache, actionID),
    output: outputPath(goCache, parsed.outputID),
    bytes: parsed.size,
    storedAt: parsed.storedAt.toISOString(),
  };
}

function withExecutable(entry: CacheEntry, names: string[]): CacheEntry | undefined {
  const [name] = names;
  return name !== undefined && names.length === 1 ? { ...entry, output: join(entry.output, name) } : undefined;
}

/**
 * The 20 characters by which build IDs name a key or a content: base64url of its first 15 bytes
 * (HashToString in cmd/internal/buildid).
 * @param hex64 64 hex digits
 */
export function shortID(hex64: string): string {
  return Buffer.from(hex64.slice(0, 30), "hex").toString("base64url");
}
