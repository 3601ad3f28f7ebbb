/** The commands that act on what runs: stop and restart. */
import { errorIds, Failure } from "../../shared/contract/errors.ts";
import type { KnownRun } from "../../shared/runs/knownRun.ts";
import type { ServerState } from "../state.ts";
import { runOf } from "./arguments.ts";
import type { CommandArguments } from "./names.ts";

/** Asks a program to end as Ctrl-C does, or its build. @throws Failure 7002 where nothing runs */
export async function stop(state: ServerState, args: CommandArguments): Promise<unknown> {
  const { run } = await liveRunOf(state, args);
  await state.runs.stop(run);
  return { run };
}

/** Has a run started anew by whoever started it. @throws Failure 7002 where nothing runs, or nobody can */
export async function restart(state: ServerState, args: CommandArguments): Promise<unknown> {
  const { run } = await liveRunOf(state, args);
  await state.runs.restart(run);
  return { run };
}

async function liveRunOf(state: ServerState, args: CommandArguments): Promise<KnownRun> {
  const run = await runOf(state, args);
  if (run.live) return run;
  throw new Failure(errorIds.wrongPhase, `${run.package} does not run now`);
}
