import type { ForecastResponse } from "../../shared/contract/answers.ts";
import type { ForecastLaunch } from "../../shared/forecast/forecast.ts";
import type { RecordStore } from "../../shared/record/store.ts";
import type { ForecastTarget } from "./forecasts.ts";

/** Forecasts a program's next run; loads what that needs when it is first asked for. @throws Failure as shared/forecast */
export async function forecastTarget(
  store: RecordStore,
  { program, cwd, for: purpose, buildFlags, env, goBinary }: ForecastTarget,
  overlay: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<ForecastResponse> {
  const { forecastLaunch } = await import("../../shared/forecast/forecast.ts");
  const launch: ForecastLaunch = {
    program,
    cwd,
    env: {},
    envFile: [],
    buildFlags,
    debugPackages: "module",
    ...(goBinary === "go" ? {} : { goBinary }),
  };
  return forecastLaunch(launch, {
    cwd,
    for: purpose,
    env: { ...env, PWD: cwd },
    overlay,
    signal,
    lowPriority: true,
    store,
  });
}
