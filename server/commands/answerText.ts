/** Answers as text for people, as every other place shows them. */
import type {
  BuildDirResponse,
  CacheKeysResponse,
  CompareResponse,
  EnvironmentResponse,
  ExplainResponse,
  ForecastResponse,
  ProcTreeResponse,
} from "../../shared/contract/answers.ts";
import { buildDirText } from "../../shared/text/buildDir.ts";
import { cacheKeysText } from "../../shared/text/cacheKeys.ts";
import { compareText } from "../../shared/text/compare.ts";
import { explainText } from "../../shared/text/explain.ts";
import { environmentText } from "../../shared/text/environment.ts";
import { forecastText } from "../../shared/text/forecast.ts";
import type { TextOptions } from "../../shared/text/page.ts";
import { procTreeText } from "../../shared/text/procTree.ts";
import type { CommandName } from "./names.ts";

const columns = 100;

/** Rows of one list: a document is long, and is scrolled. */
const rows = 200;

/** @param body what the command answers */
export function answerText(name: CommandName, body: unknown): string {
  const options: TextOptions = { width: columns, color: false, limit: rows, now: new Date() };
  switch (name) {
    case "buildDir":
      return buildDirText(body as BuildDirResponse, options);
    case "cacheKeys":
      return cacheKeysText(body as CacheKeysResponse, options);
    case "procTree":
      return procTreeText(body as ProcTreeResponse, options);
    case "compare":
      return compareText(body as CompareResponse, options);
    case "explain":
      return explainText(body as ExplainResponse, options);
    case "environment":
      return environmentText(body as EnvironmentResponse, options);
    case "forecast":
      return forecastText(body as ForecastResponse, options);
    default:
      return JSON.stringify(body, undefined, 2);
  }
}
