/** The request `forecast` of a session: of the program that its run has started. */
import type { ForecastArguments, ForecastResponse } from "../contract/answers.ts";
import { errorIds, Failure } from "../contract/errors.ts";
import type { AnswerContext } from "../run/answers/context.ts";
import type { RunView } from "../run/answers/view.ts";
import { forecastLaunch } from "./forecast.ts";

/**
 * Forecasts the next run of what a run has started, a debug launch's next debug launch.
 * @param args `package` may name another program, or one of the packages of this one: then its actions alone are answered
 * @throws Failure 7002 while the run is still being planned, 7004 for wrong arguments, and as forecastLaunch
 */
export async function answerForecast(
  view: RunView,
  args: Record<string, unknown>,
  { store, env }: AnswerContext,
): Promise<ForecastResponse> {
  const { package: named, for: purpose = view.kind === "run" ? "run" : "debug", overlay } = checked(args);
  const launch = view.launch();
  const options = { cwd: launch.cwd, for: purpose, env, store, ...(overlay === undefined ? {} : { overlay }) };
  if (named === undefined) return forecastLaunch(launch, options);
  const { actions } = await view.cacheKeys();
  const isPart = actions.some(({ package: path }) => path === named);
  if (!isPart) return forecastLaunch({ ...launch, program: [named] }, options);
  const whole = await forecastLaunch(launch, options);
  return { ...whole, actions: whole.actions.filter((action) => action.package === named) };
}

function checked(args: Record<string, unknown>): ForecastArguments {
  const { for: purpose, overlay } = args as { for?: string; overlay?: Record<string, unknown> };
  if (purpose !== undefined && purpose !== "run" && purpose !== "debug") {
    throw new Failure(errorIds.wrongArguments, `forecast: for is "${purpose}", but takes "run" or "debug"`);
  }
  if (
    overlay !== undefined
    && (Array.isArray(overlay) || Object.values(overlay).some((text) => typeof text !== "string"))
  ) {
    throw new Failure(errorIds.wrongArguments, "forecast: overlay takes an object of texts by absolute path");
  }
  return args;
}
