/** From the launch attributes to the go command line: what is started, where, with which flags and environment. */
import { statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import type { LaunchAttributes } from "../contract/launch.ts";
import { readEnvFiles } from "../contract/envFile.ts";
import { errorIds, Failure } from "../contract/errors.ts";
import { goFlagsWords, goEnvNames, parseGoEnv, parseGoVersion, type GoEnv } from "../go/goEnv.ts";
import { withKeyLog } from "../go/keyLog.ts";
import { mainModules } from "../go/module.ts";
import { resolveProgram, type ListedPackage, type ResolvedProgram } from "../go/program.ts";
import { splitQuoted } from "../go/quoted.ts";
import { findFlag, flagsOf, type GoFlag } from "../go/runArguments.ts";
import { capture, type Captured } from "../process/spawn.ts";
import { findCompilers, type Compilers } from "./compilerShims.ts";
import { savedGodebug } from "./shimParts.ts";

/** The oldest Go whose key log and action graph are read. */
const oldestGo = { major: 1, minor: 23 };

/** The user's flags that decide which files belong to a package. */
const choosesFiles: ReadonlySet<string> = new Set([
  "tags",
  "mod",
  "modfile",
  "overlay",
  "race",
  "msan",
  "asan",
  "compiler",
]);

/** Everything about a run that is known before it starts. */
export interface RunPlan {
  goBinary: string;
  askGo: AskGo;
  goEnv: GoEnv;
  /** Where go is started. */
  cwd: string;
  /** Where go works after -C; the program's directory too. */
  workingDirectory: string;
  /** The user's flags, as words, -C first. */
  userFlags: string[];
  /** The same, taken apart: GOFLAGS' first, then the command line's. */
  flags: GoFlag[];
  /** What go run is given as the program, and what is known of its package. */
  program: ResolvedProgram;
  args: string[];
  /** The environment of go, which is the program's too. */
  env: NodeJS.ProcessEnv;
  /** Words of the user's own -exec (or of go's go_GOOS_GOARCH_exec) and -toolexec. */
  userExec: string[];
  userToolexec: string[];
  /** Set when the program is built for another system than this. */
  foreign?: string;
  compilers: Compilers;
  /** Main modules seen from the working directory, the program's first. */
  modules: { path: string; root: string }[];
  /** The user's own -debug-actiongraph, made absolute; where absent, ours is used. */
  actionGraphFile?: string;
  keepWork: boolean;
  /** Something the user should know about how the attributes were understood. */
  notice?: string;
}

/** Asks the go command something, with its arguments. */
export type AskGo = (words: string[], cwd: string) => Promise<Captured>;

export interface PlanOptions {
  /** The directory that relative paths are seen from. */
  adapterCwd: string;
  /** The environment that `env` and `envFile` are added to. */
  env: NodeJS.ProcessEnv;
  /** go is started just as typed, where it was typed: its own messages then tell of what is wrong. */
  asTyped: boolean;
  /** Breaks off whatever go is asked. */
  signal: AbortSignal;
  /** Whether everybody else comes first while go is asked. */
  lowPriority?: boolean | undefined;
}

/**
 * Plans a run.
 * @param attributes checked launch attributes
 * @throws Failure 7004 for attributes that make no sense together, 7006 for a go that is missing or too old
 */
export async function planRun(attributes: LaunchAttributes, options: PlanOptions): Promise<RunPlan> {
  const { adapterCwd, env: baseEnv, asTyped, signal, lowPriority } = options;
  const givenCwd = attributes.cwd === undefined ? undefined : resolve(adapterCwd, attributes.cwd);
  const env = mergeEnvironment(baseEnv, {
    ...readEnvFiles(attributes.envFile, givenCwd ?? adapterCwd, baseEnv),
    ...attributes.env,
  });
  const goBinary = findGo(attributes.goBinary, env, adapterCwd);
  const askGo: AskGo = (words, cwd) => capture([goBinary, ...words], { cwd, env, signal, lowPriority });
  const commandLine = flagsOf(attributes.buildFlags);
  const directoryFlag = findFlag(commandLine, "C")?.value;
  const resolved = resolveProgram({
    program: attributes.program,
    ...(givenCwd === undefined ? {} : { cwd: givenCwd }),
    adapterCwd,
    ...(directoryFlag === undefined ? {} : { directoryFlag }),
    goEnv: { GO111MODULE: env.GO111MODULE ?? "", GOWORK: env.GOWORK ?? "" },
    listPackage: (directory) => listPackage(askGo, directory, commandLine),
  });
  const program = asTyped ? await typedProgram(resolved, attributes.program, givenCwd ?? adapterCwd) : await resolved;
  const workingDirectory = directoryFlag === undefined ? program.cwd : resolve(program.cwd, directoryFlag);
  if (env.PWD !== undefined) env.PWD = program.cwd;
  const goEnv = await readGoEnv(askGo, goBinary, workingDirectory);
  requireSupportedGo(goEnv, goBinary);
  const flags = [...flagsOf(goFlagsWords(goEnv.GOFLAGS)), ...commandLine];
  const userExec = splitQuoted(findFlag(flags, "exec")?.value ?? "");
  const foreign = foreignTarget(goEnv);
  const graph = findFlag(flags, "debug-actiongraph")?.value;
  const work = findFlag(flags, "work");
  return {
    goBinary,
    askGo,
    goEnv,
    cwd: program.cwd,
    workingDirectory,
    userFlags: directoryFirst(commandLine),
    flags,
    program,
    args: attributes.args,
    env,
    userExec: userExec.length > 0 ? userExec : foreignExec(goEnv, env),
    userToolexec: splitQuoted(findFlag(flags, "toolexec")?.value ?? ""),
    ...(foreign === undefined ? {} : { foreign }),
    compilers: findCompilers(goEnv.CGO_ENABLED === "1" ? [goEnv.CC, goEnv.CXX] : [], (name) => onPath(name, env)),
    modules: mainModules(program.packageDir ?? workingDirectory, goEnv),
    ...(graph === undefined ? {} : { actionGraphFile: resolve(workingDirectory, graph) }),
    keepWork: attributes.keepWork || (work !== undefined && work.value !== "false"),
    ...(program.notice === undefined ? {} : { notice: program.notice }),
  };
}

/** The program in the user's own words; what is known of it where it can be found. */
async function typedProgram(
  resolved: Promise<ResolvedProgram>,
  words: string[],
  cwd: string,
): Promise<ResolvedProgram> {
  const { notice: _notice, ...known } = await resolved.catch((): ResolvedProgram => ({ words, cwd, kind: "package" }));
  return { ...known, words, cwd };
}

/** Puts the values of env over the environment; null unsets. */
function mergeEnvironment(base: NodeJS.ProcessEnv, added: Record<string, string | null>): NodeJS.ProcessEnv {
  const env = { ...base };
  for (const [name, value] of Object.entries(added)) {
    if (value === null) delete env[name];
    else env[name] = value;
  }
  return env;
}

/** The go command: the one named, else the first on PATH. */
function findGo(named: string | undefined, env: NodeJS.ProcessEnv, adapterCwd: string): string {
  if (named !== undefined && (named.includes("/") || named.includes("\\"))) {
    const path = resolve(adapterCwd, named);
    if (isExecutable(path)) return path;
    throw new Failure(errorIds.toolMissing, `goBinary ${path} is not an executable file`, {
      advice: "Name the go command there, or leave goBinary out to use the go on PATH.",
    });
  }
  const path = onPath(named ?? "go", env);
  if (path !== undefined) return path;
  throw new Failure(errorIds.toolMissing, `${named ?? "go"} was not found on PATH`, {
    advice:
      "Install Go (go.dev/doc/install), or add its bin directory to PATH; a launch can also name the go command in goBinary.",
  });
}

function onPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  return (env.PATH ?? "")
    .split(delimiter)
    .filter((directory) => directory !== "")
    .map((directory) => join(directory, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && stat.isFile() && (stat.mode & 0o111) !== 0;
}

async function readGoEnv(askGo: AskGo, goBinary: string, cwd: string): Promise<GoEnv> {
  const result = await askGo(["env", "-json", ...goEnvNames], cwd);
  if (result.code !== 0) {
    throw new Failure(errorIds.toolMissing, `${goBinary} env failed in ${cwd}: ${lastLine(result.stderr)}`, {
      advice: "Run gorunscope doctor to see what is wrong with the installation.",
    });
  }
  return parseGoEnv(result.stdout);
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

function requireSupportedGo(goEnv: GoEnv, goBinary: string): void {
  const version = parseGoVersion(goEnv.GOVERSION);
  if (!version) return;
  if (version.major > oldestGo.major || (version.major === oldestGo.major && version.minor >= oldestGo.minor)) return;
  throw new Failure(errorIds.toolMissing, `${goEnv.GOVERSION} (${goBinary}) is too old for mode run`, {
    advice: `Go ${oldestGo.major}.${oldestGo.minor} or newer is needed.`,
  });
}

/** The files of a package as go sees them with the user's tags and environment; undefined where go cannot say. */
async function listPackage(askGo: AskGo, directory: string, flags: GoFlag[]): Promise<ListedPackage | undefined> {
  const choosing = flags.filter((flag) => choosesFiles.has(flag.name)).flatMap((flag) => flag.words);
  const fields = "-json=GoFiles,CgoFiles,IgnoredGoFiles";
  const result = await askGo(["list", "-find", "-e", fields, ...choosing, "."], directory);
  if (result.code !== 0) return undefined;
  return JSON.parse(result.stdout) as ListedPackage;
}

/** GOOS/GOARCH when the program is not for this system. */
function foreignTarget(goEnv: GoEnv): string | undefined {
  const same = goEnv.GOOS === goEnv.GOHOSTOS && goEnv.GOARCH === goEnv.GOHOSTARCH;
  return same ? undefined : `${goEnv.GOOS}/${goEnv.GOARCH}`;
}

/** The go_GOOS_GOARCH_exec program that go itself would look for; our -exec keeps go from doing it. */
function foreignExec(goEnv: GoEnv, env: NodeJS.ProcessEnv): string[] {
  if (foreignTarget(goEnv) === undefined) return [];
  const path = onPath(`go_${goEnv.GOOS}_${goEnv.GOARCH}_exec`, env);
  return path === undefined ? [] : [path];
}

/** -C must stay go's first flag. */
function directoryFirst(flags: GoFlag[]): string[] {
  const isDirectory = (flag: GoFlag) => flag.name === "C";
  return [...flags.filter(isDirectory), ...flags.filter((flag) => !isDirectory(flag))].flatMap((flag) => flag.words);
}

/** The environment that go is started with: the key log on, the user's own GODEBUG kept aside for the program. */
export function goEnvironment(plan: RunPlan, record: boolean): NodeJS.ProcessEnv {
  const env = { ...plan.env };
  if (env.GODEBUG !== undefined) env[savedGodebug] = env.GODEBUG;
  return record ? withKeyLog(env) : env;
}
