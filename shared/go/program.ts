/** From the launch attribute `program` to what go run is given, and where. */
import { realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { errorIds, Failure } from "../contract/errors.ts";
import type { GoEnv } from "./goEnv.ts";
import { filesOfMainPackage, type ListPackage } from "./mainFiles.ts";
import { findModule, mainModules } from "./module.ts";
import { commandLineArguments } from "./packagePatterns.ts";

export type { ListedPackage } from "./mainFiles.ts";

export interface ProgramInput {
  /** What go run takes: one package, or .go files. Empty stands for ".". */
  program: string[];
  /** The attribute `cwd`; relative to the adapter's. */
  cwd?: string;
  adapterCwd: string;
  /** The value of the user's -C flag: go changes there before it looks at anything. */
  directoryFlag?: string;
  /** What go env says in the directory that is seen from here; absent values stand for go's defaults. */
  goEnv?: Partial<Pick<GoEnv, "GO111MODULE" | "GOWORK">>;
  listPackage?: ListPackage;
}

export interface ResolvedProgram {
  /** What go run is given. */
  words: string[];
  /** Where go is started, absolute; -C still applies. */
  cwd: string;
  /** Something the user should know: the program is not what the attribute says literally. */
  notice?: string;
  /** The directory of package main, absolute, where it is known. */
  packageDir?: string;
  /** Package main's import path as go names it, where it is known without asking go. */
  importPath?: string;
  /** "files": .go files; "directory": a path; "package": an import path or a pattern; "versioned": package@version. */
  kind: "package" | "files" | "directory" | "versioned";
}

/**
 * Finds out what go run is to be given and where it is started.
 *
 * Without `cwd` that is the adapter's directory if the program is in a main module seen from there, else the root of the
 * program's own module. A single .go file of a main package with more files means the package.
 * @throws Failure 7004 for a directory or a path that does not exist, and for words that go run would not take together
 */
export async function resolveProgram(input: ProgramInput): Promise<ResolvedProgram> {
  const words = input.program.length === 0 ? ["."] : input.program;
  const start = input.cwd === undefined ? input.adapterCwd : existingDirectory(input.adapterCwd, input.cwd, "cwd");
  const base =
    input.directoryFlag === undefined ? start : existingDirectory(start, input.directoryFlag, "the directory of -C");
  const place: Place = { input, start, base };
  if (words.every((word) => word.endsWith(".go"))) return resolveFiles(words, place);
  const [word, second] = words;
  if (word === undefined || second !== undefined) {
    throw new Failure(errorIds.wrongArguments, "program takes several words only when all of them are .go files", {
      advice: "Put the program's own arguments into args.",
    });
  }
  return isPath(word) ? resolvePath(word, place) : resolveImportPath(word, place);
}

interface Place {
  input: ProgramInput;
  /** `cwd`, else the adapter's directory. */
  start: string;
  /** The same after -C: relative words are seen from here. */
  base: string;
}

async function resolveFiles(words: string[], place: Place): Promise<ResolvedProgram> {
  const files = words.map((word) => existing(word, place.base));
  const packageDir = dirname(files[0] ?? place.base);
  const cwd = startDirectory(packageDir, place);
  const asFiles = {
    words: words.map((word, index) => asSeenFrom(cwd, word, files[index] ?? word, place)),
    cwd,
    packageDir,
    importPath: commandLineArguments,
    kind: "files",
  } as const;
  const [file] = files;
  if (file === undefined || files.length > 1) return asFiles;
  const names = await filesOfMainPackage(file, place.input.listPackage);
  if (names === undefined) return asFiles;
  const whole = `${basename(file)} is one of the ${names.length} files of its package: `;
  const work = workDirectory(cwd, place);
  if (!isInMainModule(packageDir, work, place)) {
    // go takes a directory only from a main module, files from everywhere.
    const all = names.map((name) => pathFrom(work, join(packageDir, name)));
    return { ...asFiles, words: all, notice: `${whole}all of them are run` };
  }
  const word = pathFrom(work, packageDir);
  const importPath = importPathOf(packageDir, place);
  return {
    words: [word],
    cwd,
    packageDir,
    kind: "directory",
    notice: `${whole}the package ${word} is run`,
    ...(importPath === undefined ? {} : { importPath }),
  };
}

function resolvePath(word: string, place: Place): ResolvedProgram {
  const wildcard = word.indexOf("...");
  if (wildcard >= 0) {
    const directory = existing(word.slice(0, word.lastIndexOf("/", wildcard) + 1), place.base);
    const cwd = startDirectory(directory, place);
    const rest = word.slice(word.lastIndexOf("/", wildcard));
    return { words: [asSeenFrom(cwd, word, directory, place, rest)], cwd, kind: "package" };
  }
  const packageDir = existing(word, place.base);
  if (!statSync(packageDir).isDirectory()) {
    throw new Failure(errorIds.wrongArguments, `program ${word} is neither a directory nor a .go file`, {
      advice: "Name the directory of package main, its .go files, or its import path; mode exec debugs an executable.",
    });
  }
  const cwd = startDirectory(packageDir, place);
  const importPath = importPathOf(packageDir, place);
  return {
    words: [asSeenFrom(cwd, word, packageDir, place)],
    cwd,
    packageDir,
    kind: "directory",
    ...(importPath === undefined ? {} : { importPath }),
  };
}

function resolveImportPath(word: string, place: Place): ResolvedProgram {
  const cwd = place.start;
  const at = word.indexOf("@");
  if (at >= 0) return { words: [word], cwd, importPath: word.slice(0, at), kind: "versioned" };
  if (word.includes("...")) return { words: [word], cwd, kind: "package" };
  const packageDir = mainModules(place.base, place.input.goEnv ?? {})
    .filter(({ path }) => word === path || word.startsWith(`${path}/`))
    .map(({ path, root }) => join(root, word.slice(path.length)))
    .find((directory) => statSync(directory, { throwIfNoEntry: false })?.isDirectory());
  return {
    words: [word],
    cwd,
    importPath: word,
    kind: "package",
    ...(packageDir === undefined ? {} : { packageDir }),
  };
}

/** What go takes for a path of the file system (go/build.IsLocalImport, absolute). */
function isPath(word: string): boolean {
  return isAbsolute(word) || /^\.\.?(?:\/|$)/.test(word);
}

/** Where go is started for a program in that directory. */
function startDirectory(directory: string, place: Place): string {
  const { input, start } = place;
  if (input.cwd !== undefined || input.directoryFlag !== undefined) return start;
  if (input.goEnv?.GO111MODULE === "off" || isInMainModule(directory, start, place)) return start;
  return findModule(directory)?.root ?? start;
}

/** Whether a directory belongs to one of the main modules seen from another; in GOPATH mode there are none to leave. */
function isInMainModule(directory: string, from: string, { input }: Place): boolean {
  if (input.goEnv?.GO111MODULE === "off") return true;
  const module = findModule(directory);
  if (!module) return false;
  const root = realpathSync(module.root);
  return mainModules(from, input.goEnv ?? {}).some((main) => realpathSync(main.root) === root);
}

function importPathOf(directory: string, { input }: Place): string | undefined {
  const module = findModule(directory);
  if (input.goEnv?.GO111MODULE === "off" || module?.modulePath === undefined) return undefined;
  const elements = relative(module.root, directory).split("/");
  const prefix = module.modulePath === "std" ? [] : [module.modulePath];
  return [...prefix, ...elements].filter((element) => element !== "").join("/");
}

function workDirectory(cwd: string, { input }: Place): string {
  return input.directoryFlag === undefined ? cwd : resolve(cwd, input.directoryFlag);
}

/** The user's word where it still means the same, else the path as go's directory sees it. */
function asSeenFrom(cwd: string, word: string, path: string, place: Place, rest = ""): string {
  const work = workDirectory(cwd, place);
  return work === place.base || isAbsolute(word) ? word : pathFrom(work, path) + rest;
}

function pathFrom(directory: string, path: string): string {
  const inside = relative(directory, path);
  if (inside === "") return ".";
  return inside === ".." || inside.startsWith("../") ? path : `./${inside}`;
}

function existing(word: string, base: string): string {
  const path = resolve(base, word);
  if (statSync(path, { throwIfNoEntry: false })) return path;
  throw new Failure(errorIds.wrongArguments, `program ${word} does not exist${path === word ? "" : ` (${path})`}`, {
    advice: isAbsolute(word) ? "Check the path." : `A relative program is seen from the working directory, ${base}.`,
  });
}

function existingDirectory(base: string, given: string, what: string): string {
  const path = resolve(base, given);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw new Failure(errorIds.wrongArguments, `${what} ${path} is not a directory that exists`, {
    advice: isAbsolute(given) ? "Check the path." : `A relative one is seen from ${base}.`,
  });
}
