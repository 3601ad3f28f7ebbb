import { statSync } from "node:fs";
import type { ServerState } from "../state.ts";
import type { GoPackage } from "./goPackage.ts";

/** The package of a file, or that in a directory. */
export function packageOfPath({ packages }: Pick<ServerState, "packages">, path: string): GoPackage {
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return isDirectory ? packages.in(path) : packages.of(path);
}
