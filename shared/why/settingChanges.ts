/** What somebody has set otherwise between two builds, as far as much else in keys follows from it. */
import { flagsOf, type GoFlag } from "../go/runArguments.ts";
import type { KnownBuild } from "./build.ts";
import type { Change } from "./changes.ts";

/** Of two builds: what was set. */
type BuildSettings = Pick<KnownBuild, "flags" | "variables">;

/** Flags of go run from which go makes flags of tools, files and directories of other names (cmd/go/internal/work/init.go). */
const wideFlags: ReadonlySet<string> = new Set([
  "asan",
  "buildmode",
  "compiler",
  "cover",
  "covermode",
  "coverpkg",
  "linkshared",
  "msan",
  "race",
  "trimpath",
]);

/** Variables from which go makes the same. */
const wideVariables =
  /^(?:GOOS|GOARCH|GOEXPERIMENT|GOFIPS140|GO386|GO(?:AMD64|ARM|ARM64|MIPS|MIPS64|PPC64|RISCV64|WASM)|CGO_\w+|CC|CXX|FC|AR|PKG_CONFIG)$/;

/** What two builds of one kind were set to otherwise, and the flags in their GOFLAGS where those are known; a build of another kind is told by its kind. */
export function settingsBetween(
  before: BuildSettings & Pick<KnownBuild, "kind">,
  after: BuildSettings & Pick<KnownBuild, "kind">,
): { settings?: Change[]; goFlags?: ReadonlySet<string> } {
  if ((before.kind === "run") !== (after.kind === "run")) return {};
  const settings = settingChanges(before, after);
  if (!before.variables || !after.variables) return { settings };
  return { settings, goFlags: new Set([before, after].flatMap((each) => goFlagsOf(each).map(({ name }) => name))) };
}

/** The settings that are not the same: flags as "-race", or "GOFLAGS -race" where they stand there, and variables that inputs are made of. */
function settingChanges(before: BuildSettings, after: BuildSettings): Change[] {
  const typed = changesOf(flagTexts(flagsOf([...before.flags])), flagTexts(flagsOf([...after.flags])));
  const changes = typed.map((each) => flagChange(each, ""));
  const [was, is] = [before.variables, after.variables];
  if (!was || !is) return changes;
  const inGoFlags = changesOf(flagTexts(goFlagsOf(before)), flagTexts(goFlagsOf(after)));
  const variables = changesOf(new Map(was.map(pairOf)), new Map(is.map(pairOf)));
  return [
    ...changes,
    ...inGoFlags.map((each) => flagChange(each, "GOFLAGS ")),
    ...variables.filter(({ name }) => wideVariables.test(name)).map((each): Change => ({ kind: "env", ...each })),
  ];
}

/** The flags in GOFLAGS; none where it is not known. Pieces of a quoted value, whose quotes a record has not, are passed over. */
function goFlagsOf({ variables = [] }: Pick<BuildSettings, "variables">): GoFlag[] {
  const words = variables.find(({ name }) => name === "GOFLAGS")?.value.split(" ") ?? [];
  return words
    .filter((word) => word.startsWith("-"))
    .flatMap((word) => flagsOf([word.replace(/^([^=]+)$/, "$1=true")]));
}

/** A flag without a value is true; of several of a name the last counts. */
function flagTexts(flags: readonly GoFlag[]): ReadonlyMap<string, string> {
  return new Map(flags.map(({ name, value = "true" }) => [name, value]));
}

function pairOf({ name, value }: { name: string; value: string }): [string, string] {
  return [name, value];
}

function flagChange(change: Omit<Change, "kind">, source: string): Change {
  return { kind: "flag", ...change, name: `${source}-${change.name}` };
}

function changesOf(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Omit<Change, "kind">[] {
  const names = new Set([...after.keys(), ...before.keys()]);
  return [...names].flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    if (was === is) return [];
    return [{ name, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }];
  });
}

/** Build tags decide which of a package's files are built. */
export function isTags({ kind, name }: Change): boolean {
  return kind === "flag" && /^(?:GOFLAGS )?-tags$/.test(name);
}

/** Whether an input is there in one of two keys alone. */
export function isOneSided({ before, after }: Change): boolean {
  return before === undefined || after === undefined;
}

/**
 * The changes of one key with the build tags in front of the files that are now built or no longer are, in the place of what else
 * comes and goes with such files.
 */
export function withTags(named: readonly Change[], settings: readonly Change[]): Change[] {
  const tags = settings.filter(isTags);
  const bySelection = (change: Change) => change.kind === "file" && isOneSided(change);
  if (tags.length === 0 || !named.some(bySelection)) return [...named];
  const isSet = ({ name }: Change) => settings.some((setting) => `${name} `.startsWith(`${setting.name} `));
  const others = named.filter((change) => bySelection(change) || !isOneSided(change) || isSet(change));
  return [...tags, ...others.filter((change) => !isTags(change))];
}

/**
 * The changes of one key with a setting in the place of all that go makes of it. A file that is there or not may follow from it;
 * one with other text does not, nor does another Go.
 * @param named the changes of the key's own inputs, as a person names them
 * @param settings as settingChanges has them
 */
export function withSettings(named: readonly Change[], settings: readonly Change[]): Change[] {
  const wide = settings.filter(isWide);
  const others = named.filter((change) => !follows(change, settings));
  if (wide.length === 0 || others.length === named.length) return [...named];
  const inKey = wide.filter((setting) => named.some(({ name }) => name === setting.name));
  const told = inKey.length > 0 ? inKey : wide;
  return [...told.map((setting) => named.find((each) => isPlatform(each, setting)) ?? setting), ...others];
}

function isWide({ kind, name }: Change): boolean {
  return kind === "env" || wideFlags.has(name.replace(/^(?:GOFLAGS )?-/, ""));
}

/** What a key says of GOOS and GOARCH has the value before, also where nobody had set one. */
function isPlatform({ kind, name }: Change, setting: Change): boolean {
  return kind === "platform" && name === setting.name;
}

/** A flag that is set otherwise, and is not wide, is a cause of its own. */
function follows(change: Change, settings: readonly Change[]): boolean {
  const { kind, name } = change;
  if (kind === "file" || kind === "module") return isOneSided(change);
  if (kind !== "flag") return kind !== "go";
  const isSet = settings.some((setting) => !isWide(setting) && `${name} `.startsWith(`${setting.name} `));
  return !isSet && name !== "debugPackages";
}
