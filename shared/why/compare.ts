/** One package built in several ways: which keys differ, and through which inputs. */
import type { BuildWay, CompareResponse, ComparedAction, InputDifference, KeyInput } from "../contract/answers.ts";
import type { KnownBuild } from "./build.ts";
import { buildWays, isOwn } from "./buildWays.ts";
import { compareSentence } from "./compareSentence.ts";

/** A build, and the way it was made. */
export interface BuildOfWay {
  way: BuildWay;
  build: Pick<KnownBuild, "actions" | "inputs">;
}

export interface CompareOptions {
  /** The path of the main module. */
  module?: string | undefined;
  /** Only the actions of this package. */
  package?: string | undefined;
}

/** What is known of one action in one way. */
interface Known {
  way: BuildWay;
  key: string;
  inputs: KeyInput[] | undefined;
}

/**
 * Compares builds of one package: at most one for each way. Inputs have to be without secrets, or with digests of one salt.
 * Actions that differ by themselves come before those that differ through what they import.
 */
export function compareBuilds(
  builds: readonly BuildOfWay[],
  options: CompareOptions = {},
): Pick<CompareResponse, "sentence" | "actions"> {
  const ordered = buildWays.flatMap((way) => builds.filter((each) => each.way === way));
  const known = knownActions(ordered, options.package);
  const actions: ComparedAction[] = [];
  for (const [id, ways] of known) {
    const compared = compareAction(id, ways, ordered);
    if (compared) actions.push(compared);
  }
  const own = actions.filter(({ differences }) => differences.some(isOwn));
  const others = actions.filter((action) => !own.includes(action));
  const sorted = [...own, ...others];
  const sentence = compareSentence({
    ways: ordered.map(({ way }) => way),
    actions: sorted,
    keys: known.size,
    module: options.module,
  });
  return { sentence, actions: sorted };
}

interface ActionName {
  action: "build" | "link";
  package: string;
}

/** By action, in the order of the first build: those whose key is known in some way. */
function knownActions(builds: readonly BuildOfWay[], only: string | undefined): Map<ActionName, Known[]> {
  const names = new Map<string, ActionName>();
  const known = new Map<ActionName, Known[]>();
  for (const { way, build } of builds) {
    for (const { id, action, package: path, actionID } of build.actions) {
      if (actionID === undefined || (only !== undefined && path !== only)) continue;
      if (action !== "build" && action !== "link") continue;
      const name = names.get(id) ?? { action, package: path };
      names.set(id, name);
      const ways = known.get(name) ?? [];
      known.set(name, ways);
      ways.push({
        way,
        key: actionID,
        get inputs() {
          return build.inputs(id);
        },
      });
    }
  }
  return known;
}

/** Undefined where all keys that are known are the same, and no way is without the action. */
function compareAction(
  name: ActionName,
  ways: readonly Known[],
  builds: readonly BuildOfWay[],
): ComparedAction | undefined {
  const isMissing = builds.some(({ build }) => !hasAction(build, name));
  if (!isMissing && ways.every(({ key }) => key === ways[0]?.key)) return undefined;
  const keys: ComparedAction["keys"] = {};
  for (const { way, key } of ways) keys[way] = key;
  return { ...name, keys, differences: differencesOf(ways) };
}

/** An action whose key is not known is there all the same. */
function hasAction(build: BuildOfWay["build"], { action, package: path }: ActionName): boolean {
  return idsOf(build).has(`${action} ${path}`);
}

const knownIds = new WeakMap<object, ReadonlySet<string>>();

function idsOf(build: BuildOfWay["build"]): ReadonlySet<string> {
  const known = knownIds.get(build) ?? new Set(build.actions.map(({ action, package: path }) => `${action} ${path}`));
  knownIds.set(build, known);
  return known;
}

/** The inputs that are not the same in all ways whose inputs are known. */
function differencesOf(ways: readonly Known[]): InputDifference[] {
  const differences = new Map<string, InputDifference>();
  const withInputs = ways.flatMap(({ way, inputs }) => (inputs === undefined ? [] : [{ way, inputs }]));
  for (const { way, inputs } of withInputs) {
    for (const { kind, name, value } of inputs) {
      const id = `${kind} ${name}`;
      const difference: InputDifference = differences.get(id) ?? { kind, name };
      difference[way] = value;
      differences.set(id, difference);
    }
  }
  return [...differences.values()].filter((difference) =>
    withInputs.some(({ way }) => difference[way] !== difference[withInputs[0]!.way]),
  );
}
