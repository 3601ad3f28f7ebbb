/** One real go run under observation: what gorunscope answers, and the action graph that go wrote of the very same run. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BuildDirResponse, CacheKeysResponse, ProcTreeResponse } from "../../../shared/contract/answers.ts";
import { checkLaunch } from "../../../shared/contract/launchAttributes.ts";
import { buildDir } from "../../../shared/run/answers/buildDir.ts";
import { cacheKeys } from "../../../shared/run/answers/cacheKeys.ts";
import { procTree } from "../../../shared/run/answers/procTree.ts";
import { GoRun, type RunEnd } from "../../../shared/run/goRun.ts";
import { startWithPipes } from "../../../shared/run/streams.ts";
import type { World } from "../../support/world.ts";

/** An action as go itself writes it for -debug-actiongraph: read here without the product's own parser. */
export interface GoAction {
  ID: number;
  Mode: string;
  Package?: string;
  Objdir?: string;
  ActionID?: string;
  BuildID?: string;
  Cmd: string[] | null;
  TimeStart: string;
  TimeDone: string;
}

/** What the program has written so far. */
export interface ProgramOutput {
  stdout: string;
  stderr: string;
}

export interface Observation extends ProgramOutput {
  run: GoRun;
  end: RunEnd;
  /** When the answers were taken, milliseconds since the epoch. */
  takenAt: number;
  keys: CacheKeysResponse;
  graph: GoAction[];
  dir: BuildDirResponse;
  tree: ProcTreeResponse;
  /** go's own lines on standard error. */
  goLines: string[];
}

/** How long a program may go on after the look at it, in milliseconds: go takes its time to end with 3,000 packages. */
const longestEndMs = 60_000;

/**
 * Runs to the end and takes all answers then.
 * @param attributes launch attributes; `cwd` among them
 * @param onStarted called when the program has started, for a look while it runs, or to end it
 */
export async function observe(
  world: World,
  attributes: { cwd: string; buildFlags?: string[] } & Record<string, unknown>,
  onStarted: (run: GoRun, output: ProgramOutput) => Promise<void> = () => Promise.resolve(),
): Promise<Observation> {
  const graphFile = join(mkdtempSync(join(world.path, "graph-")), "graph.json");
  const buildFlags = [...(attributes.buildFlags ?? []), `-debug-actiongraph=${graphFile}`];
  const launch = { mode: "run", request: "launch", noDebug: true, ...attributes, buildFlags };
  const run = new GoRun({
    kind: "run",
    attributes: checkLaunch(launch, world.env),
    adapterCwd: attributes.cwd,
    env: world.env,
    startGo: startWithPipes,
  });
  const goLines: string[] = [];
  const output: ProgramOutput = { stdout: "", stderr: "" };
  run.on("goLine", (line) => goLines.push(line));
  const started = new Promise<void>((resolve, reject) => {
    run.on("phase", ({ phase }) => {
      if (phase === "running") onStarted(run, output).then(resolve, reject);
    });
    void run.ended.then(() => resolve());
  });
  await run.start();
  for (const name of ["stdout", "stderr"] as const) {
    run.go!.program![name].setEncoding("utf8").on("data", (text: string) => (output[name] += text));
  }
  try {
    await started;
  } finally {
    // What has failed must not go on.
    if (!["exited", "failed"].includes(run.phase)) setTimeout(() => void run.cancel(), longestEndMs).unref();
  }
  const end = await run.ended;
  const takenAt = Date.now();
  return {
    run,
    end,
    takenAt,
    keys: await cacheKeys(run),
    graph: JSON.parse(readFileSync(graphFile, "utf8")) as GoAction[],
    dir: await buildDir(run),
    tree: procTree(run),
    ...output,
    goLines,
  };
}

/** What was rebuilt, as `build P` and `link P`, in alphabetical order: of these packages, or of all. */
export function rebuilt({ keys }: Observation, packages?: (path: string) => boolean): string[] {
  return keys.actions
    .filter(({ state, package: path }) => state === "miss" && (packages?.(path) ?? true))
    .map(({ action, package: path }) => `${action} ${path}`)
    .sort();
}

/** A run that built what it should and ended well. */
export function assertWent({ end, goLines, stdout, stderr }: Observation, expected: string | RegExp): void {
  const said = [...goLines, stderr].join("\n");
  assert.equal(end.phase, "exited", said);
  assert.equal(end.go?.code, 0, said);
  if (typeof expected === "string") assert.equal(stdout, expected);
  else assert.match(stdout, expected);
}
