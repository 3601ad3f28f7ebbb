/** The command forecast: what the next run of a program would rebuild, unsaved files included. */
import type { ForecastResponse } from "../../shared/contract/answers.ts";
import { errorIds, Failure } from "../../shared/contract/errors.ts";
import type { Forecaster } from "../forecasts/forecasts.ts";
import { overlayOf, type ServerState } from "../state.ts";
import { answerText } from "./answerText.ts";
import { fileOf, runOf } from "./arguments.ts";
import type { CommandArguments } from "./names.ts";

/** @throws Failure as shared/forecast */
export async function forecast(
  state: ServerState,
  args: CommandArguments,
  signal: AbortSignal,
  forecaster: Forecaster,
): Promise<ForecastResponse> {
  const target = await targetOf(state, args);
  const answer = await forecaster(target, overlayOf(state.documents), signal);
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
