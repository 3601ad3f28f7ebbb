/** The commands that start a program: run and debug. */
import { basename, dirname } from "node:path";
import { errorIds, Failure } from "../../shared/contract/errors.ts";
import type { LaunchAttributes } from "../../shared/contract/launch.ts";
import { environmentWith } from "../settings.ts";
import type { ServerState } from "../state.ts";
import { fileOf, runOf } from "./arguments.ts";
import type { CommandArguments } from "./names.ts";

/** What the client's part is asked to run, for `gorunscope/runInTerminal`. */
export interface RunInTerminal {
  title: string;
  command: string[];
  cwd: string;
  /** To be put over the terminal's environment; null unsets. */
  env: Record<string, string | null>;
}

interface Program {
  /** What go run is given. */
  program: string;
  cwd: string;
  buildFlags: string[];
  args: string[];
  env: Record<string, string | null>;
  goBinary: string;
  label: string;
}

/**
 * Runs a program: in the client's terminal where it has one for us, else below this server with its output in the client's log.
 * @returns the run's id, or the command that the client has been asked to run
 * @throws Failure 7001 where nothing says which program, else as GoRun.start
 */
export async function run(state: ServerState, args: CommandArguments): Promise<unknown> {
  const found = await programOf(state, args);
  if (state.client.canRunInTerminal) {
    const words = [...found.buildFlags, found.program, ...found.args];
    const terminal: RunInTerminal = {
      title: found.label,
      command: [...state.program, "run", ...words],
      cwd: found.cwd,
      env: found.env,
    };
    await state.connection.sendRequest("gorunscope/runInTerminal", terminal);
    return { terminal };
  }
  const id = await state.ownRuns.start({
    attributes: attributesOf(found),
    cwd: found.cwd,
    env: state.env,
    label: found.label,
  });
  return { run: id };
}

/** @returns a launch configuration, as `request: "launch"` takes it */
export async function debug(state: ServerState, args: CommandArguments): Promise<unknown> {
  const found = await programOf(state, args);
  return {
    name: `go run ${found.label}`,
    request: "launch",
    mode: "run",
    program: found.program,
    cwd: found.cwd,
    ...(found.args.length > 0 && { args: found.args }),
    ...(found.buildFlags.length > 0 && { buildFlags: found.buildFlags }),
    ...(Object.keys(found.env).length > 0 && { env: found.env }),
    ...(found.goBinary !== "go" && { goBinary: found.goBinary }),
  };
}

async function programOf(state: ServerState, given: CommandArguments): Promise<Program> {
  const path = fileOf(given);
  if (path === undefined) return programOfRun(state, given);
  const { program, cwd } = state.target(path);
  return { program, cwd, ...settingsFor(state, path, given), label: basename(dirname(path)) };
}

/** The program of a package that somebody names, or that has run before. */
async function programOfRun(state: ServerState, given: CommandArguments): Promise<Program> {
  if (given.package === undefined && given.run === undefined) {
    throw new Failure(errorIds.wrongArguments, "nothing says which program", {
      advice: "Give the uri of one of its files, its package, or a run of it.",
    });
  }
  const known = await runOf(state, given).catch((error: unknown) => {
    if (given.run !== undefined) throw error;
    return undefined;
  });
  const cwd = known?.cwd ?? state.client.folders[0] ?? process.cwd();
  const program = known?.package ?? given.package ?? ".";
  return { program, cwd, ...settingsFor(state, cwd, given), label: basename(program) };
}

function settingsFor(state: ServerState, path: string, given: CommandArguments) {
  const { buildFlags, args, env, goBinary } = state.settings(path);
  return { buildFlags, args: given.args ?? args, env, goBinary };
}

function attributesOf({ program, args, env, buildFlags, goBinary, cwd }: Program): LaunchAttributes {
  return {
    program: [program],
    args,
    cwd,
    env,
    envFile: [],
    buildFlags,
    debugPackages: "none",
    noDebug: true,
    stopOnEntry: false,
    console: "internalConsole",
    outputMode: "local",
    keepWork: false,
    cDebugInfo: false,
    record: true,
    syscalls: false,
    goBinary,
    rest: {},
  };
}

/** Where and with what go is asked about a program. */
export function goEnvironmentOf(state: Pick<ServerState, "env" | "settings">, path: string): NodeJS.ProcessEnv {
  return environmentWith(state.env, state.settings(path).env);
}
