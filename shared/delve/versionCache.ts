/** Versions of dlv that were asked before, in memory and in `$XDG_STATE_HOME/gorunscope/dlv-versions.json`. */
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { randomHex } from "../process/random.ts";
import { stateDirectory } from "../record/stateDirectory.ts";
import type { DlvIdentity } from "./identity.ts";

/** By what a file is known to be the one that was asked. */
export interface FileState {
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970. */
  mtimeMs: number;
}

type Entry = FileState & DlvIdentity;

/** More paths than any machine has dlvs; the oldest go first. */
const maxEntries = 32;

const memory = new Map<string, Entry>();

/** What the file at `path` said when it was last asked in this same state; undefined where it never was. */
export async function recall(path: string, state: FileState, env: NodeJS.ProcessEnv): Promise<DlvIdentity | undefined> {
  const entry = memory.get(path) ?? (await read(env)).get(path);
  if (entry === undefined || entry.size !== state.size || entry.mtimeMs !== state.mtimeMs) return undefined;
  memory.set(path, entry);
  return identityOf(entry);
}

/** Keeps an answer. A state directory that cannot be written costs the next process one question, so nothing is said. */
export async function remember(
  path: string,
  state: FileState,
  identity: DlvIdentity,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const entry: Entry = { size: state.size, mtimeMs: state.mtimeMs, ...identity };
  memory.set(path, entry);
  const entries = await read(env);
  entries.delete(path);
  entries.set(path, entry);
  await write(env, [...entries].slice(-maxEntries));
}

function fileIn(directory: string): string {
  return join(directory, "dlv-versions.json");
}

async function read(env: NodeJS.ProcessEnv): Promise<Map<string, Entry>> {
  try {
    const parsed: unknown = JSON.parse(await readFile(fileIn(stateDirectory(env)), "utf8"));
    const pairs = Object.entries(parsed as Record<string, unknown>);
    return new Map(pairs.filter((pair): pair is [string, Entry] => isEntry(pair[1])));
  } catch {
    return new Map();
  }
}

async function write(env: NodeJS.ProcessEnv, entries: [string, Entry][]): Promise<void> {
  const directory = stateDirectory(env);
  const temporary = `${fileIn(directory)}.${randomHex(8)}`;
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(temporary, `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`, { mode: 0o600 });
    await rename(temporary, fileIn(directory));
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  const { size, mtimeMs, version, builtWith } = value as Record<string, unknown>;
  const builder = builtWith === undefined || typeof builtWith === "string";
  return typeof size === "number" && typeof mtimeMs === "number" && typeof version === "string" && builder;
}

function identityOf({ version, builtWith }: Entry): DlvIdentity {
  return builtWith === undefined ? { version } : { version, builtWith };
}
