/** Which source files belong to packages that are compiled with optimisation, where variables are missing and lines jump. */
import { dirname, relative, sep } from "node:path";
import type { LaunchAttributes } from "../contract/launch.ts";
import { matchesPackage } from "../go/packagePatterns.ts";
import { debugPatterns } from "./commandLine.ts";
import type { RunPlan } from "./plan.ts";

/**
 * @param file absolute
 * @returns false also where it cannot be told
 */
export function isOptimised(plan: RunPlan, packages: LaunchAttributes["debugPackages"], file: string): boolean {
  const { kind, patterns, withMain, cwd } = debugPatterns(plan, packages);
  if (kind !== "packages") return kind === "none";
  const directory = dirname(file);
  if (withMain && directory === plan.program.packageDir) return false;
  const importPath = importPathOf(plan, directory);
  if (importPath === undefined) return false;
  return patterns.every((pattern) => matchesPackage(pattern, { importPath, directory }, cwd) === false);
}

/** The import path of the package in a directory: of a main module, of the module cache, or of the standard library. */
function importPathOf(plan: RunPlan, directory: string): string | undefined {
  const { goEnv, modules } = plan;
  for (const module of modules) {
    const path = below(module.root, directory);
    if (path !== undefined) return join(module.path, path);
  }
  const standard = below(`${goEnv.GOROOT}/src`, directory);
  if (standard !== undefined) return standard;
  // The module cache has PATH@VERSION directories, with a capital letter written as "!" and the small one.
  return below(goEnv.GOMODCACHE, directory)
    ?.replace(/@[^/]*/, "")
    .replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function below(root: string, directory: string): string | undefined {
  const path = relative(root, directory);
  return path === ".." || path.startsWith(`..${sep}`) ? undefined : path;
}

function join(module: string, path: string): string {
  return path === "" ? module : `${module}/${path}`;
}
