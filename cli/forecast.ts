/** `gorunscope forecast`: what the next go run or debug would rebuild, and why, without building. */
import { forecastLaunch } from "../shared/forecast/forecast.ts";
import { errorIds, Failure } from "../shared/contract/errors.ts";
import { launchDefaults } from "../shared/contract/launch.ts";
import { openStore } from "../shared/record/openStore.ts";
import { forecastText } from "../shared/text/forecast.ts";
import { Interruption } from "./interruption.ts";
import { textOptions, writeTo } from "./output.ts";
import type { RunWords } from "./words.ts";
import { workingDirectory } from "./workingDirectory.ts";

/**
 * Forecasts what the words say.
 * @returns the exit status: 0, 1 where there is no forecast, which is said on standard error, or that of a signal that has broken it off
 * @throws Failure 7004 for arguments of the program
 */
export async function forecastCommand(read: RunWords, env: NodeJS.ProcessEnv): Promise<number> {
  if (read.args.length > 0) {
    throw new Failure(errorIds.wrongArguments, "forecast takes one package, or .go files, and nothing behind them", {
      advice: "Flags of go run stand before the package: gorunscope forecast -tags dev ./cmd/app",
    });
  }
  const overlay = read.own.get("overlay");
  const interruption = new Interruption();
  const cwd = workingDirectory(env);
  try {
    const answer = await forecastLaunch(
      {
        ...launchDefaults,
        program: read.program,
        cwd,
        buildFlags: [...read.buildFlags, ...(overlay === undefined ? [] : [`-overlay=${overlay}`])],
      },
      {
        cwd,
        for: read.own.get("for") === "debug" ? "debug" : "run",
        env,
        signal: interruption.signal,
        store: openStore(env, (sentence) => writeTo(2, `gorunscope: ${sentence}\n`)),
      },
    );
    const text = read.own.has("json")
      ? JSON.stringify(answer, undefined, 2)
      : forecastText(answer, textOptions(1, env));
    writeTo(1, `${text}\n`);
    return 0;
  } catch (error) {
    if (interruption.status !== 0) return interruption.status;
    if (!(error instanceof Failure)) throw error;
    // The words were right, only what they name is not there: no wrong usage.
    writeTo(2, `gorunscope: ${error.format}\n`);
    return 1;
  }
}
