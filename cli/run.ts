/** `gorunscope run`: go run to a script and at a terminal, with a look inside. */
import { isatty } from "node:tty";
import { errorIds, Failure, sentenceOf } from "../shared/contract/errors.ts";
import { explainedSummary } from "../shared/run/answers/cacheKeys.ts";
import { GoRun, type RunEnd } from "../shared/run/goRun.ts";
import { Recorder } from "../shared/run/recorder.ts";
import { startInherited } from "../shared/run/streams.ts";
import { endBySignal } from "./endBySignal.ts";
import { numberOfGoSignal } from "./goSignals.ts";
import { crossedLimits, parseLimits, type Limit } from "./limits.ts";
import { textOptions, writeTo } from "./output.ts";
import { RunSignals } from "./runSignals.ts";
import { summaryText } from "./runSummary.ts";
import type { RunWords } from "./words.ts";
import { workingDirectory } from "./workingDirectory.ts";

/**
 * Runs what the words say.
 * @returns the exit status; where go run would end by a signal this process does so itself
 * @throws Failure 7003 on Windows, 7004 for wrong limits or flags, 7006 for a go that is missing or too old
 */
export async function run(read: RunWords, env: NodeJS.ProcessEnv): Promise<number> {
  const limits = limitsOf(read);
  const writeRecord = await recordWriter(read.own.get("json"));
  if (process.platform === "win32") throw onWindows();

  const goRun = newRun(read, env);
  const wantsSummary = read.own.has("summary") || isatty(2);
  goRun.on("goLine", (line) => writeTo(2, `${line}\n`));
  if (wantsSummary) goRun.on("notice", (sentence) => writeTo(2, `gorunscope: ${sentence}\n`));
  const recorder = new Recorder(goRun);
  const signals = new RunSignals(goRun);
  await goRun.start();
  const end = await goRun.ended;

  if (wantsSummary && signals.endsWith === undefined) writeTo(2, await summaryText(goRun, textOptions(2, env).color));
  const isRecorded = await writeRecord(goRun);
  const isWithin = await reportCrossed(limits, goRun);
  await recorder.finish();
  if (signals.endsWith !== undefined) return endBySignal(signals.endsWith);
  const status = await statusOf(goRun, end, read.own.get("exit-code") === "program");
  return status !== 0 || (isRecorded && isWithin) ? status : 1;
}

function newRun(read: RunWords, env: NodeJS.ProcessEnv): GoRun {
  const cwd = workingDirectory(env);
  return new GoRun({
    kind: "run",
    attributes: {
      program: read.program,
      args: read.args,
      cwd,
      buildFlags: read.buildFlags,
      debugPackages: "none",
      noDebug: true,
    },
    adapterCwd: cwd,
    env,
    startGo: startInherited(false),
    asTyped: true,
  });
}

function limitsOf(read: RunWords): Limit[] {
  const expression = read.own.get("fail-on");
  return expression === undefined ? [] : parseLimits(expression);
}

/**
 * Prepares the record's file, where there is to be one.
 * @returns what writes it when the run is over, and gives whether it could: a run is not lost to a script because its record is
 */
async function recordWriter(file: string | undefined): Promise<(goRun: GoRun) => Promise<boolean>> {
  if (file === undefined) return () => Promise.resolve(true);
  const { requireDirectoryOf, writeJson } = await import("./recordFile.ts");
  await requireDirectoryOf(file);
  return async (goRun) => {
    try {
      const { runRecord } = await import("../shared/run/record.ts");
      await writeJson(file, await runRecord(goRun));
      return true;
    } catch (error) {
      writeTo(2, `gorunscope: the record was not written: ${sentenceOf(error)}\n`);
      return false;
    }
  };
}

/** @returns whether all limits were kept */
async function reportCrossed(limits: readonly Limit[], goRun: GoRun): Promise<boolean> {
  if (limits.length === 0) return true;
  const summary = await explainedSummary(goRun);
  const crossed = crossedLimits(limits, summary);
  for (const limit of crossed) writeTo(2, `gorunscope: limit crossed: ${limit}: ${summary.sentence}\n`);
  return crossed.length === 0;
}

async function statusOf(goRun: GoRun, end: RunEnd, asProgram: boolean): Promise<number> {
  const { code, signal } = goRun.programExit ?? {};
  if (asProgram && code !== undefined) return code;
  if (asProgram && signal !== undefined) return 128 + (numberOfGoSignal(signal) ?? 0);
  if (end.go?.signal !== undefined) return endBySignal(end.go.signal);
  return end.go?.code ?? 1;
}

function onWindows(): Failure {
  return new Failure(errorIds.notOnThisSystem, "gorunscope run does not work on Windows", {
    advice: "Use it in WSL.",
  });
}
