/** Where the differences of keys come from: in which packages they began, and by which way they reach an action. */
import type { Change } from "./changes.ts";
import type { KeyComparison } from "./keyComparison.ts";

/** So many packages are named of those in which a difference began; of a change in all of a large module's that would be all. */
export const namedRoots = 20;

/** How a difference reaches an action: by way of which import, and from how far. */
interface Way {
  distance: number;
  next?: string;
}

/** Whether a difference began in an action's own package, and the imports by which others reach it. */
interface Followed {
  own: boolean;
  imports: readonly string[];
}

export class Origins {
  readonly #comparison: KeyComparison;
  readonly #roots = new Map<string, readonly string[]>();
  readonly #ways = new Map<string, Way>();
  readonly #followedOf = new Map<string, Followed>();

  constructor(comparison: KeyComparison) {
    this.#comparison = comparison;
  }

  /** The packages in which a difference that reaches an action began, its own first. Where they are more than namedRoots one more than that. */
  roots(id: string): readonly string[] {
    const known = this.#roots.get(id);
    if (known) return known;
    // Imports make no circle; should a damaged record say so, it ends here.
    this.#roots.set(id, []);
    const roots = this.#findRoots(id);
    this.#roots.set(id, roots);
    return roots;
  }

  /** All packages in which a difference that reaches one of these actions began. */
  allRoots(ids: Iterable<string>): string[] {
    const roots = new Set<string>();
    const seen = new Set<string>();
    const visit = (id: string) => {
      if (seen.has(id)) return;
      seen.add(id);
      const { own, imports } = this.#followed(id);
      if (own) roots.add(packageOf(id));
      for (const path of imports) visit(buildOf(path));
    };
    for (const id of ids) visit(id);
    return [...roots];
  }

  /** The packages from an action's own to the nearest root, both among them. */
  path(id: string): string[] {
    const path = [packageOf(id)];
    for (let way = this.#way(id); way.next !== undefined; way = this.#way(buildOf(way.next))) {
      if (path.at(-1) !== way.next) path.push(way.next);
    }
    return path;
  }

  #followed(id: string): Followed {
    let followed = this.#followedOf.get(id);
    if (!followed) {
      const comparison = this.#comparison.of(id);
      const imports = comparison.kind === "differs" ? importedChanges(comparison.imports) : [];
      const own = comparison.kind !== "differs" || comparison.own.length > 0 || imports.length === 0;
      followed = { own, imports };
      this.#followedOf.set(id, followed);
    }
    return followed;
  }

  #findRoots(id: string): readonly string[] {
    const { own, imports } = this.#followed(id);
    const below = imports.map((path) => this.roots(buildOf(path)));
    const [first = []] = below;
    if (!own && first.length > 0 && below.every((roots) => roots === first)) return first;
    const roots = new Set(own ? [packageOf(id)] : []);
    for (const list of below) {
      for (const root of list) {
        if (roots.size > namedRoots) return [...roots];
        roots.add(root);
      }
    }
    return roots.size > 0 ? [...roots] : [packageOf(id)];
  }

  #way(id: string): Way {
    const known = this.#ways.get(id);
    if (known) return known;
    this.#ways.set(id, { distance: Infinity });
    const { own, imports } = this.#followed(id);
    let way: Way = { distance: own ? 0 : Infinity };
    for (const next of own ? [] : imports) {
      const distance = this.#way(buildOf(next)).distance + 1;
      if (distance < way.distance) way = { distance, next };
      // None is nearer.
      if (distance === 1) break;
    }
    if (way.next === undefined) way = { distance: 0 };
    this.#ways.set(id, way);
    return way;
  }
}

/** What is imported newly, or no longer, follows from a change elsewhere, unless it is all there is. */
function importedChanges(imports: readonly Change[]): string[] {
  const changed = imports.filter(({ before, after }) => before !== undefined && after !== undefined);
  return (changed.length > 0 ? changed : imports).map(({ name }) => name);
}

/** The id of a package's build. */
function buildOf(path: string): string {
  return `build ${path}`;
}

function packageOf(id: string): string {
  return id.slice(id.indexOf(" ") + 1);
}
