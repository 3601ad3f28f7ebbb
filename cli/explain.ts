/** `gorunscope explain`: why the last run here rebuilt what it rebuilt, or an earlier one, or one package. */
import type { EnvironmentResponse, ExplainResponse } from "../shared/contract/answers.ts";
import { errorIds, Failure, sentenceOf } from "../shared/contract/errors.ts";
import { importPathOf } from "../shared/go/importPath.ts";
import { findModule } from "../shared/go/module.ts";
import { UnreadableRecord } from "../shared/record/recordFile.ts";
import type { KnownRun } from "../shared/runs/knownRun.ts";
import { Runs } from "../shared/runs/runs.ts";
import { environmentText } from "../shared/text/environment.ts";
import { explainText } from "../shared/text/explain.ts";
import type { TextOptions } from "../shared/text/page.ts";
import { shown } from "../shared/text/safe.ts";
import { timeText } from "../shared/text/units.ts";
import { kindName } from "../shared/why/explain.ts";
import { textOptions, writeTo } from "./output.ts";
import { tellPassedOver } from "./passedOver.ts";
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
    const cwd = workingDirectory(env);
    const { answer, run } = await explain(runs, name, options, cwd, (problem) => problems.push(problem));
    tellPassedOver(problems);
    if (options.json === true) writeTo(1, `${JSON.stringify(answer, undefined, 2)}\n`);
    else {
      const which = isOfModule(run, cwd) ? "" : `${runText(run, new Date())}\n`;
      writeTo(1, `${which}${textOf(answer, textOptions(1, env))}\n`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    tellPassedOver(problems);
    writeTo(2, `gorunscope: ${sentenceOf(error)}\n`);
    return 1;
  } finally {
    runs.close();
  }
}

interface Explained {
  answer: ExplainResponse | EnvironmentResponse;
  run: KnownRun;
}

/** Explains the newest run that fits and that can be read. @param passOver told of each that cannot be read */
async function explain(
  runs: Runs,
  name: string | undefined,
  options: ExplainOptions,
  cwd: string,
  passOver: (problem: string) => void,
): Promise<Explained> {
  const path = name === undefined ? undefined : importPathOf(name, cwd);
  const candidates = candidatesOf(runs, options, cwd);
  const ofProgram = candidates.filter((run) => run.package === path);
  const chosen = ofProgram.length > 0 ? ofProgram : candidates;
  if (options.environment === true && path !== undefined && ofProgram.length === 0) throw noRunOf(path);
  const wholeRun = path === undefined || (ofProgram.length > 0 && options.run === undefined);
  for (const run of chosen) {
    try {
      return { run, answer: await ask(runs, run, options, wholeRun ? {} : { package: path }) };
    } catch (error) {
      if (!(error instanceof UnreadableRecord) || options.run !== undefined) throw error;
      passOver(sentenceOf(error));
    }
  }
  throw options.run === undefined ? noRunHere(cwd) : noRun(options.run);
}

/** The run that was named, or all of here that built something, the newest first. */
function candidatesOf(runs: Runs, { run: id }: ExplainOptions, cwd: string): KnownRun[] {
  if (id !== undefined) return runs.list().filter(({ run }) => run === id);
  return runs.list().filter((run) => isHere(run, cwd) && (run.phase !== "failed" || run.build.actions > 0));
}

async function ask(
  runs: Runs,
  { run }: KnownRun,
  { environment }: ExplainOptions,
  args: { package?: string | undefined },
): Promise<Explained["answer"]> {
  if (environment === true) return (await runs.request(run, "gorunscope.environment", {})) as EnvironmentResponse;
  return (await runs.request(run, "gorunscope.explain", args)) as ExplainResponse;
}

function textOf(answer: ExplainResponse | EnvironmentResponse, options: TextOptions): string {
  return "variables" in answer ? environmentText(answer, options) : explainText(answer, options);
}

/** Whether a run was of this module, or without one, of this directory or one below it. */
function isHere(run: KnownRun, cwd: string): boolean {
  const root = findModule(cwd)?.root ?? cwd;
  return directoriesOf(run).some((each) => each === root || each.startsWith(root === "/" ? root : `${root}/`));
}

/** Whether nobody can be in doubt which run is meant: it was made in this module, or without one, in this very directory. */
function isOfModule(run: KnownRun, cwd: string): boolean {
  return findModule(cwd) === undefined ? directoriesOf(run).includes(cwd) : isHere(run, cwd);
}

function directoriesOf({ cwd, directory, packageDir }: KnownRun): string[] {
  return [cwd, directory, packageDir].filter((each) => each !== undefined);
}

/** "go run -race example.com/m in /home/someone/m, 3 min ago". */
function runText(run: KnownRun, now: Date): string {
  const words = [kindName(run), ...(run.flags ?? []), run.package].map(shown).join(" ");
  return `${words} in ${shown(run.cwd)}, ${timeText(run.startedAt, now)}`;
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
