/** Modules and workspaces, found as the go command finds them: by files in the directory and those above it. */
import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { directiveArguments } from "./modFile.ts";
import type { GoEnv } from "./goEnv.ts";

export interface Module {
  /** The directory of go.mod, absolute. */
  root: string;
  /** Absent where go.mod has no module line that can be read. */
  modulePath?: string;
  /** The go.mod file. */
  goMod: string;
}

export interface Workspace {
  /** The directory of go.work, absolute. */
  root: string;
  /** The go.work file. */
  goWork: string;
  /** The modules of its `use` lines, as far as they are there. */
  modules: Module[];
}

/** The module that a directory lies in: that of the nearest go.mod in it or above. A vendored package lies in the main module. */
export function findModule(directory: string): Module | undefined {
  const goMod = findUpwards(directory, "go.mod");
  return goMod === undefined ? undefined : readModule(goMod);
}

/**
 * The workspace that applies in a directory.
 * @param goWork GOWORK: "off", the path of a go.work file, or empty to look for one in the directory and above
 */
export function findWorkspace(directory: string, goWork = ""): Workspace | undefined {
  if (goWork === "off") return undefined;
  const file = goWork === "" ? findUpwards(directory, "go.work") : resolve(directory, goWork);
  const text = file === undefined ? undefined : readText(file);
  if (file === undefined || text === undefined) return undefined;
  const root = dirname(file);
  const files = directiveArguments(text, "use").map((use) => join(resolve(root, use), "go.mod"));
  return { root, goWork: file, modules: files.filter(isFile).map(readModule) };
}

/**
 * The main modules seen from a directory, the one that it lies in first: those of the workspace, or the module itself; none in
 * GOPATH mode and outside of modules. Go's own modules are called "std" and "cmd".
 * @param goEnv what go env says in that directory
 */
export function mainModules(
  directory: string,
  goEnv: Partial<Pick<GoEnv, "GO111MODULE" | "GOWORK">>,
): { path: string; root: string }[] {
  if (goEnv.GO111MODULE === "off") return [];
  const own = findModule(directory);
  const workspace = findWorkspace(directory, goEnv.GOWORK);
  const modules = workspace?.modules ?? (own ? [own] : []);
  const isOwn = (module: Module) => module.root === own?.root;
  return [...modules.filter(isOwn), ...modules.filter((module) => !isOwn(module))].flatMap(({ modulePath, root }) =>
    modulePath === undefined ? [] : [{ path: modulePath, root }],
  );
}

/** The pattern of -gcflags for all packages of a module. */
export function modulePattern(module: { path: string }): string {
  return module.path === "std" ? "std" : `${module.path}/...`;
}

function findUpwards(directory: string, name: string): string | undefined {
  for (let at = resolve(directory); ; at = dirname(at)) {
    const file = join(at, name);
    if (isFile(file)) return file;
    if (dirname(at) === at) return undefined;
  }
}

function readModule(goMod: string): Module {
  const [modulePath] = directiveArguments(readText(goMod) ?? "", "module");
  return { root: dirname(goMod), goMod, ...(modulePath === undefined ? {} : { modulePath }) };
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
