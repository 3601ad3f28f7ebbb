/** `gorunscope explain`: why the last run here rebuilt what it rebuilt, or an earlier one, or one package. */
import { relative, resolve } from "node:path";
import type { EnvironmentResponse, ExplainResponse } from "../shared/contract/answers.ts";
import { errorIds, Failure, sentenceOf } from "../shared/contract/errors.ts";
import { findModule } from "../shared/go/module.ts";
import type { KnownRun } from "../shared/runs/knownRun.ts";
import { Runs } from "../shared/runs/runs.ts";
import { environmentText } from "../shared/text/environment.ts";
import { explainText } from "../shared/text/explain.ts";
import type { TextOptions } from "../shared/text/page.ts";
import { textOptions, writeTo } from "./output.ts";
import { workingDirectory } from "./workingDirectory.ts";

export interface ExplainOptions {
  /** The id of a run; absent: the last one of this module. */
  run?: string;
  /** Print the answer as JSON. */
  json?: boolean;
  /** Say instead which variables and directories stand in the run's keys. */
  environment?: boolean;
}

/**
 * Explains the last run of the module around the current directory.
 * @param name a package: of a program that was run here its last run is explained, of any other why it was rebuilt in the last run
 * @returns the exit status: 1 where there is nothing to explain, which is said on standard error
 */
export async function explainCommand(
  name: string | undefined,
  options: ExplainOptions,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const runs = new Runs(env);
  const problems: string[] = [];
  runs.on("problem", (problem) => problems.push(problem));
  try {
    await runs.ready();
    const answer = await explain(runs, name, options, workingDirectory(env));
    const text = options.json === true ? JSON.stringify(answer, undefined, 2) : textOf(answer, textOptions(1, env));
    writeTo(1, `${text}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    for (const line of [...problems, sentenceOf(error)]) writeTo(2, `gorunscope: ${line}\n`);
    return 1;
  } finally {
    runs.close();
  }
}

async function explain(
  runs: Runs,
  name: string | undefined,
  options: ExplainOptions,
  cwd: string,
): Promise<ExplainResponse | EnvironmentResponse> {
  const path = name === undefined ? undefined : importPath(name, cwd);
  const here = runs.list().filter((run) => options.run === run.run || (options.run === undefined && isHere(run, cwd)));
  const ofProgram = here.find((run) => run.package === path);
  const chosen = ofProgram ?? here[0];
  if (!chosen) throw options.run === undefined ? noRunHere(cwd) : noRun(options.run);
  if (options.environment === true) {
    if (path !== undefined && !ofProgram) throw noRunOf(path);
    return (await runs.request(chosen.run, "gorunscope.environment", {})) as EnvironmentResponse;
  }
  const args = path === undefined || (ofProgram && options.run === undefined) ? {} : { package: path };
  return (await runs.request(chosen.run, "gorunscope.explain", args)) as ExplainResponse;
}

function textOf(answer: ExplainResponse | EnvironmentResponse, options: TextOptions): string {
  return "variables" in answer ? environmentText(answer, options) : explainText(answer, options);
}

/** The import path of a package that is named by its directory (`.`, `./internal/db`); any other name stays. */
function importPath(name: string, cwd: string): string {
  if (!/^\.{0,2}(?:\/|$)/.test(name)) return name;
  const directory = resolve(cwd, name);
  const module = findModule(directory);
  if (module?.modulePath === undefined) return name;
  const below = relative(module.root, directory);
  return below === "" ? module.modulePath : `${module.modulePath}/${below}`;
}

/** Whether a run was of this module, or without one, of this directory. */
function isHere({ cwd: runCwd, directory, packageDir }: KnownRun, cwd: string): boolean {
  const root = findModule(cwd)?.root ?? cwd;
  return [runCwd, directory, packageDir].some((each) => each === root || each?.startsWith(`${root}/`));
}

function noRunHere(cwd: string): Failure {
  return new Failure(errorIds.noRunYet, `there is no record of a run in ${findModule(cwd)?.root ?? cwd}`, {
    advice: "Start one with gorunscope run or gorunscope debug, or name another with --run.",
  });
}

function noRunOf(path: string): Failure {
  return new Failure(errorIds.noRunYet, `there is no record of a run of ${path} here`, {
    advice: "The environment is that of a whole run: name its program, or none for the last run.",
  });
}

function noRun(run: string): Failure {
  return new Failure(errorIds.noRunYet, `there is no run ${run}, nor a record of one`, {
    advice: "Without --run the last run here is explained.",
  });
}
