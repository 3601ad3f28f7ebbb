/** Early cut-off: what was rebuilt and came out as before, so that what imports it was not touched. */
import type { CacheAction } from "../contract/answers.ts";
import type { KnownBuild } from "./build.ts";
import type { KeyComparison } from "./keyComparison.ts";

/**
 * The rebuilt packages whose key changed and whose content did not. A cache file's output ID cannot tell: the key stands in the
 * object, too. What tells is the content that the link's key names for each package.
 * @returns by the action's id, how many packages import it and were not rebuilt
 */
export function findCutoffs(
  current: KnownBuild,
  misses: readonly CacheAction[],
  comparison: KeyComparison,
): ReadonlyMap<string, number> {
  const cutoffs = new Map<string, number>();
  const contents = new LinkedContents();
  for (const { id, action, package: path } of misses) {
    // The main package is linked anew whenever its key is another.
    if (action !== "build" || path === current.package) continue;
    const compared = comparison.of(id);
    if (compared.kind !== "differs") continue;
    const now = contents.of(current, path);
    if (now !== undefined && now === contents.of(compared.build, path)) cutoffs.set(id, 0);
  }
  if (cutoffs.size > 0) countSpared(current, cutoffs);
  return cutoffs;
}

function countSpared(current: KnownBuild, cutoffs: Map<string, number>): void {
  for (const { id, action, state } of current.actions) {
    if (action !== "build" || state !== "hit") continue;
    for (const path of current.imports(id)) {
      const spared = cutoffs.get(`build ${path}`);
      if (spared !== undefined) cutoffs.set(`build ${path}`, spared + 1);
    }
  }
}

/** What came out of each package, as the key of a build's link names it. */
class LinkedContents {
  readonly #contents = new Map<KnownBuild, ReadonlyMap<string, string>>();

  of(build: KnownBuild, path: string): string | undefined {
    let contents = this.#contents.get(build);
    if (!contents) {
      const inputs = build.inputs(`link ${build.package}`) ?? [];
      contents = new Map(inputs.filter(({ kind }) => kind === "import").map(({ name, value }) => [name, value]));
      this.#contents.set(build, contents);
    }
    return contents.get(path);
  }
}
