/** Which packages have to wait for others before their keys are known, and for which. */

/** Why a package's key is not known yet. */
export interface Cascade {
  /** The packages that are certain to be built and that it depends on; the nearest alone where they are many. */
  roots: string[];
  /** From the package to the nearest of them. */
  path: string[];
}

/** With more roots than this in a build only the nearest is named: a first build of thousands has hundreds. */
const rootLimit = 20;

/**
 * @param imports what each package imports directly
 * @param absent the packages that are not in the cache, those that only depend on such ones among them
 * @returns of each package that depends on an absent one, on which of those that depend on none
 */
export function cascadeOf(
  imports: ReadonlyMap<string, readonly string[]>,
  absent: ReadonlySet<string>,
): ReadonlyMap<string, Cascade> {
  const importers = new Map<string, string[]>();
  const roots: string[] = [];
  for (const [path, imported] of imports) {
    for (const each of imported) {
      const known = importers.get(each);
      if (known) known.push(path);
      else importers.set(each, [path]);
    }
    if (absent.has(path) && !imported.some((each) => absent.has(each))) roots.push(path);
  }
  const cascades = new Map<string, Cascade>();
  for (const [path, next] of reach(roots, importers)) {
    const way = [path];
    for (let at: string | undefined = next; at !== undefined; at = cascades.get(at)?.path[1]) way.push(at);
    cascades.set(path, { roots: way.slice(-1), path: way });
  }
  if (roots.length <= rootLimit) nameAll(roots, importers, cascades);
  return cascades;
}

/** All that is reached from the roots by way of importers, the nearest first: each with its next step back. */
function reach(roots: readonly string[], importers: ReadonlyMap<string, readonly string[]>): Map<string, string> {
  const steps = new Map<string, string>();
  const seen = new Set(roots);
  const queue = [...roots];
  for (let at = 0; at < queue.length; at++) {
    const from = queue[at]!;
    for (const importer of importers.get(from) ?? []) {
      if (seen.has(importer)) continue;
      seen.add(importer);
      steps.set(importer, from);
      queue.push(importer);
    }
  }
  return steps;
}

function nameAll(
  roots: readonly string[],
  importers: ReadonlyMap<string, readonly string[]>,
  cascades: ReadonlyMap<string, Cascade>,
): void {
  for (const root of roots) {
    for (const path of reach([root], importers).keys()) {
      const cascade = cascades.get(path);
      if (cascade && !cascade.roots.includes(root)) cascade.roots.push(root);
    }
  }
}
