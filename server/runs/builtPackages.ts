/** What runs have found of single packages: read from a run once, and then at hand for every lens and hover. */
import type { CacheAction, CacheKeysResponse } from "../../shared/contract/answers.ts";
import type { KnownRun } from "../../shared/runs/knownRun.ts";
import type { Runs } from "../../shared/runs/runs.ts";

/** The builds of one run, by package. */
export type PackageBuilds = ReadonlyMap<string, CacheAction>;

/** So many runs are held: those that the open files are shown with. */
const heldRuns = 6;

/** So many runs of a module are looked through for a package. */
const lookedThrough = 12;

export class BuiltPackages {
  readonly #runs: Runs;
  readonly #held = new Map<string, { state: string; builds: Promise<PackageBuilds> }>();

  constructor(runs: Runs) {
    this.#runs = runs;
  }

  /**
   * The newest of these runs whose build has come to a package, with what it has found of it; one that has not come to it yet only
   * where no other has, and a run that cannot be read not at all.
   * @param runs the newest first
   */
  async newestWith(
    path: string,
    runs: readonly KnownRun[],
  ): Promise<{ run: KnownRun; action: CacheAction } | undefined> {
    let waiting: { run: KnownRun; action: CacheAction } | undefined;
    for (const run of runs.slice(0, lookedThrough)) {
      const action = (await this.of(run)).get(path);
      if (action && action.state !== "pending") return { run, action };
      if (action) waiting ??= { run, action };
    }
    return waiting;
  }

  /** All builds of a run; none where it cannot be read. */
  of(run: KnownRun): Promise<PackageBuilds> {
    const held = this.#held.get(run.run);
    const entry = held?.state === stateOf(run) ? held : { state: stateOf(run), builds: this.#read(run.run) };
    this.#held.delete(run.run);
    this.#held.set(run.run, entry);
    const [oldest] = this.#held.keys();
    if (this.#held.size > heldRuns && oldest !== undefined) this.#held.delete(oldest);
    return entry.builds;
  }

  async #read(run: string): Promise<PackageBuilds> {
    try {
      const { actions } = (await this.#runs.request(run, "cacheKeys")) as CacheKeysResponse;
      return new Map(actions.filter(({ action }) => action === "build").map((action) => [action.package, action]));
    } catch {
      this.#held.delete(run);
      return new Map();
    }
  }
}

/** Another one whenever a run may have found something else of its packages' builds. */
function stateOf({ live, phase, build }: KnownRun): string {
  return live ? `${phase} ${build.hits} ${build.misses}` : "ended";
}
