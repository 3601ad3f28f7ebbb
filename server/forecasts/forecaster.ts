import type { ForecastResponse } from "../../shared/contract/answers.ts";
import type { RecordStore } from "../../shared/record/store.ts";
import type { ForecastTarget } from "./forecasts.ts";

/** Forecasts a program's next run; loads what that needs when it is first asked for. @throws Failure as shared/forecast */
export async function forecastTarget(
  store: RecordStore,
  { program, cwd, buildFlags, env, goBinary }: ForecastTarget,
  overlay: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<ForecastResponse> {
  const { forecast } = await import("../../shared/forecast/forecast.ts");
  return forecast({
    package: program,
    cwd,
    for: "run",
    flags: buildFlags,
    env: { ...env, PWD: cwd },
    ...(goBinary === "go" ? {} : { goBinary }),
    overlay,
    signal,
    lowPriority: true,
    store,
  });
}
