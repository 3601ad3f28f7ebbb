/** The go command line of a run: the user's words, and what is added to look inside and to debug. */
import { realpathSync } from "node:fs";
import type { LaunchAttributes } from "../contract/launch.ts";
import { cachedModulePatterns } from "../go/cachedModule.ts";
import { mergeGcflags, mergeLdflags, type DebugPackages } from "../go/debugFlags.ts";
import { modulePattern } from "../go/module.ts";
import { joinQuoted } from "../go/quoted.ts";
import type { RunPlan } from "./plan.ts";
import type { ShimPaths } from "./shims.ts";

/** Which packages are compiled without optimisation, as patterns of the go command. */
export function debugPatterns(plan: RunPlan, packages: LaunchAttributes["debugPackages"]): DebugPackages {
  const { importPath, packageDir } = plan.program;
  const place = {
    cwd: plan.workingDirectory,
    main: {
      ...(importPath === undefined ? {} : { importPath }),
      ...(packageDir === undefined ? {} : { directory: packageDir }),
    },
  };
  if (packages === "all" || packages === "none") return { kind: packages, patterns: [], ...place };
  if (packages !== "module") return { kind: "packages", patterns: packages, ...place };
  const patterns = plan.program.kind === "versioned" ? versionedPatterns(plan) : plan.modules.map(modulePattern);
  return { kind: "packages", patterns, withMain: true, ...place };
}

/**
 * The module of a program at a version. Where the user has flags for some of its packages it is main alone: how these patterns
 * stand to the user's go cannot be asked, since `go list` takes no package@version.
 */
function versionedPatterns({ program, flags, goEnv, workingDirectory }: RunPlan): string[] {
  const overlaps = flags.some(
    ({ name, value }) => name === "gcflags" && /^\s*(?!all=|std=|cmd=)[^-=\s][^=]*=/.test(value ?? ""),
  );
  if (overlaps) return [];
  return cachedModulePatterns(program.words[0]!, goEnv.GOMODCACHE, [workingDirectory, realpathSync(workingDirectory)]);
}

/**
 * The whole command line of `go run`.
 * @param shims where the shims lie
 * @param graphFile where go is to write its action graph; ignored if the user's flags name a file
 * @param debug whether the program is to be debugged: adds debug information and switches optimisation off
 */
export async function goCommandLine(
  plan: RunPlan,
  attributes: LaunchAttributes,
  shims: ShimPaths,
  graphFile: string,
  debug: boolean,
): Promise<string[]> {
  return [
    plan.goBinary,
    "run",
    ...plan.userFlags,
    ...(attributes.keepWork ? ["-work"] : []),
    ...(debug ? await debugFlags(plan, attributes) : []),
    `-toolexec=${joinQuoted(["sh", shims.tool, ...plan.userToolexec])}`,
    `-exec=${joinQuoted(["sh", shims.exec, ...plan.userExec])}`,
    ...(plan.actionGraphFile === undefined ? [`-debug-actiongraph=${graphFile}`] : []),
    ...plan.program.words,
    ...plan.args,
  ];
}

/** What debugging adds to the user's flags. */
export async function debugFlags(
  plan: RunPlan,
  attributes: Pick<LaunchAttributes, "debugPackages">,
): Promise<string[]> {
  const values = (name: string) => plan.flags.filter((flag) => flag.name === name).map((flag) => flag.value ?? "");
  const gcflags = await mergeGcflags(values("gcflags"), debugPatterns(plan, attributes.debugPackages), (patterns) =>
    listPackages(plan, patterns),
  );
  return [
    ...gcflags.map((value) => `-gcflags=${value}`),
    ...mergeLdflags(values("ldflags")).map((value) => `-ldflags=${value}`),
  ];
}

/** The packages of the build that patterns stand for: asked for only where flags for parts of them overlap. */
async function listPackages(plan: RunPlan, patterns: string[]): Promise<string[]> {
  const result = await plan.askGo(["list", "-e", ...patterns], plan.workingDirectory);
  return result.stdout.split("\n").filter((line) => line !== "");
}
