/** What can be asked about a run: each question's names, and its answer as text for people. */
import type {
  BuildDirResponse,
  CacheKeysResponse,
  CompareResponse,
  EnvironmentResponse,
  ExplainResponse,
  ForecastResponse,
  ProcTreeResponse,
} from "../../../../shared/contract/answers.ts";
import type { RequestName } from "../../../../shared/contract/requestNames.ts";
import { buildDirText } from "../../../../shared/text/buildDir.ts";
import { cacheKeysText } from "../../../../shared/text/cacheKeys.ts";
import { compareText } from "../../../../shared/text/compare.ts";
import { environmentText } from "../../../../shared/text/environment.ts";
import { explainText } from "../../../../shared/text/explain.ts";
import { forecastText } from "../../../../shared/text/forecast.ts";
import type { TextOptions } from "../../../../shared/text/page.ts";
import { procTreeText } from "../../../../shared/text/procTree.ts";

export interface Answers {
  buildDir: BuildDirResponse;
  cacheKeys: CacheKeysResponse;
  procTree: ProcTreeResponse;
  explain: ExplainResponse;
  forecast: ForecastResponse;
  compare: CompareResponse;
  environment: EnvironmentResponse;
}

export type QuestionName = keyof Answers;

/** What a question is about; every member may be left out. */
export interface Asked {
  /** A Go file. */
  uri?: string;
  package?: string;
  run?: string;
}

interface Question<Name extends QuestionName> {
  /** The request of the debug adapter. */
  request: RequestName;
  /** Words for the program, where it answers the question without a session or server. */
  words?: (asked: Asked) => string[];
  text: (answer: Answers[Name], options: TextOptions) => string;
}

export const questions: { [Name in QuestionName]: Question<Name> } = {
  buildDir: { request: "buildDir", text: buildDirText },
  cacheKeys: { request: "cacheKeys", text: cacheKeysText },
  procTree: { request: "procTree", text: procTreeText },
  explain: {
    request: "gorunscope.explain",
    words: (asked) => ["explain", "--json", ...(asked.package === undefined ? [] : [asked.package])],
    text: explainText,
  },
  forecast: {
    request: "gorunscope.forecast",
    words: (asked) => ["forecast", "--json", asked.package ?? "."],
    text: forecastText,
  },
  compare: {
    request: "gorunscope.compare",
    words: (asked) => ["compare", "--json", asked.package ?? "."],
    text: compareText,
  },
  environment: {
    request: "gorunscope.environment",
    words: () => ["explain", "--environment", "--json"],
    text: environmentText,
  },
};

export function isQuestionName(name: string): name is QuestionName {
  return Object.hasOwn(questions, name);
}

/** So wide a document is, in columns. */
const width = 100;

/** Rows of one list: a document is long, and is scrolled. */
const rows = 1000;

/** An answer as text for people. */
export function answerText<Name extends QuestionName>(name: Name, answer: Answers[Name]): string {
  return `${questions[name].text(answer, { width, color: false, limit: rows })}\n`;
}
