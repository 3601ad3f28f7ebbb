import { relative, resolve } from "node:path";
import { findModule } from "./module.ts";

/**
 * The import path of a package that is named by its directory (`.`, `./internal/db`, an absolute path), as its module's go.mod gives it.
 * @param cwd what a relative name is relative to
 * @returns the name itself where it is an import path, or a directory of no module
 */
export function importPathOf(name: string, cwd: string): string {
  if (!/^\.{0,2}(?:\/|$)/.test(name)) return name;
  const directory = resolve(cwd, name);
  const module = findModule(directory);
  if (module?.modulePath === undefined) return name;
  const below = relative(module.root, directory);
  return below === "" ? module.modulePath : `${module.modulePath}/${below}`;
}
