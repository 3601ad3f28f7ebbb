/** What a program called dlv says it is: asked once, then remembered for as long as the file stays as it is. */
import { open, realpath, stat } from "node:fs/promises";
import { basename } from "node:path";
import { errorIds, Failure, sentenceOf } from "../contract/errors.ts";
import { capture } from "../process/spawn.ts";
import { guarded, isOwnAnswer } from "./guard.ts";
import { recall, remember, type FileState } from "./versionCache.ts";

/** What dlv says of itself. */
export interface DlvIdentity {
  /** "1.27.2", with dlv's own suffix for a development version ("1.27.3-dev"). */
  version: string;
  /** The Go that it was built with, "go1.26.8"; dlv says it since 1.7. */
  builtWith?: string;
}

/** What a file called dlv turned out to be. */
export type Asked =
  | { kind: "dlv"; identity: DlvIdentity }
  | { kind: "ourselves" }
  | { kind: "other"; /** A clause: "does not answer". */ why: string };

export interface AskOptions {
  env: NodeJS.ProcessEnv;
  /** Where to ask: a version manager's shim may answer differently from one directory to the next. */
  cwd?: string | undefined;
}

const answerTimeoutMs = 10_000;

/** Parses what `dlv version -v` prints (cmd/dlv/cmds/commands.go, pkg/version); undefined where it is something else. */
export function parseDlvVersion(stdout: string): DlvIdentity | undefined {
  const version = /^Version: (\d+\.\d+\.\S+)/m.exec(stdout)?.[1];
  if (version === undefined || !stdout.includes("Delve Debugger")) return undefined;
  const builtWith = /^Build Details: (.*\S)/m.exec(stdout)?.[1];
  return builtWith === undefined ? { version } : { version, builtWith };
}

/**
 * The version of the dlv at `path`, say "1.27.2".
 * @throws Failure toolMissing where that is not a dlv
 */
export async function dlvVersion(path: string, options: AskOptions): Promise<string> {
  const asked = await askDlv(path, options);
  if (asked.kind === "dlv") return asked.identity.version;
  throw notDlv(path, asked);
}

/** Finds out what stands at `path`, starting it where that is not known from before. Never throws. */
export async function askDlv(path: string, options: AskOptions): Promise<Asked> {
  const file = await describe(path);
  if (file.own) return { kind: "ourselves" };
  if (file.state === undefined) return askAnew(path, options);
  const known = await recall(path, file.state, options.env);
  if (known !== undefined) return { kind: "dlv", identity: known };
  const asked = await askAnew(path, options);
  if (asked.kind === "dlv") await remember(path, file.state, asked.identity, options.env);
  return asked;
}

/** As askDlv, but starts what stands there in any case, and remembers nothing: for a file that will not stay where it is. */
export async function askAnew(path: string, { env, cwd }: AskOptions): Promise<Asked> {
  try {
    const ended = await capture([path, "version", "-v"], { env: guarded(env), cwd, timeoutMs: answerTimeoutMs });
    if (isOwnAnswer(ended.stdout)) return { kind: "ourselves" };
    const identity = parseDlvVersion(ended.stdout);
    if (identity !== undefined) return { kind: "dlv", identity };
    if (ended.cut !== undefined)
      return { kind: "other", why: `did not tell its version in ${answerTimeoutMs / 1000} seconds` };
    if (ended.signal !== undefined)
      return { kind: "other", why: `was ended by ${ended.signal} when asked for its version` };
    const said = ended.stderr.trim().split("\n")[0];
    return {
      kind: "other",
      why: `does not answer \`version\` as dlv does${said === undefined || said === "" ? "" : ` (${said})`}`,
    };
  } catch (error) {
    return { kind: "other", why: `could not be started (${sentenceOf(error)})` };
  }
}

/**
 * Whether `path` may be started as dlv without asking for its version: surely not gorunscope's own drop-in. Reads a few
 * bytes and starts nothing, unless the file is a script or a link to something of another name: what stands behind those
 * only they can tell.
 */
export async function passesForDlv(path: string, options: AskOptions): Promise<boolean> {
  const file = await describe(path);
  if (file.own) return false;
  return file.state !== undefined || (await askAnew(path, options)).kind === "dlv";
}

/** The failure that tells a user that the file they named cannot serve as dlv. */
export function notDlv(path: string, asked: Exclude<Asked, { kind: "dlv" }>): Failure {
  if (asked.kind === "other") return new Failure(errorIds.toolMissing, `${path} is not dlv: it ${asked.why}`);
  return new Failure(errorIds.toolMissing, `${path} is gorunscope's own drop-in, not dlv`, {
    advice: "Name the real dlv, or leave dlvPath out.",
  });
}

/**
 * What a look at the file tells. `state` is there only for a binary that stands for itself: a script, or a link to a
 * version manager, leads to a dlv that can change while the file stays.
 */
async function describe(path: string): Promise<{ own: boolean; state?: FileState }> {
  try {
    const real = await realpath(path);
    const name = basename(real);
    if (name.startsWith("gorunscope")) return { own: true };
    if (!name.startsWith("dlv") || (await isScript(real))) return { own: false };
    const { size, mtimeMs } = await stat(real);
    return { own: false, state: { size, mtimeMs } };
  } catch {
    return { own: false };
  }
}

async function isScript(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString("latin1", 0, bytesRead) === "#!";
  } finally {
    await file.close();
  }
}
