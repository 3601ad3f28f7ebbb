/** Finds the dlv to use: the one a user names, else the first on the machine that takes the Go at hand. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { errorIds, Failure } from "../contract/errors.ts";
import { askDlv, notDlv, passesForDlv, type AskOptions, type DlvIdentity } from "./identity.ts";
import {
  dlvCandidates,
  executablesOnPath,
  isExecutableFile,
  type Candidate,
  type DlvOrigin,
  type GoInstallEnv,
} from "./places.ts";
import { fits, type Fit } from "./versions.ts";

export interface FindDlvOptions {
  /** The launch attribute: a path, relative to `cwd`, or a bare name that is looked for on PATH. */
  dlvPath?: string | undefined;
  /** The environment that the search goes by. */
  env: NodeJS.ProcessEnv;
  /** What `go env` says; absent, the environment's GOBIN and GOPATH count. */
  goEnv?: GoInstallEnv | undefined;
  /** The Go of the programs to debug, "go1.26.8"; absent, any dlv will do. */
  goVersion?: string | undefined;
  /** The directory of the session; absent, this process's. */
  cwd?: string | undefined;
}

export interface FoundDlv {
  path: string;
  /** "1.27.2" */
  version: string;
  origin: DlvOrigin;
  /** A sentence for the user, where the dlv that came first was passed over. */
  notice?: string;
}

/** A dlv that answered, and whether it takes the Go that was asked for. */
interface Answered extends Candidate {
  identity: DlvIdentity;
  fit: Fit;
}

const installAdvice = "Run `gorunscope doctor --fix` to install a dlv that fits.";

/**
 * Finds dlv in the contract's order: dlvPath, else the first on PATH, in GOBIN, in GOPATH/bin, else one that
 * `doctor --fix` installed. One that does not take `goVersion`, or of which that is not known, is passed over for a later
 * one that does. gorunscope's own drop-in is never taken.
 * @throws Failure toolMissing: not found, not executable, not dlv, or none that takes this Go
 */
export async function findDlv(options: FindDlvOptions): Promise<FoundDlv> {
  const { dlvPath, goVersion } = options;
  if (dlvPath !== undefined) return named(resolveNamed(dlvPath, options), options);
  const { candidates, looked } = dlvCandidates(options.env, options.goEnv ?? {});
  const answers: Answered[] = [];
  const failed: string[] = [];
  for (const candidate of candidates) {
    const asked = await askDlv(candidate.path, askOptions(options));
    if (asked.kind === "other") failed.push(`${candidate.path} ${asked.why}`);
    if (asked.kind !== "dlv") continue;
    const answered = judge(candidate, asked.identity, goVersion);
    answers.push(answered);
    if (answered.fit === "fits") break;
  }
  const chosen = answers.find(({ fit }) => fit === "fits") ?? answers.find(({ fit }) => fit === "unknown");
  if (chosen !== undefined) return found(chosen, answers[0], goVersion);
  if (answers.length > 0) throw unfit(answers, goVersion);
  throw new Failure(errorIds.toolMissing, [`dlv was not found ${sentenceList(looked)}`, ...failed].join("; "), {
    advice: installAdvice,
  });
}

/**
 * The dlv that `findDlv` would come upon first, for an answer to `initialize`: what it takes and which version it has is
 * not asked. No process is started, except to tell what stands behind a script called dlv.
 * @returns undefined where there is none
 */
export async function findDlvQuick(options: FindDlvOptions): Promise<Candidate | undefined> {
  const { dlvPath, env, goEnv } = options;
  const candidates: Candidate[] =
    dlvPath === undefined
      ? dlvCandidates(env, goEnv ?? {}).candidates
      : [{ path: resolveNamed(dlvPath, options), origin: "attribute" }];
  for (const candidate of candidates) {
    if (isExecutableFile(candidate.path) && (await passesForDlv(candidate.path, askOptions(options)))) return candidate;
  }
  return undefined;
}

/** The user named this one, so no other is taken in its place. */
async function named(path: string, options: FindDlvOptions): Promise<FoundDlv> {
  if (!isExecutableFile(path)) {
    const what = existsSync(path) ? "is not an executable file" : "does not exist";
    throw new Failure(errorIds.toolMissing, `The dlv named by dlvPath, ${path}, ${what}`, {
      advice: "Correct dlvPath, or leave it out to use the first dlv found.",
    });
  }
  const asked = await askDlv(path, askOptions(options));
  if (asked.kind !== "dlv") throw notDlv(path, asked);
  const answered = judge({ path, origin: "attribute" }, asked.identity, options.goVersion);
  if (answered.fit !== "fits" && answered.fit !== "unknown") {
    throw unfit([answered], options.goVersion, "Or leave dlvPath out to use the first that fits.");
  }
  return found(answered, answered, options.goVersion);
}

/** A bare name is looked for on PATH, as a shell does. */
function resolveNamed(dlvPath: string, { env, cwd }: FindDlvOptions): string {
  const path = resolve(cwd ?? process.cwd(), dlvPath);
  if (dlvPath.includes("/")) return path;
  return executablesOnPath(env, dlvPath)[0] ?? path;
}

function askOptions({ env, cwd }: FindDlvOptions): AskOptions {
  return { env, cwd };
}

function judge(candidate: Candidate, identity: DlvIdentity, goVersion: string | undefined): Answered {
  return {
    ...candidate,
    identity,
    fit: goVersion === undefined ? "fits" : fits(identity.version, goVersion, identity.builtWith),
  };
}

/** @param first the dlv that came first in the order */
function found(chosen: Answered, first: Answered | undefined, goVersion = ""): FoundDlv {
  const { path, origin, identity } = chosen;
  const result: FoundDlv = { path, version: identity.version, origin };
  if (first === undefined || first === chosen) return result;
  return { ...result, notice: `${refusal(first, goVersion)}; using dlv ${identity.version} (${path}) instead` };
}

function unfit(refused: Answered[], goVersion = "", further?: string): Failure {
  const sentence = refused.map((answered) => refusal(answered, goVersion)).join("; ");
  return new Failure(errorIds.toolMissing, sentence, {
    advice: [installAdvice, ...(further === undefined ? [] : [further])].join(" "),
  });
}

/** Why a dlv was passed over: its limits, or the Go that it was itself built with. */
function refusal({ path, fit, identity: { version, builtWith } }: Answered, goVersion: string): string {
  const which = `dlv ${version} (${path})`;
  if (fit === "unknown") return `Whether ${which} takes programs of ${goVersion} is not known`;
  if (builtWith !== undefined && fits(version, goVersion) === "fits") {
    return `${which} was built with ${builtWith}, which is too old to debug programs of ${goVersion}`;
  }
  return `${which} does not take programs of ${goVersion}`;
}

function sentenceList(parts: string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} or ${parts.at(-1)}`;
}
