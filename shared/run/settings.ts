/** What a build is set to, apart from its sources. */
import type { LaunchAttributes } from "../contract/launch.ts";
import { flagsBesideKeys, flagsOf } from "../go/runArguments.ts";
import type { Digester } from "../record/digest.ts";
import type { RunPlan } from "./plan.ts";

/** Variables that the go command or a C compiler under it reads, and that its keys may depend on. */
const settingNames =
  /^(?:GO(?!FLAGS$|DEBUG$|TMPDIR$|CACHE$|MAXPROCS$|GC$|MEMLIMIT$|TRACEBACK$)[A-Z0-9_]*|CGO_\w+|CC|CXX|FC|AR|PKG_CONFIG)$/;

/** Flags that make no other build; -p says how fast it is. */
const besideTheBuild: ReadonlySet<string> = new Set([...flagsBesideKeys, "p"]);

/** So much of a digest tells settings apart. */
const digestLength = 10;

/**
 * A digest each of every flag that keys may depend on, of GOFLAGS, of go's variables, of its version and of what is compiled for a debugger: two runs with the
 * same differ in their sources alone.
 * @param debugPackages of a debug, as debugPackagesText has it
 */
export function settingsOf({ env, goEnv, userFlags }: RunPlan, digest: Digester, debugPackages = "module"): string[] {
  const variables = Object.keys(env)
    .filter((name) => settingNames.test(name) && env[name] !== "")
    .sort()
    .map((name) => [name, env[name]]);
  const flags = flagsOf(userFlags).filter(({ name }) => !besideTheBuild.has(name));
  const settings = [
    ...flags.map(({ words }) => ["flag", ...words]),
    ["GOFLAGS", goEnv.GOFLAGS],
    ["GOVERSION", goEnv.GOVERSION],
    ...variables,
  ];
  // What stands in all records unless somebody has set it tells nothing apart.
  if (debugPackages !== "module") settings.push(["debugPackages", debugPackages]);
  return settings.map((setting) => digest(JSON.stringify(setting)).digest.slice(0, digestLength));
}

/** The packages that are compiled for a debugger, in one text. */
export function debugPackagesText({ debugPackages }: Pick<LaunchAttributes, "debugPackages">): string {
  return [debugPackages].flat().join(" ");
}

/** In how many settings two runs differ. */
export function differingSettings(one: readonly string[], other: readonly string[]): number {
  const missing = (from: readonly string[], list: readonly string[]) =>
    list.filter((each) => !from.includes(each)).length;
  return missing(one, other) + missing(other, one);
}
