/** What the debug console answers to a `gorun` command. */
import type {
  BuildDirResponse,
  CacheKeysArguments,
  CacheKeysResponse,
  CompareArguments,
  CompareResponse,
  EnvironmentResponse,
  ExplainArguments,
  ExplainResponse,
  ForecastArguments,
  ForecastResponse,
  ProcTreeArguments,
  ProcTreeResponse,
} from "../../shared/contract/answers.ts";
import { buildDirText } from "../../shared/text/buildDir.ts";
import { cacheKeysText } from "../../shared/text/cacheKeys.ts";
import { consoleHelp, type ConsoleCall } from "../../shared/text/console.ts";
import type { TextOptions } from "../../shared/text/page.ts";
import { procTreeText } from "../../shared/text/procTree.ts";

/** Where the views get their answers from. */
export interface Answers {
  buildDir(): Promise<BuildDirResponse>;
  cacheKeys(args?: CacheKeysArguments): Promise<CacheKeysResponse>;
  compare(args?: CompareArguments): Promise<CompareResponse>;
  environment(): Promise<EnvironmentResponse>;
  explain(args?: ExplainArguments): Promise<ExplainResponse>;
  forecast(args?: ForecastArguments): Promise<ForecastResponse>;
  procTree(args?: ProcTreeArguments): Promise<ProcTreeResponse>;
}

/** A debug console has no width of its own that an adapter could know; this reads well in all of them. */
const options: TextOptions = { width: 100, color: false };

/**
 * The text that answers a command.
 * @throws Failure as the answer it shows
 */
export async function consoleAnswer(call: ConsoleCall, answers: Answers): Promise<string> {
  const text = { ...options, now: new Date() };
  const named = call.argument === undefined ? {} : { package: await packageOf(call.argument, answers) };
  const has = (flag: string) => call.flags.includes(flag);
  switch (call.command) {
    case "buildDir":
      return buildDirText(await answers.buildDir(), text);
    case "cacheKeys": {
      const args = { ...named, onlyMisses: has("--misses"), ...(has("--inputs") ? { inputs: true } : {}) };
      return cacheKeysText(await answers.cacheKeys(args), text);
    }
    case "compare": {
      const { compareText } = await import("../../shared/text/compare.ts");
      return compareText(await answers.compare(named), text);
    }
    case "environment": {
      const { environmentText } = await import("../../shared/text/environment.ts");
      return environmentText(await answers.environment(), text);
    }
    case "explain": {
      const { explainText } = await import("../../shared/text/explain.ts");
      return explainText(await answers.explain(named), text);
    }
    case "forecast": {
      const { forecastText } = await import("../../shared/text/forecast.ts");
      const purpose = has("--debug") ? { for: "debug" as const } : has("--run") ? { for: "run" as const } : {};
      return forecastText(await answers.forecast({ ...named, ...purpose }), text);
    }
    case "procTree":
      return procTreeText(await answers.procTree({ live: has("--live") }), text);
    default:
      return consoleHelp(text);
  }
}

/** A directory, as `./internal/db`, stands for its package; a relative one is seen from where the run's go works. */
async function packageOf(name: string, answers: Answers): Promise<string> {
  if (!/^\.{0,2}(?:\/|$)/.test(name)) return name;
  const [{ importPathOf }, { cwd }] = await Promise.all([import("../../shared/go/importPath.ts"), answers.buildDir()]);
  return importPathOf(name, cwd);
}
