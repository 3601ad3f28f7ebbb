/** What passes between the test and the extension that carries out its scenarios: a line of JSON each. */
import type { ScenarioName } from "../scenarios/all.ts";

export interface Asked {
  id: number;
  name: ScenarioName;
  parameters: unknown;
}

export interface Answered {
  id: number;
  result?: unknown;
  error?: string;
}
