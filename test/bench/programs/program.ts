/** A program that is launched: its module, and how a file of it is edited. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { touchCache } from "../caches.ts";
import type { Surroundings } from "../surroundings.ts";

export interface Program {
  name: string;
  /** The texts of its module's files, by path. */
  files: Record<string, string>;
  /** What go run is given. */
  package: string;
  /** Arguments with which it ends by itself at once. */
  endsWith: string[];
  /** A file of a package that imports no other of the module, and its text with something else in a function's body. */
  leaf: { file: string; edited(word: string): string };
}

/** A program that lies on disk, with the cache that an ordinary go run of it has left. */
export interface PreparedProgram extends Program {
  /** The module's root. */
  directory: string;
  /** GOCACHE as go run left it. To be restored elsewhere, never to be used. */
  afterGoRun: string;
}

/** Those that lie ready, by name. */
const ready = new Map<string, PreparedProgram>();

/** Writes a program's module, downloads what it imports, and builds it as go run does; what is there from before is used. */
export function prepare(around: Surroundings, program: Program): PreparedProgram {
  const known = ready.get(program.name);
  if (known) return known;
  const place = join(around.kept, program.name);
  const [directory, afterGoRun] = [join(place, "module"), join(place, "after-go-run")];
  around.say(`preparing ${program.name}`);
  if (writeFiles(directory, program.files)) resolveModules(around, directory, afterGoRun);
  // What go run would execute is linked, and kept in the cache, all the same.
  goCommand(around, directory, afterGoRun, ["run", "-exec=true", program.package]);
  touchCache(afterGoRun);
  const prepared = { ...program, directory, afterGoRun };
  ready.set(program.name, prepared);
  return prepared;
}

/** So long a go command may take that prepares something, in milliseconds: more than any of them does on a slow machine. */
const goCommandMs = 20 * 60_000;

/**
 * Runs a go command to its end.
 * @throws Error where it fails, or does not come to its end
 */
export function goCommand(around: Surroundings, cwd: string, goCache: string, words: readonly string[]): string {
  return execFileSync("go", words, {
    cwd,
    env: { ...around.env(goCache), PWD: cwd },
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: goCommandMs,
    killSignal: "SIGKILL",
  });
}

/** Puts something else into the program's leaf. @returns what brings the file back as it was, time and all */
export function editLeaf({ directory, leaf }: PreparedProgram, word: string): () => void {
  const path = join(directory, leaf.file);
  const before = readFileSync(path);
  const { atime, mtime } = statSync(path);
  writeFileSync(path, leaf.edited(word));
  return () => {
    writeFileSync(path, before);
    utimesSync(path, atime, mtime);
  };
}

/** @returns whether go.mod is another than before: go adds to it, so what was wanted is kept beside it */
function writeFiles(directory: string, files: Record<string, string>): boolean {
  for (const [path, text] of Object.entries(files)) if (path !== "go.mod") writeIfOther(join(directory, path), text);
  const wanted = files["go.mod"] ?? "";
  if (!writeIfOther(join(directory, "go.mod.wanted"), wanted)) return false;
  writeFileSync(join(directory, "go.mod"), wanted);
  return true;
}

/** Leaves a file alone that is right, since go looks at its time. */
function writeIfOther(path: string, text: string): boolean {
  if (existsSync(path) && readFileSync(path, "utf8") === text) return false;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return true;
}

/** Has go add what go.mod needs besides, and go.sum. Loads every package, and so downloads what is imported and no more. */
function resolveModules(around: Surroundings, directory: string, goCache: string): void {
  try {
    goCommand(around, directory, goCache, ["list", "-mod=mod", "-deps", "./..."]);
  } catch (error) {
    // Not done: to be tried again.
    writeFileSync(join(directory, "go.mod.wanted"), "");
    throw error;
  }
}
