/** The packages of the directories whose files are open: what is known at once, and what the go command says of them in the background. */
import { EventEmitter } from "node:events";
import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { sentenceOf } from "../../shared/contract/errors.ts";
import { goCheck, readGoFacts } from "../../shared/doctor/go.ts";
import { capture } from "../../shared/process/spawn.ts";
import type { Background } from "./background.ts";
import { listFields, packageByFiles, withList, type GoPackage, type ListedHere } from "./goPackage.ts";

/** How the go command is to be asked about a directory. */
export interface GoSettings {
  goBinary: string;
  buildFlags: readonly string[];
  env: NodeJS.ProcessEnv;
}

/** go list looks at files alone; one that has to ask the network is not waited for, in milliseconds. */
const listMs = 20_000;

/** Flags that decide which files belong to a package. */
const choosesFiles = /^--?(?:tags|mod|modfile|overlay|race|msan|asan|compiler)(?:=|$)/;

interface PackagesEvents {
  /** More is known of a package than before. */
  changed: [GoPackage];
  /** A sentence for the log. */
  problem: [string];
}

export class Packages extends EventEmitter<PackagesEvents> {
  readonly #known = new Map<string, GoPackage>();
  readonly #background: Background;
  readonly #settings: (directory: string) => GoSettings;

  constructor(background: Background, settings: (directory: string) => GoSettings) {
    super();
    this.#background = background;
    this.#settings = settings;
  }

  /** The package that a file lies in, as far as it is known now; go is asked where it has not been. */
  of(path: string): GoPackage {
    return this.in(dirname(path));
  }

  /** The same of a directory. */
  in(directory: string): GoPackage {
    const known = this.#known.get(directory);
    if (known) return known;
    const found = packageByFiles(directory);
    this.#known.set(directory, found);
    void this.#ask(found);
    return found;
  }

  /** A file has been written: whether it belongs to its package may be another question now. */
  saved(path: string): void {
    const known = this.#known.get(dirname(path));
    if (known?.files && !known.files.built.has(basename(path))) this.#known.delete(dirname(path));
  }

  /** Modules or settings are others now. */
  forgetAll(): void {
    this.#known.clear();
  }

  async #ask(known: GoPackage): Promise<void> {
    const { directory } = known;
    try {
      const told = await this.#background.run(`list ${directory}`, (signal) => this.#list(known, signal));
      if (!told || this.#known.get(directory) !== known) return;
      this.#known.set(directory, told);
      this.emit("changed", told);
    } catch (error) {
      this.emit("problem", `go list in ${directory}: ${sentenceOf(error)}`);
    }
  }

  async #list(known: GoPackage, signal: AbortSignal): Promise<GoPackage> {
    const { directory } = known;
    const { goBinary, buildFlags, env } = this.#settings(directory);
    // A new file's directory may be made when it is saved.
    if (!existsSync(directory)) return known;
    const check = goCheck(await readGoFacts(goBinary, env, directory));
    if (check.status === "error") return { ...known, problem: problemText(check.found) };
    const choosing = buildFlags.filter((flag) => choosesFiles.test(flag));
    const { code, stdout } = await capture(
      [goBinary, "list", "-e", "-find", `-json=${listFields}`, ...choosing, "."],
      // Nobody expects an editor to load modules because a file was opened.
      { cwd: directory, env: { ...env, PWD: directory, GOPROXY: "off" }, timeoutMs: listMs, signal, lowPriority: true },
    );
    return code === 0 ? withList(known, JSON.parse(stdout) as ListedHere) : known;
  }
}

/** Short enough for a code lens. */
function problemText(found: string): string {
  const [line = ""] = found.split("\n");
  if (/^go1\.\d+/.test(line)) return `${line.replace(/ in .*/, "")} is too old: Go 1.23 or newer is needed`;
  if (/was not found on PATH/.test(line)) return `${line}: install Go, or set gorunscope.goBinary`;
  return `go does not work here: ${line}`;
}
