/** The names of the requests that are answered from a go run. */
import { errorIds, Failure } from "./errors.ts";

export const requestNames = [
  "buildDir",
  "cacheKeys",
  "procTree",
  "gorunscope.explain",
  "gorunscope.compare",
  "gorunscope.forecast",
  "gorunscope.environment",
] as const;

export type RequestName = (typeof requestNames)[number];

export function isRequestName(name: string): name is RequestName {
  return (requestNames as readonly string[]).includes(name);
}

/** Whether a request is about a go run: one that there is, or one that only we could have. */
export function isOwnRequest(name: string): boolean {
  return isRequestName(name) || name.startsWith("gorunscope.");
}

/** For a request that nobody answers. */
export function unknownRequest(name: string): Failure {
  return new Failure(errorIds.wrongArguments, `there is no request ${name}`, {
    advice: `There are ${requestNames.join(", ")}.`,
  });
}
