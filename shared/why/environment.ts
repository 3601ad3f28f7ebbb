/** What variables, directories and -trimpath played in a run's keys, as the inputs of these keys say. */
import type {
  BuildDirResponse,
  CacheAction,
  EnvironmentResponse,
  EnvironmentVariable,
  KeyInput,
} from "../contract/answers.ts";
import type { SetVariable } from "../contract/record.ts";
import { actionName } from "../text/actions.ts";
import { countText } from "../text/units.ts";
import type { KnownBuild } from "./build.ts";
import { knownVariables, type KnownVariable } from "./environmentVariables.ts";

export type EnvironmentFacts = {
  build: Pick<KnownBuild, "run" | "module" | "package" | "actions" | "inputs">;
  buildDir: Pick<BuildDirResponse, "goRoot" | "goPath" | "goCache" | "goModCache" | "goTmpDir" | "goVersion">;
  /** The variables that are known to have been set. */
  set?: readonly SetVariable[];
};

/** So many keys are named for each variable. */
const exampleLimit = 3;

/** An input that may say something of the environment, and the action whose key it stands in. */
interface Place {
  action: CacheAction;
  input: KeyInput;
}

/** Reads it from the inputs of all keys that are known. */
export function environmentOf({ build, buildDir, set = [] }: EnvironmentFacts): EnvironmentResponse {
  const places: Place[] = [];
  let keys = 0;
  for (const action of build.actions) {
    const inputs = build.inputs(action.id);
    if (inputs === undefined) continue;
    keys++;
    // Files and imports are names of their own and hashes.
    for (const input of inputs) if (input.kind !== "file" && input.kind !== "import") places.push({ action, input });
  }
  const isTrimmed = places.some(({ input }) => isTrimpath(input));
  const seen: Seen = { places, keys, isTrimmed, set: new Map(set.map(({ name, value }) => [name, value])) };
  return {
    run: build.run,
    variables: [
      ...directories(seen, build, buildDir),
      toolchain(seen, buildDir.goVersion),
      ...knownVariables.flatMap((variable) => ofVariable(seen, variable)),
      trimpath(seen),
    ],
  };
}

interface Seen {
  places: readonly Place[];
  /** How many keys have inputs that are known. */
  keys: number;
  isTrimmed: boolean;
  /** The variables that were set, with their values. */
  set: ReadonlyMap<string, string>;
}

function ofVariable(seen: Seen, known: KnownVariable): EnvironmentVariable[] {
  const found = seen.places.filter(({ input }) => known.isInput(input));
  if (found.length === 0 && known.rare === true && !seen.set.has(known.name)) return [];
  const value = found.find(({ input }) => known.isValue?.(input) === true)?.input.value;
  const isSet = value !== undefined && value !== "" && known.default !== undefined && value !== known.default;
  return [variable(seen, known.name, value, isSet, found, found.length > 0 ? known.yes : known.no)];
}

function directories(
  seen: Seen,
  build: EnvironmentFacts["build"],
  { goRoot, goPath, goCache, goModCache, goTmpDir }: EnvironmentFacts["buildDir"],
): EnvironmentVariable[] {
  const defaultModCache = `${goPath.split(":")[0] ?? ""}/pkg/mod`;
  const module = moduleDirectory(seen.places, build);
  const trimmed = seen.isTrimmed ? "-trimpath keeps directories out of keys" : undefined;
  const ofDependencies = "the directory of each package that is compiled from it, unless -trimpath is given";
  return [
    directory(seen, "module directory", module, false, {
      yes: "the directory of each of its packages, unless -trimpath is given: a copy elsewhere is built anew",
      no: trimmed ?? "no package was compiled from it",
    }),
    directory(seen, "GOROOT", goRoot, false, {
      yes: "the linker's, unless -trimpath is given; packages of the standard library are compiled without it",
      no: trimmed ?? "nothing was linked",
    }),
    directory(seen, "GOPATH", goPath.split(":")[0], false, {
      yes: goModCache.startsWith(`${goPath}/`)
        ? "not itself, only as the beginning of the directories of packages in GOMODCACHE"
        : "only as the beginning of the directories of packages below it",
      no: trimmed ?? "it is no input itself, and no package was compiled from below it",
    }),
    directory(seen, "GOMODCACHE", goModCache, goModCache !== defaultModCache, {
      yes: ofDependencies,
      no: trimmed ?? "no package was compiled from it",
    }),
    directory(seen, "GOCACHE", goCache, false, {
      yes: "a directory there is an input",
      no: "where results are kept is no input of them",
    }),
    directory(seen, "GOTMPDIR", goTmpDir, goTmpDir !== "", {
      yes: "a directory there is an input",
      no: "$WORK is taken out of all that is compiled and linked there",
    }),
  ];
}

function directory(
  seen: Seen,
  name: string,
  path: string | undefined,
  isSet: boolean,
  why: { yes: string; no: string },
): EnvironmentVariable {
  const found =
    path === undefined || path.length < 2 ? [] : seen.places.filter(({ input }) => holds(input.value, path));
  return variable(seen, name, path === "" ? undefined : path, isSet, found, found.length > 0 ? why.yes : why.no);
}

/** Whether a text has this path in it, or one below it. */
function holds(text: string, path: string): boolean {
  for (let at = text.indexOf(path); at >= 0; at = text.indexOf(path, at + 1)) {
    if (!/[\w.-]/.test(text.charAt(at + path.length))) return true;
  }
  return false;
}

/** The root of the main module, from the directory of one of its packages. */
function moduleDirectory(
  places: readonly Place[],
  { module, package: main }: EnvironmentFacts["build"],
): string | undefined {
  for (const { action, input } of places) {
    if (input.kind !== "other" || input.name !== "dir") continue;
    if (action.package === module || (module === undefined && action.package === main)) return input.value;
    const below =
      module !== undefined && action.package.startsWith(`${module}/`) ? action.package.slice(module.length) : "";
    if (below !== "" && input.value.endsWith(below)) return input.value.slice(0, -below.length);
  }
  return undefined;
}

function toolchain(seen: Seen, version: string): EnvironmentVariable {
  const why = `the version that it chose, ${version}, is an input of each key, also in the identities of the tools`;
  return variable(seen, "GOTOOLCHAIN", undefined, false, [], why);
}

function isTrimpath({ kind, name }: KeyInput): boolean {
  return kind === "flag" && (name === "trimpath" || name === "modinfo -trimpath");
}

function trimpath(seen: Seen): EnvironmentVariable {
  const found = seen.places.filter(({ input }) => isTrimpath(input));
  const why = found.length > 0 ? "and the directories of packages and GOROOT stand in none" : "it was not given";
  return variable(seen, "-trimpath", found.length > 0 ? "true" : undefined, found.length > 0, found, why);
}

function variable(
  { keys, set }: Seen,
  name: string,
  known: string | undefined,
  differs: boolean,
  found: readonly Place[],
  why: string,
): EnvironmentVariable {
  const actions = new Map<CacheAction, string>();
  for (const { action, input } of found) if (!actions.has(action)) actions.set(action, input.name);
  const inKeys = actions.size;
  const value = known === undefined || known === "" ? set.get(name) : known;
  const where = inKeys === 0 ? "no key" : `${inKeys} of ${countText(keys, "key")}`;
  return {
    name,
    ...(value === undefined ? {} : { value }),
    set: differs || set.has(name),
    inKeys,
    examples: [...actions].slice(0, exampleLimit).map(([action, input]) => `${actionName(action)}: ${input}`),
    sentence: `${name} stands in ${where}: ${why}`,
  };
}
