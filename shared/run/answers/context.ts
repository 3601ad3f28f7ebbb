import type { RecordStore } from "../../record/store.ts";
import type { RunView } from "./view.ts";

/** What an answer may look at besides the run that is asked about. */
export interface AnswerContext {
  /** The records of earlier runs. */
  store: RecordStore;
  env: NodeJS.ProcessEnv;
}

/** The types that a request's arguments may have; every request takes `run`. */
export type ArgumentTypes = Readonly<Record<string, "string" | "boolean" | "object">>;

/** One request of the contract: the types of its arguments, which are checked, and what answers it. */
export interface Answer {
  arguments: ArgumentTypes;
  answer(view: RunView, args: Record<string, unknown>, context: AnswerContext): Promise<unknown>;
}
