/** The command forecast: what the next run of a program would rebuild, unsaved files included. */
import type { ForecastResponse } from "../../shared/contract/answers.ts";
import type { ForecastTarget } from "../forecasts/forecasts.ts";
import type { ServerState } from "../state.ts";
import { answerText } from "./answerText.ts";
import type { CommandArguments } from "./names.ts";
import { programOf } from "./program.ts";

/**
 * @returns of all actions; those of `package` alone where that is a part of the program of `uri` or `run`
 * @throws Failure as shared/forecast; the signal's reason where it is aborted
 */
export async function forecast(
  state: ServerState,
  args: CommandArguments,
  signal: AbortSignal,
): Promise<ForecastResponse> {
  const target = { ...(await programOf(state, args)), for: args.for ?? "run" };
  const answer = await forecastPart(state, target, args, signal);
  if (args.show) await state.shown.show(state.client, "forecast", answerText("forecast", answer));
  return answer;
}

async function forecastPart(
  state: ServerState,
  target: ForecastTarget,
  { package: path, overlay }: CommandArguments,
  signal: AbortSignal,
): Promise<ForecastResponse> {
  const whole = await state.forecasts.ask(target, signal, overlay);
  const isWhole = path === undefined || path === target.package.importPath || target.program.includes(path);
  if (isWhole || whole.actions.length === 0) return whole;
  const actions = whole.actions.filter((action) => action.package === path);
  return actions.length > 0
    ? { ...whole, actions }
    : state.forecasts.ask({ ...target, program: [path] }, signal, overlay);
}
