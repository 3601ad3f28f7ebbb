/** What the next `go run`, or the next debug launch, would rebuild: found out without building anything. */
import { join, resolve } from "node:path";
import type { ForecastAction, ForecastResponse } from "../contract/answers.ts";
import { errorIds, Failure } from "../contract/errors.ts";
import { launchDefaults, type LaunchAttributes } from "../contract/launch.ts";
import { readEntry } from "../go/buildCache.ts";
import { readPackageBuildID } from "../go/executable.ts";
import { keepsPrograms, type GoEnv } from "../go/goEnv.ts";
import { findFlag } from "../go/runArguments.ts";
import { createRunDirectory, fileFailure } from "../process/privateDirectory.ts";
import type { RecordStore } from "../record/store.ts";
import { debugFlags } from "../run/commandLine.ts";
import { goEnvironment, planRun, type RunPlan } from "../run/plan.ts";
import { buildsOf } from "./builds.ts";
import { listKeys, type ListedMain, type Listing } from "./goList.ts";
import { judge, type Judged, type Lookup, type Surroundings } from "./judge.ts";
import { programKeys, type ProgramKeys } from "./keys.ts";
import { isForced, listFlags } from "./listFlags.ts";
import { writeOverlay } from "./overlay.ts";
import { reasonsOf } from "./reasons.ts";
import { forecastSentence, loadErrorSentence, needsDownload } from "./sentence.ts";

export interface ForecastOptions {
  /** What go run takes: a package, a directory or a file; absent: ".". */
  package?: string;
  cwd: string;
  for: "run" | "debug";
  /** go run's flags, as words. */
  flags?: string[];
  env: NodeJS.ProcessEnv;
  goBinary?: string;
  /** Texts of files that are not saved yet, by absolute path. */
  overlay?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
  /** Whether everybody else's processes come first. */
  lowPriority?: boolean;
  /** The records of earlier builds: they tell why something is to be rebuilt. */
  store: RecordStore;
}

/** Attributes of a launch that decide what is built. */
export type ForecastLaunch = Pick<
  LaunchAttributes,
  "program" | "cwd" | "env" | "envFile" | "buildFlags" | "debugPackages" | "goBinary"
>;

/**
 * Forecasts the build of a package.
 *
 * All hits and misses are certain as long as nobody changes a file or the cache meanwhile; what depends on how another package comes
 * out is unknown. Where go would build nothing, because it cannot load the packages, there are no actions and the sentence says why.
 * @throws Failure 7004 for a package that go run would not take, 7005 where go cannot load anything at all, 7006 for a go that is
 *   missing or too old; the signal's reason where it is aborted: no process and no file of it is left then
 */
export async function forecast(options: ForecastOptions): Promise<ForecastResponse> {
  const { package: named = ".", flags = [], goBinary } = options;
  const launch: ForecastLaunch = {
    ...launchDefaults,
    program: [named],
    cwd: options.cwd,
    buildFlags: flags,
    ...(goBinary === undefined ? {} : { goBinary }),
  };
  return forecastLaunch(launch, options);
}

/**
 * Forecasts the build of a launch.
 * @param options `package`, `flags` and `goBinary` are the launch's own
 * @throws Failure as forecast
 */
