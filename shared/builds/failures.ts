import type { BuildWay } from "../contract/answers.ts";
import { errorIds, Failure } from "../contract/errors.ts";
import { wayNames } from "../why/buildWays.ts";

/** That a build failed, with what go said of it first. @param lines go's own lines */
export function buildFailure(way: BuildWay, lines: readonly string[]): Failure {
  const said = lines.find(
    (line) => line.trim() !== "" && !line.startsWith("#") && !line.startsWith("go: downloading "),
  );
  const why = said === undefined ? "" : `: ${said.trim()}`;
  return new Failure(errorIds.buildFailed, `the build that ${wayNames[way]} makes failed${why}`, {
    advice: "Correct that first; go build shows all of it.",
  });
}

/** That somebody broke a build off. */
export function cancelled(way: BuildWay): Failure {
  return new Failure(errorIds.wrongPhase, `the build that ${wayNames[way]} makes was broken off`);
}
