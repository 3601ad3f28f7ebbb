/** The ways to build one package that are compared. */
import type { BuildWay, InputDifference } from "../contract/answers.ts";

/** In this order everything is shown; the first one that is known is what the others are compared with. */
export const buildWays: readonly BuildWay[] = ["run", "build", "debug", "dlv"];

/** How people call them. */
export const wayNames: Readonly<Record<BuildWay, string>> = {
  run: "go run",
  build: "go build",
  debug: "debug",
  dlv: "dlv debug",
};

/** Whether a difference is a cause of its own: what a package imports differs because of another action. */
export function isOwn({ kind }: Pick<InputDifference, "kind">): boolean {
  return kind !== "import";
}
