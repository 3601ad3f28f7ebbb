/** A build as it is compared with another one, be it live or recorded. */
import type { CacheAction, KeyInput, Phase } from "../contract/answers.ts";
import type { RunKind, SetVariable } from "../contract/record.ts";

/** Pure data. Whatever is secret in it is a digest of the one state directory, so that two of them compare. */
export interface KnownBuild {
  run: string;
  kind: RunKind;
  /** The import path of what was run. */
  package: string;
  /** go run's flags as typed. */
  flags: readonly string[];
  /** Those of go's variables that were set, GOFLAGS among them; absent where that was not recorded. */
  variables?: readonly SetVariable[];
  /** Of a debug: the packages that were compiled for the debugger, as the launch attribute names them. */
  debugPackages?: string;
  /** The path of the main module; absent outside of one. */
  module?: string;
  /** ISO 8601 UTC. */
  startedAt: string;
  phase: Phase;
  /** All actions, without their inputs. */
  actions: readonly CacheAction[];
  /** The inputs of an action's key by the action's id; undefined where they are not known. */
  inputs(id: string): KeyInput[] | undefined;
  /** The import paths among them, for less time; none where they are not known. */
  imports(id: string): string[];
}

/** Whether a build got as far as it could: one that failed does not know the keys of what came after. */
export function isWhole({ phase, actions }: Pick<KnownBuild, "phase" | "actions">): boolean {
  return phase !== "failed" && !actions.some(({ state }) => state === "failed");
}
