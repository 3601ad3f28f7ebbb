/** Which files make up the program that a single .go file belongs to. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What `go list -find -e -json=GoFiles,CgoFiles,IgnoredGoFiles` says of a package; empty lists are absent. */
export interface ListedPackage {
  GoFiles?: string[];
  CgoFiles?: string[];
  IgnoredGoFiles?: string[];
}

/** Asks go for the files of the package in a directory; undefined where go cannot say. */
export type ListPackage = (directory: string) => Promise<ListedPackage | undefined>;

/**
 * The names of all files of the main package that a file belongs to.
 * @param file an absolute path
 * @param listPackage asked only where other files in the directory are of a package main; where it is absent or does not know,
 *   every file with a build constraint is taken for one that is left out
 * @returns undefined where the file stands for itself: it is no package main, it is alone, or build constraints leave it or all
 *   the others out
 */
export async function filesOfMainPackage(file: string, listPackage?: ListPackage): Promise<string[] | undefined> {
  const directory = dirname(file);
  const name = basename(file);
  if (!isMainFile(file)) return undefined;
  const others = goFilesBeside(directory, name).filter((other) => isMainFile(join(directory, other)));
  if (others.length === 0) return undefined;
  const listed = await listPackage?.(directory);
  const built = [...(listed?.GoFiles ?? []), ...(listed?.CgoFiles ?? [])].sort();
  const isListed = built.length > 0 || (listed?.IgnoredGoFiles ?? []).length > 0;
  const files = isListed ? built : [name, ...others].filter((each) => !hasConstraint(directory, each)).sort();
  return files.includes(name) && files.length > 1 ? files : undefined;
}

function goFilesBeside(directory: string, name: string): string[] {
  return readdirSync(directory).filter(
    (other) => other !== name && /^[^_.].*\.go$/.test(other) && !other.endsWith("_test.go"),
  );
}

const beforePackageClause = /^\uFEFF?(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/;

function isMainFile(file: string): boolean {
  const text = readText(file);
  const start = beforePackageClause.exec(text)?.[0].length ?? 0;
  return /^package\s+main\b/.test(text.slice(start));
}

const systems =
  "aix|android|darwin|dragonfly|freebsd|illumos|ios|js|linux|netbsd|openbsd|plan9|solaris|wasip1|windows"
  + "|386|amd64|arm|arm64|loong64|mips|mips64|mips64le|mipsle|ppc64|ppc64le|riscv64|s390x|wasm";
const systemSuffix = new RegExp(`_(?:${systems})\\.go$`);

/** Whether a file is built only sometimes: by its name, or by a line before its package clause. */
function hasConstraint(directory: string, name: string): boolean {
  const head = beforePackageClause.exec(readText(join(directory, name)))?.[0] ?? "";
  return systemSuffix.test(name) || /^\/\/(?:go:build\s|\s*\+build\s)/m.test(head);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
