/** Which runs belong to a package that is open in the editor. */
import { realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { BuildDirResponse } from "../../shared/contract/answers.ts";
import { mainModules } from "../../shared/go/module.ts";
import { commandLineArguments } from "../../shared/go/packagePatterns.ts";
import type { KnownRun } from "../../shared/runs/knownRun.ts";
import type { Runs } from "../../shared/runs/runs.ts";
import type { GoPackage } from "../packages/goPackage.ts";

export class ProgramRuns {
  readonly #runs: Runs;
  /** Roots of the main modules seen from a run's directory. */
  readonly #roots = new Map<string, ReadonlySet<string>>();
  /** Directories of runs whose program was given as files; undefined while that is being read. */
  readonly #directories = new Map<string, string | undefined>();

  readonly #changed: () => void;

  /** @param changed called when more is known of the runs than before */
  constructor(runs: Runs, changed: () => void) {
    this.#runs = runs;
    this.#changed = changed;
  }

  /** The runs of a package main, the newest first, live ones before those that have ended. */
  ofProgram(target: GoPackage): KnownRun[] {
    const runs = this.#runs.list().filter((run) => this.#isRunOf(run, target));
    return [...runs.filter(({ live }) => live), ...runs.filter(({ live }) => !live)];
  }

  /** The runs in whose builds a package may be, the newest first: those started where its module is a main module. */
  ofModule(target: GoPackage): KnownRun[] {
    return this.#runs.list().filter((run) => this.#seesModule(run, target));
  }

  /** go.mod or go.work files may be others now. */
  forget(): void {
    this.#roots.clear();
  }

  #isRunOf(run: KnownRun, target: GoPackage): boolean {
    if (run.package === commandLineArguments) return this.#directoryOf(run) === target.directory;
    return run.package === target.importPath && this.#seesModule(run, target);
  }

  #seesModule(run: KnownRun, { module, directory }: GoPackage): boolean {
    if (run.packageDir === directory) return true;
    if (module === undefined) return run.package === commandLineArguments && this.#directoryOf(run) === directory;
    return this.#rootsFrom(run.cwd).has(module.root);
  }

  #rootsFrom(cwd: string): ReadonlySet<string> {
    const known = this.#roots.get(cwd);
    if (known) return known;
    const roots = new Set(mainModules(cwd, {}).map(({ root }) => real(root)));
    this.#roots.set(cwd, roots);
    return roots;
  }

  /** The directory of the files that a run was given; read once for each run. */
  #directoryOf(run: KnownRun): string | undefined {
    if (run.packageDir !== undefined) return run.packageDir;
    if (!this.#directories.has(run.run)) {
      this.#directories.set(run.run, undefined);
      void this.#readDirectory(run.run);
    }
    return this.#directories.get(run.run);
  }

  async #readDirectory(run: string): Promise<void> {
    try {
      const { command, cwd } = (await this.#runs.request(run, "buildDir")) as BuildDirResponse;
      const [file] = filesIn(command, cwd);
      if (file === undefined) return;
      this.#directories.set(run, dirname(file));
      this.#changed();
    } catch {
      // A record that cannot be read is told of where it is listed.
    }
  }
}

/**
 * The files that go run was given as its program, absolute; none where it was given a package.
 * @param command a go command line; what is secret in it is no text in a record
 */
export function filesIn(command: readonly unknown[], cwd: string): string[] {
  const isFile = (word: unknown): word is string => typeof word === "string" && /^[^-].*\.go$/.test(word);
  const first = command.findIndex(isFile);
  if (first < 0) return [];
  const words = command.slice(first);
  const end = words.findIndex((word) => !isFile(word));
  return words.slice(0, end < 0 ? words.length : end).map((file) => resolve(cwd, file as string));
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
