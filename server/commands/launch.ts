/** The commands that start a program: run and debug. */
import { basename, dirname } from "node:path";
import type { GoRunOptions } from "../../shared/run/runOptions.ts";
import { environmentWith } from "../settings.ts";
import type { ServerState } from "../state.ts";
import { fileOf } from "./arguments.ts";
import type { CommandArguments } from "./names.ts";
import { programOf } from "./program.ts";

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
  program: string[];
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
 * @throws Failure as programOf and GoRun.start
 */
export async function run(state: ServerState, args: CommandArguments): Promise<unknown> {
  const found = await programWith(state, args);
  if (state.client.canRunInTerminal) {
    const words = [...found.buildFlags, ...found.program, ...found.args];
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

/** @returns a launch configuration, as `request: "launch"` takes it. @throws Failure as programOf */
export async function debug(state: ServerState, args: CommandArguments): Promise<unknown> {
  const found = await programWith(state, args);
  return {
    name: `go run ${found.label}`,
    request: "launch",
    mode: "run",
    program: found.program.length === 1 ? found.program[0] : found.program,
    cwd: found.cwd,
    ...(found.args.length > 0 && { args: found.args }),
    ...(found.buildFlags.length > 0 && { buildFlags: found.buildFlags }),
    ...(Object.keys(found.env).length > 0 && { env: found.env }),
    ...(found.goBinary !== "go" && { goBinary: found.goBinary }),
  };
}

async function programWith(state: ServerState, given: CommandArguments): Promise<Program> {
  const { program, cwd } = await programOf(state, given);
  const { buildFlags, args, env, goBinary } = state.settings(fileOf(given) ?? cwd);
  return { program, cwd, buildFlags, args: given.args ?? args, env, goBinary, label: labelOf(program) };
}

/** A package or directory by its last part, "main.go" and its like by where it lies. */
function labelOf([first = "."]: readonly string[]): string {
  return basename(first.endsWith(".go") ? dirname(first) : first);
}

function attributesOf({ program, args, env, buildFlags, goBinary, cwd }: Program): GoRunOptions["attributes"] {
  return {
    program,
    args,
    cwd,
    env,
    buildFlags,
    debugPackages: "none",
    noDebug: true,
    goBinary,
  };
}

/** Where and with what go is asked about a program. */
export function goEnvironmentOf(state: Pick<ServerState, "env" | "settings">, path: string): NodeJS.ProcessEnv {
  return environmentWith(state.env, state.settings(path).env);
}
