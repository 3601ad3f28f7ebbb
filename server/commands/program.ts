/** Which program a command is about: what go run would be given for it, where, and with which settings. */
import type { BuildDirResponse } from "../../shared/contract/answers.ts";
import { errorIds, Failure } from "../../shared/contract/errors.ts";
import { commandLineArguments } from "../../shared/go/packagePatterns.ts";
import type { KnownRun } from "../../shared/runs/knownRun.ts";
import type { ForecastTarget } from "../forecasts/forecasts.ts";
import { filesIn } from "../runs/programRuns.ts";
import type { ServerState } from "../state.ts";
import { fileOf, runOf } from "./arguments.ts";
import type { CommandArguments } from "./names.ts";

/**
 * The program of a file or directory, else that of a run, else that of a package, where it was run before if it was.
 * @throws Failure 7001 for a run that is not known, 7004 where nothing says which program
 */
export async function programOf(state: ServerState, args: CommandArguments): Promise<ForecastTarget> {
  const path = fileOf(args);
  if (path !== undefined) return state.target(path);
  const { package: named, run } = args;
  if (named === undefined && run === undefined) {
    throw new Failure(errorIds.wrongArguments, "nothing says which program", {
      advice: "Give the uri of one of its files, its package, or a run of it.",
    });
  }
  const known = await runOf(state, args).catch((error: unknown) => {
    if (run !== undefined || named === undefined) throw error;
    return { cwd: state.client.folders[0] ?? process.cwd(), package: named, run: undefined };
  });
  return { ...state.target(known.cwd), program: await wordsOf(state, known), cwd: known.cwd };
}

/** What go run takes for the program of a run. */
async function wordsOf(
  state: ServerState,
  { run, package: path }: Pick<KnownRun, "package"> & { run: string | undefined },
): Promise<string[]> {
  if (path !== commandLineArguments || run === undefined) return [path];
  const { command, cwd } = (await state.runs.request(run, "buildDir")) as BuildDirResponse;
  return filesIn(command, cwd);
}
