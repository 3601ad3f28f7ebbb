import { errorIds, Failure } from "../../contract/errors.ts";

/** That a build has no such package, with the one that may have been meant. */
export function unknownPackage(name: string, actions: readonly { package: string }[]): Failure {
  const close = actions.find(({ package: path }) => path.endsWith(`/${name}`));
  return new Failure(errorIds.wrongArguments, `the build has no package ${name}`, {
    advice: close ? `Did you mean ${close.package}?` : "Leave the package out to see all.",
  });
}
