/** All checks of `gorunscope doctor`, in the order in which they build on one another. */
import { stateDirectory } from "../record/stateDirectory.ts";
import type { Check } from "./check.ts";
import { cacheCheck, runtimeCheck, stateCheck, tempCheck, type TempFacts } from "./directories.ts";
import { examineDirectory, whyNotExecutable } from "./directory.ts";
import { dlvCheck, readDlvFacts } from "./dlv.ts";
import { goCheck, readGoFacts, type GoFacts } from "./go.ts";
import { platformCheck, readPlatform } from "./platform.ts";
import { ptraceCheck, readPtraceFacts } from "./ptrace.ts";
import { shCheck, straceCheck } from "./tools.ts";

export interface ExamineOptions {
  /** The go command, a path or a name on PATH. */
  goBinary: string;
  env: NodeJS.ProcessEnv;
  /** The directory that go is asked in. */
  cwd: string;
}

/** What the machine was found to be like. Nothing on it is changed. */
export interface Examination {
  checks: Check[];
  go: GoFacts;
}

export async function examine({ goBinary, env, cwd }: ExamineOptions): Promise<Examination> {
  const platform = readPlatform();
  const go = await readGoFacts(goBinary, env, cwd);
  const linux = platform.system === "linux";
  const checks = [
    platformCheck(platform),
    goCheck(go),
    await checkDlv(go, env, cwd),
    ...(linux ? [ptraceCheck(readPtraceFacts())] : []),
    tempCheck(await readTempFacts(go, env)),
    ...("goEnv" in go ? [cacheCheck(await examineDirectory(go.goEnv.GOCACHE), go.goEnv.GOCACHEPROG)] : []),
    stateCheck(await examineDirectory(stateDirectory(env))),
    runtimeCheck(env["XDG_RUNTIME_DIR"] ? await examineDirectory(env["XDG_RUNTIME_DIR"]) : undefined),
    shCheck(env),
    ...(linux ? [straceCheck(env)] : []),
  ];
  return { checks, go };
}

/** The check of dlv alone, for after an installation. */
export async function checkDlv(go: GoFacts, env: NodeJS.ProcessEnv, cwd: string): Promise<Check> {
  const known = "goEnv" in go ? { goEnv: go.goEnv, goVersion: go.goEnv.GOVERSION } : {};
  return dlvCheck(await readDlvFacts({ env, cwd, ...known }));
}

async function readTempFacts(go: GoFacts, env: NodeJS.ProcessEnv): Promise<TempFacts> {
  const goTmpDir = "goEnv" in go ? go.goEnv.GOTMPDIR : env["GOTMPDIR"];
  const chosenBy = goTmpDir ? "GOTMPDIR" : env["TMPDIR"] ? "TMPDIR" : "default";
  const facts = { ...(await examineDirectory(goTmpDir || env["TMPDIR"] || "/tmp")), chosenBy } as const;
  const notExecutable = facts.exists && facts.writable ? await whyNotExecutable(facts.path, env) : undefined;
  return notExecutable === undefined ? facts : { ...facts, notExecutable };
}