export async function forecastLaunch(launch: ForecastLaunch, options: ForecastOptions): Promise<ForecastResponse> {
  const { env, cwd, signal = new AbortController().signal } = options;
  signal.throwIfAborted();
  // Nobody expects a forecast to load modules from the network.
  const attributes: LaunchAttributes = { ...launchDefaults, ...launch, env: { ...launch.env, GOPROXY: "off" } };
  const plan = await planRun(attributes, {
    adapterCwd: cwd,
    env,
    asTyped: true,
    signal,
    lowPriority: options.lowPriority,
  }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
  if (plan.program.kind === "versioned") {
    throw new Failure(errorIds.wrongArguments, "forecast takes no package@version, since go list does not", {
      advice: "What was run of it once is built anew only for another Go, or with other flags.",
    });
  }
  const listing = await list(plan, attributes, options);
  signal.throwIfAborted();
  const main = onlyMain(listing, plan);
  requireFound(main, plan);
  const problem = main.Error ?? main.DepsErrors?.[0];
  if (problem) return { sentence: loadErrorSentence(problem, plan.workingDirectory), for: options.for, actions: [] };
  const keys = programKeys(listing.blocks);
  if (!keys) {
    throw new Failure(errorIds.buildFailed, `go list printed no key for the link of ${main.ImportPath}`, {
      advice: "gorunscope doctor says whether this Go is one that can be read.",
    });
  }
  return answer(keys, plan, options);
}

async function list(plan: RunPlan, attributes: LaunchAttributes, options: ForecastOptions): Promise<Listing> {
  const { overlay = {}, env, signal, lowPriority } = options;
  const directory = await createRunDirectory(env);
  try {
    const users = findFlag(plan.flags, "overlay")?.value;
    const usersFile = users === undefined ? undefined : resolve(plan.workingDirectory, users);
    const hasBuffers = Object.keys(overlay).length > 0;
    const overlayFile = hasBuffers ? await writeOverlay(directory.path, overlay, usersFile) : usersFile;
    return await listKeys({
      goBinary: plan.goBinary,
      flags: [
        ...listFlags(plan.userFlags, plan.flags),
        ...(options.for === "debug" ? await debugFlags(plan, attributes) : []),
        ...(overlayFile === undefined ? [] : [`-overlay=${overlayFile}`]),
      ],
      program: plan.program.words,
      cwd: plan.cwd,
      env: {
        ...goEnvironment(plan, true),
        // What go is killed over stays in here, and goes with it.
        GOTMPDIR: directory.path,
        TMPDIR: directory.path,
        // go list would take main from where it is installed, go run does not.
        GOBIN: join(directory.path, "bin"),
      },
      logFile: join(directory.path, "keys"),
      signal,
      lowPriority,
    });
  } catch (error) {
    throw fileFailure(error);
  } finally {
    await directory.remove();
  }
}

/** The one package that go run would take. */
function onlyMain({ packages, lines }: Listing, plan: RunPlan): ListedMain {
  const words = plan.program.words.join(" ");
  const [main, second] = packages;
  if (!main) {
    const said = lines.findLast((line) => line !== "") ?? "it said nothing";
    throw new Failure(errorIds.buildFailed, `go cannot load ${words}: ${said.replace(/^go: /, "")}`);
  }
  if (second) {
    throw new Failure(errorIds.wrongArguments, `${words} matches ${packages.length} packages, and go run takes one`);
  }
  if (main.Name !== undefined && main.Name !== "main") {
    throw new Failure(errorIds.wrongArguments, `${main.ImportPath} is package ${main.Name}, which go run cannot run`, {
      advice: "Name a package main.",
    });
  }
  return main;
}

/** @throws Failure 7004 for what is no package at all; an error with a place is one in a file of it */
function requireFound({ Name, Error: error }: ListedMain, plan: RunPlan): void {
  if (!error || Name !== undefined || error.Pos || needsDownload(error)) return;
  const [said = ""] = error.Err.split("\n");
  throw new Failure(errorIds.wrongArguments, `go knows no package ${plan.program.words.join(" ")}: ${said}`, {
    advice: "Name it as go run takes it: a package, a directory, or .go files.",
  });
}

async function answer(keys: ProgramKeys, plan: RunPlan, options: ForecastOptions): Promise<ForecastResponse> {
  const surroundings = surroundingsOf(plan);
  const judged = await judge(keys, surroundings);
  const module = plan.modules[0]?.path;
  if (judged.every(({ state }) => state === "hit")) {
    const actions = judged.map((each) => toAction(each));
    return { sentence: forecastSentence(actions, [], module), for: options.for, actions };
  }
  const { coming, earlier } = await buildsOf(keys.main, plan, options);
  const { reasons, causes } = reasonsOf(judged, { ...coming, forced: surroundings.forced }, earlier);
  const actions = judged.map((each) => toAction(each, reasons.get(each)));
  return { sentence: forecastSentence(actions, causes, module), for: options.for, actions };
}

function toAction({ action, package: path, state }: Judged, reason?: ForecastAction["reason"]): ForecastAction {
  return { action, package: path, state, ...(reason === undefined ? {} : { reason }) };
}

function surroundingsOf({ goEnv, flags }: RunPlan): Surroundings {
  return {
    lookup: lookupIn(goEnv),
    forced: isForced(flags),
    keepsPrograms: keepsPrograms(goEnv),
    cacheProgram: goEnv.GOCACHEPROG !== "",
  };
}

/** Looks into GOCACHE as go does. */
function lookupIn({ GOCACHE }: Pick<GoEnv, "GOCACHE">): Lookup {
  return async (actionID) => {
    const entry = await readEntry(GOCACHE, actionID);
    if (!entry) return undefined;
    return { buildID: await readPackageBuildID(entry.output).catch(() => undefined) };
  };
}
