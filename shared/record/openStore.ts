/** The records as the environment sets them. */
import { sentenceOf } from "../contract/errors.ts";
import { keepLimits } from "./settings.ts";
import { stateDirectory } from "./stateDirectory.ts";
import { RecordStore } from "./store.ts";

/**
 * The store of the environment's state directory, with its limits.
 * @param notice told in a sentence of a limit that cannot be read; the defaults stand then
 */
export function openStore(env: NodeJS.ProcessEnv, notice: (sentence: string) => void = () => undefined): RecordStore {
  try {
    return new RecordStore(stateDirectory(env), keepLimits(env));
  } catch (error) {
    notice(sentenceOf(error));
    return new RecordStore(stateDirectory(env));
  }
}
