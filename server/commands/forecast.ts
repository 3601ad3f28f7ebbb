/** The command forecast: what the next run of a program would rebuild, unsaved files included. */
import type { ForecastResponse } from "../../shared/contract/answers.ts";
import { errorIds, Failure } from "../../shared/contract/errors.ts";
import type { ServerState } from "../state.ts";
import { answerText } from "./answerText.ts";
import { fileOf, runOf } from "./arguments.ts";
import type { CommandArguments } from "./names.ts";

/** @throws Failure as shared/forecast; the signal's reason where it is aborted */
export async function forecast(
  state: ServerState,
  args: CommandArguments,
  signal: AbortSignal,
): Promise<ForecastResponse> {
  const answer = await state.forecasts.ask(await targetOf(state, args), signal);
  if (args.show) await state.shown.show(state.client, "forecast", answerText("forecast", answer));
  return answer;
}

async function targetOf(state: ServerState, args: CommandArguments) {
  const path = fileOf(args);
  if (path !== undefined) return state.target(path);
  if (args.package === undefined && args.run === undefined) {
    throw new Failure(errorIds.wrongArguments, "nothing says which program", {
      advice: "Give the uri of one of its files, its package, or a run of it.",
    });
  }
  const known = await runOf(state, args).catch(() => undefined);
  const cwd = known?.cwd ?? state.client.folders[0] ?? process.cwd();
  return { ...state.target(cwd), program: args.package ?? known?.package ?? ".", cwd };
}
