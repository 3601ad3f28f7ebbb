import type {
  BuildDirResponse,
  CacheKeysArguments,
  CacheKeysResponse,
  Phase,
  ProcTreeArguments,
  ProcTreeResponse,
} from "../../contract/answers.ts";
import type { LaunchAttributes } from "../../contract/launch.ts";
import type { RunKind, SetVariable } from "../../contract/record.ts";
import type { KnownBuild } from "../../why/build.ts";

/** The attributes that decide what is built, seen from the directory in which go was started. */
export type LaunchAgain = Pick<
  LaunchAttributes,
  "program" | "env" | "envFile" | "buildFlags" | "debugPackages" | "goBinary"
> & { cwd: string };

/** A run that can be asked, without the asker knowing whether it lives or a record of it is kept. */
export interface RunView {
  readonly id: string;
  readonly kind: RunKind;
  readonly phase: Phase;
  /** @throws Failure 7002 while the run is still being planned */
  buildDir(): Promise<BuildDirResponse>;
  /** @throws Failure 7004 for a package that is not part of the build */
  cacheKeys(args?: CacheKeysArguments): Promise<CacheKeysResponse>;
  /** @throws Failure 7002 before go was started, 7003 on a system without /proc */
  procTree(args?: ProcTreeArguments): Promise<ProcTreeResponse>;
  /**
   * Those of go's variables that were set; undefined where that was not recorded.
   * @throws Failure 7002 while the run is still being planned
   */
  variables(): Promise<readonly SetVariable[] | undefined>;
  /**
   * The build for comparisons: secrets are digests in it.
   * @throws Failure 7002 while the run is still being planned
   */
  build(): Promise<KnownBuild>;
  /**
   * What was launched, for another launch of the same.
   * @throws Failure 7002 while the run is still being planned, 7004 for a record that does not hold all that is needed
   */
  launch(): LaunchAgain;
}
