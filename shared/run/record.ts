/** The record of a run: all that is known of it, without its secrets. */
import { randomBytes } from "node:crypto";
import { isFinal, type ProcNode, type ProcTreeResponse } from "../contract/answers.ts";
import { errorIds, Failure, sentenceOf } from "../contract/errors.ts";
import type { RunRecord } from "../contract/record.ts";
import { digester, type Digester } from "../record/digest.ts";
import { readSalt } from "../record/salt.ts";
import { hideWith, redactRecord } from "../record/secrets.ts";
import { stateDirectory } from "../record/stateDirectory.ts";
import { timelineOf } from "../record/timeline.ts";
import { buildDir } from "./answers/buildDir.ts";
import { cacheKeys } from "./answers/cacheKeys.ts";
import { procTree } from "./answers/procTree.ts";
import type { GoRun, RunEnd } from "./goRun.ts";
import { debugPackagesText, settingsOf } from "./settings.ts";
import { setVariables } from "./setVariables.ts";
import type { GoProcess } from "./streams.ts";

export interface RecordOptions {
  /** The version of the dlv that debugged the program. */
  dlvVersion?: string;
  /** Whether the keys' inputs are left out. */
  withoutInputs?: boolean;
  /** How secrets are digested; absent: as in the state directory of `env`. */
  digest?: Digester;
  /** Absent: this process's. */
  env?: NodeJS.ProcessEnv;
}

/**
 * The record of a run as it stands; of one that has ended, the last one.
 * @throws Failure 7002 for a run that has not started go: there is nothing to record
 */
export async function runRecord(run: GoRun, options: RecordOptions = {}): Promise<RunRecord> {
  const { go } = run;
  if (!go || !run.plan) throw new Failure(errorIds.wrongPhase, "go was not started: there is nothing to record");
  const end = isFinal(run.phase) ? await run.ended : undefined;
  const [directories, keys] = await Promise.all([
    buildDir(run),
    cacheKeys(run, { inputs: options.withoutInputs !== true }),
  ]);
  const processes = processTree(run, go, end);
  const { digest, gap } = await chooseDigester(options);
  const debugPackages = run.kind === "debug" ? debugPackagesText(run.attributes) : undefined;
  const settings = settingsOf(run.plan, digest, debugPackages);
  const variables = setVariables(run.plan, hideWith(digest));
  const exitCode = run.programExit?.code;
  const goExitCode = end?.go?.code;
  const record: RunRecord = {
    version: 1,
    run: run.id,
    kind: run.kind,
    package: run.package,
    flags: run.plan.userFlags,
    ...(debugPackages !== undefined && { debugPackages }),
    settings,
    variables,
    ...(run.socket !== undefined && !end && { socket: run.socket }),
    ...(options.dlvVersion !== undefined && { dlvVersion: options.dlvVersion }),
    tags: [],
    kept: false,
    startedAt: timeOf(run.phases.all[0]?.at ?? 0),
    ...(end && { endedAt: timeOf(run.phases.all.at(-1)?.at ?? 0) }),
    ...(exitCode !== undefined && { exitCode }),
    ...(goExitCode !== undefined && { goExitCode }),
    gaps: [...gapsOf(run, end), ...processes.gaps, ...gap],
    buildDir: directories,
    cacheKeys: keys,
    procTree: processes.answer,
    timeline: timelineOf(run.phases.all, keys.actions, processes.answer.root),
  };
  return redactRecord(record, digest);
}

/** Without a place to keep the salt in, digests hide as well, but cannot be compared with another record's. */
async function chooseDigester({
  digest,
  env = process.env,
}: RecordOptions): Promise<{ digest: Digester; gap: string[] }> {
  if (digest) return { digest, gap: [] };
  try {
    return { digest: digester(await readSalt(stateDirectory(env))), gap: [] };
  } catch (error) {
    const gap = `digests: they cannot be compared with those of other records (${sentenceOf(error)})`;
    return { digest: digester(randomBytes(32)), gap: [gap] };
  }
}

function gapsOf(run: GoRun, end: RunEnd | undefined): string[] {
  const { all } = run.actions;
  const gaps: string[] = [];
  if (!run.attributes.record) gaps.push("cacheKeys: no key has its inputs (the launch attribute record is false)");
  // What go writes before the build holds no times.
  if (end && !all.some(({ settled }) => settled?.timeDone !== undefined)) {
    gaps.push("cacheKeys: times are as seen from outside (go ended before it could write its action graph)");
  }
  const doubled = all.filter(({ key }) => key?.ambiguous).map(({ package: path }) => path);
  if (doubled.length > 0) gaps.push(`cacheKeys: go computed two keys under one name for ${doubled.join(", ")}`);
  if (run.plan?.goEnv.GOCACHEPROG) gaps.push("cacheKeys: no entries (the cache is kept by GOCACHEPROG)");
  return gaps;
}

/** The process tree; go alone where the system has no /proc. */
function processTree(run: GoRun, go: GoProcess, end: RunEnd | undefined): { answer: ProcTreeResponse; gaps: string[] } {
  try {
    return { answer: procTree(run), gaps: [] };
  } catch (error) {
    const root = goAlone(run, go, end);
    const answer = { run: run.id, phase: run.phase, takenAt: timeOf(Date.now()), root };
    return { answer, gaps: [`procTree: go alone (${sentenceOf(error)})`] };
  }
}

function goAlone(run: GoRun, go: GoProcess, end: RunEnd | undefined): ProcNode {
  const { code, signal } = end?.go ?? {};
  return {
    pid: go.identity.pid,
    parentPid: process.pid,
    role: "go",
    command: run.command,
    state: end ? "exited" : "running",
    startedAt: timeOf(run.phases.began("loading") ?? 0),
    ...(end && { exitedAt: timeOf(run.phases.all.at(-1)?.at ?? 0) }),
    ...(code !== undefined && { exitCode: code }),
    ...(signal !== undefined && { signal }),
    children: [],
  };
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
