/** The scenarios by name. */
import { debugToStop, toTheEnd } from "./debugging.ts";
import { diagnosticsOf, launch, noSession, stopDebugging } from "./launching.ts";
import { clickLens, clickRun, commandNames, hover, lenses } from "./server.ts";
import { setting, shownText, showQuestion } from "./workbench.ts";

export const scenarios = {
  clickLens,
  clickRun,
  commandNames,
  debugToStop,
  diagnosticsOf,
  hover,
  launch,
  lenses,
  noSession,
  setting,
  shownText,
  showQuestion,
  stopDebugging,
  toTheEnd,
};

export type ScenarioName = keyof typeof scenarios;
export type ParametersOf<Name extends ScenarioName> = Parameters<(typeof scenarios)[Name]>;
export type ResultOf<Name extends ScenarioName> = Awaited<ReturnType<(typeof scenarios)[Name]>>;
