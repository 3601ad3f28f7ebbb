/** The comparison of the ways to build one package: from records, and where asked for from builds made for it. */
import type { BuildWay, CompareResponse } from "../contract/answers.ts";
import { errorIds, Failure } from "../contract/errors.ts";
import { checkLaunch } from "../contract/launchAttributes.ts";
import { flagsBesideKeys, flagsOf } from "../go/runArguments.ts";
import type { Digester } from "../record/digest.ts";
import { redactFlags } from "../record/secretWords.ts";
import { hideWith } from "../record/secrets.ts";
import type { RecordStore } from "../record/store.ts";
import { planRun, type RunPlan } from "../run/plan.ts";
import { shellWord } from "../run/shimParts.ts";
import { buildWays, wayNames } from "../why/buildWays.ts";
import { compareBuilds, type BuildOfWay } from "../why/compare.ts";
import { goBuild } from "./goBuild.ts";
import { goRunBuild } from "./goRunBuild.ts";
import { findRecords, sourceOf, type RecordedBuilds } from "./records.ts";

export interface ProgramComparison {
  /** What go takes: one package, or .go files. */
  program: string[];
  /** Flags of go run, as words; none: those of the newest record. */
  buildFlags: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  store: RecordStore;
  digest: Digester;
  /** Whether what no record has is built. */
  build: boolean;
  /** Breaks off whatever is being built. */
  signal: AbortSignal;
  /** Told of the flags that are those of the newest record, as records have them, where there are some and builds are made with them. */
  onFlags?: (flags: readonly string[]) => void;
  /** Told of each record that cannot be read, in a sentence; the next older one takes its place. */
  onPassedOver?: (problem: string) => void;
  /** Told before each build. */
  onBuild?: (way: BuildWay) => void;
}

/**
 * Compares the ways to build a package.
 * @throws Failure 7001 where there are too few records and nothing is to be built, 7002 where it was broken off, 7004 for a package
 *   that go does not know, 7005 where a build fails, 7006 for a go that is missing or too old
 */
export async function compareProgram(comparison: ProgramComparison): Promise<CompareResponse> {
  const { program, buildFlags, cwd, env, store, signal, digest } = comparison;
  const attributes = checkLaunch({ program, buildFlags, cwd }, env);
  const plan = await planRun(attributes, { adapterCwd: cwd, env, asTyped: true, signal });
  const path = plan.program.importPath ?? (await askImportPath(plan));
  const wanted = {
    package: path,
    cwd: plan.workingDirectory,
    root: plan.modules[0]?.root,
    ...(buildFlags.length > 0 && { flags: hiddenFlags(buildFlags, digest) }),
  };
  const records = await findRecords(store, wanted, comparison.onPassedOver);
  const found = [records.run, records.debug].filter((build) => build !== undefined);
  if (found.length === 0) await requireMain(plan);
  if (!comparison.build && found.length < 2) throw tooFewRecords(path, [...buildFlags, ...program], records);
  const builds: BuildOfWay[] = [];
  const sources: CompareResponse["builds"] = [];
  const flags = buildFlags.length > 0 ? buildFlags : (found[0]?.flags ?? []);
  if (comparison.build && buildFlags.length === 0 && flags.length > 0) comparison.onFlags?.(flags);
  for (const way of buildWays) {
    const recorded = way === "run" || way === "debug" ? records[way] : undefined;
    if (recorded) {
      builds.push({ way, build: recorded });
      sources.push(sourceOf(way, recorded));
    } else if (comparison.build) {
      comparison.onBuild?.(way);
      builds.push({ way, build: await make(way, plan, keyFlags(flags, path), comparison) });
      sources.push({ way, flags: hiddenFlags(flags, digest) });
    }
  }
  return { ...compareBuilds(builds, { module: plan.modules[0]?.path }), builds: sources };
}

/** Flags as records have them. */
function hiddenFlags(flags: readonly string[], digest: Digester): string[] {
  return redactFlags([...flags], hideWith(digest));
}

async function make(
  way: BuildWay,
  plan: RunPlan,
  flags: string[],
  { program, cwd, env, digest, signal }: ProgramComparison,
): Promise<BuildOfWay["build"]> {
  const request = { program, flags, cwd, env, digest, signal };
  return way === "run" || way === "debug" ? goRunBuild(way, request) : goBuild(way, plan, request);
}

/** @throws Failure 7004 for flags of a record that are kept as digests */
function keyFlags(flags: readonly string[], path: string): string[] {
  const words = flagsOf([...flags])
    .filter(({ name }) => !flagsBesideKeys.has(name))
    .flatMap((flag) => flag.words);
  if (!words.some((word) => word.includes("{digest:"))) return words;
  throw new Failure(errorIds.wrongArguments, `the flags that ${path} was last run with are kept as digests`, {
    advice: "Type them before the package, so that the same can be built.",
  });
}

async function askImportPath(plan: RunPlan): Promise<string> {
  return askList(plan, "{{.ImportPath}}");
}

/** @throws Failure 7004 for a package that go run and debuggers do not take */
async function requireMain(plan: RunPlan): Promise<void> {
  if ((await askList(plan, "{{.Name}}")) === "main") return;
  const words = plan.program.words.join(" ");
  throw new Failure(errorIds.wrongArguments, `${words} is no package main: there is nothing that go run could run`, {
    advice: "Name the program that it is a part of.",
  });
}

async function askList(plan: RunPlan, format: string): Promise<string> {
  const choosing = plan.flags.filter(({ name }) => name === "tags" || name === "mod" || name === "modfile");
  const words = ["list", "-find", "-f", format, ...choosing.flatMap((flag) => flag.words)];
  const { code, stdout, stderr } = await plan.askGo([...words, ...plan.program.words], plan.workingDirectory);
  const [said] = stdout.split("\n");
  if (code === 0 && said !== undefined && said !== "") return said;
  const complaint = stderr.trim().split("\n")[0] ?? "";
  throw new Failure(errorIds.buildFailed, `go knows no package ${plan.program.words.join(" ")}: ${complaint}`, {
    advice: "Name it as go run takes it: a package, a directory, or .go files.",
  });
}

/** A word as it can be typed in a shell. */
function shellText(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : shellWord(word);
}

function tooFewRecords(path: string, typed: readonly string[], records: RecordedBuilds): Failure {
  const known = (["run", "debug"] as const).find((way) => records[way] !== undefined);
  const missing = known === "run" ? "debug" : "run";
  const sentence =
    known === undefined
      ? `there is no record of ${path}`
      : `of ${path} there is a record of ${wayNames[known]} alone, which is nothing to compare`;
  const words = typed.map(shellText).join(" ");
  const first =
    known === undefined
      ? `gorunscope run ${words}\` and \`gorunscope debug ${words}`
      : `gorunscope ${missing} ${words}`;
  return new Failure(errorIds.noRunYet, sentence, {
    advice: `Have all built by \`gorunscope compare --build ${words}\`, or first type \`${first}\`.`,
  });
}
