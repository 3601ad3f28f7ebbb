import type { Digester } from "../record/digest.ts";

/** One package that is to be built. */
export interface BuildRequest {
  /** What go takes: one package, or .go files. */
  program: string[];
  /** The user's flags, as words, without those that add nothing to a key. */
  flags: readonly string[];
  /** Where go is started; absolute. */
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** How secrets among the inputs are hidden. */
  digest: Digester;
  /** Breaks the build off: nothing of it is left. */
  signal: AbortSignal;
}
