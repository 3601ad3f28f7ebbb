/** A run that is at hand, compared with the newest record of the other way to build its package. */
import type { CompareResponse } from "../contract/answers.ts";
import { errorIds, Failure } from "../contract/errors.ts";
import type { AnswerContext } from "../run/answers/context.ts";
import { unknownPackage } from "../run/answers/unknownPackage.ts";
import type { RunView } from "../run/answers/view.ts";
import { wayNames } from "../why/buildWays.ts";
import { compareBuilds } from "../why/compare.ts";
import { findRecords, sourceOf, wayOf } from "./records.ts";

/**
 * The answer to the request `compare`.
 * @param only a package of the build whose actions alone are compared
 * @throws Failure 7001 where there is no record to compare with, 7002 while the run is still being planned, 7004 for a package that
 *   is not part of the build, and for a run that built nothing
 */
export async function compareRun(
  view: RunView,
  only: string | undefined,
  { store }: AnswerContext,
): Promise<CompareResponse> {
  const way = wayOf(view.kind);
  if (way === undefined) {
    throw new Failure(errorIds.wrongArguments, `run ${view.id} built nothing: there are no keys to compare`);
  }
  const [build, { cwd }] = await Promise.all([view.build(), view.buildDir()]);
  if (only !== undefined && !build.actions.some((action) => action.package === only)) {
    throw unknownPackage(only, build.actions);
  }
  const other = way === "run" ? "debug" : "run";
  const recorded = (await findRecords(store, { package: build.package, cwd, flags: build.flags }))[other];
  if (!recorded) {
    throw new Failure(
      errorIds.noRunYet,
      `there is no record of ${wayNames[other]} of ${build.package} to compare with`,
      {
        advice: `Type gorunscope compare --build ${build.package} in ${cwd}, which builds it in all ways; or start one.`,
      },
    );
  }
  const compared = [
    { way, build },
    { way: other, build: recorded },
  ] as const;
  return {
    ...compareBuilds(compared, { module: build.module, package: only }),
    builds: [sourceOf(way, build), sourceOf(other, recorded)],
  };
}
