/** What is known of the package in a directory: by its files at once, and by the go command a little later. */
import { realpathSync } from "node:fs";
import { basename, relative } from "node:path";
import { findModule } from "../../shared/go/module.ts";
import type { ListedPackage } from "../../shared/go/mainFiles.ts";

export interface GoPackage {
  /** Absolute. */
  directory: string;
  /** As go names it; undefined where the directory is in no module and go has not said. */
  importPath: string | undefined;
  /** The module it lies in; absent outside of modules. */
  module?: { path: string; root: string };
  /** Names of the files that go builds here with the user's flags, and of those that build constraints leave out, once go has said. */
  files?: { built: ReadonlySet<string>; ignored: ReadonlySet<string> };
  /** Why go cannot be asked: it is missing, or too old. */
  problem?: string;
}

/** What go list says of one package, of the fields that we ask for. */
export interface ListedHere extends ListedPackage {
  ImportPath?: string;
  Module?: { Path: string; Dir?: string; Main?: boolean };
}

/** The fields of go list that `withList` reads. */
export const listFields = "ImportPath,Module,GoFiles,CgoFiles,IgnoredGoFiles";

/** What the files above a directory say. */
export function packageByFiles(directory: string): GoPackage {
  const module = findModule(directory);
  if (module?.modulePath === undefined) return { directory, importPath: undefined };
  const below = relative(module.root, directory);
  const prefix = module.modulePath === "std" ? "" : module.modulePath;
  const importPath = [prefix, ...below.split("/")].filter((part) => part !== "").join("/");
  return { directory, importPath, module: { path: module.modulePath, root: real(module.root) } };
}

/** The same with what go list has said. */
export function withList(known: GoPackage, listed: ListedHere): GoPackage {
  const { ImportPath: importPath, Module: module } = listed;
  const built = new Set([...(listed.GoFiles ?? []), ...(listed.CgoFiles ?? [])]);
  const root = module?.Dir;
  return {
    ...known,
    // Outside of what the go command sees as modules it makes names up: "_/tmp/x", "command-line-arguments".
    importPath: importPath !== undefined && /^[^_.]/.test(importPath) && known.module ? importPath : known.importPath,
    ...(module && root !== undefined && { module: { path: module.Path, root: real(root) } }),
    files: { built, ignored: new Set(listed.IgnoredGoFiles ?? []) },
  };
}

/**
 * What go run is given for the program of a file or directory: the directory, or the file where that would not do.
 * @param path of a file in the package's directory, or that directory itself
 */
export function programOf({ directory, module, files }: GoPackage, path: string): string {
  if (path === directory) return directory;
  const standsAlone = module === undefined || files?.ignored.has(basename(path)) === true;
  return standsAlone ? path : directory;
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
