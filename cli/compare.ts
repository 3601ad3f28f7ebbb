/** `gorunscope compare`: the keys of go run, go build, a debug and dlv's own debug of one package, and what makes them differ. */
import { randomBytes } from "node:crypto";
import { compareProgram } from "../shared/builds/compareProgram.ts";
import { errorIds, Failure } from "../shared/contract/errors.ts";
import { digester } from "../shared/record/digest.ts";
import { stateDirectory } from "../shared/record/stateDirectory.ts";
import { RecordStore } from "../shared/record/store.ts";
import { compareText } from "../shared/text/compare.ts";
import { shown } from "../shared/text/safe.ts";
import { wayNames } from "../shared/why/buildWays.ts";
import { Interruption } from "./interruption.ts";
import { textOptions, writeTo } from "./output.ts";
import { tellPassedOver } from "./passedOver.ts";
import { ProgressLine } from "./progressLine.ts";
import type { RunWords } from "./words.ts";
import { workingDirectory } from "./workingDirectory.ts";

/**
 * Compares what the words say.
 * @returns the exit status: 0, or that of a signal which has broken a build off
 * @throws Failure as compareProgram; 7003 on Windows, 7004 for arguments of the program
 */
export async function compare(read: RunWords, env: NodeJS.ProcessEnv): Promise<number> {
  if (process.platform === "win32") {
    throw new Failure(errorIds.notOnThisSystem, "gorunscope compare does not work on Windows", {
      advice: "Use it in WSL.",
    });
  }
  requireNoArguments(read);
  const store = new RecordStore(stateDirectory(env));
  const progress = new ProgressLine(env, "nothing");
  const interruption = new Interruption();
  const problems: string[] = [];
  try {
    const answer = await compareProgram({
      program: read.program,
      buildFlags: read.buildFlags,
      cwd: workingDirectory(env),
      env,
      store,
      // Without a place for its salt there are no records either: what is built now compares all the same.
      digest: await store.digester().catch(() => digester(randomBytes(32))),
      build: read.own.has("build"),
      signal: interruption.signal,
      onFlags: (flags) => {
        writeTo(2, `gorunscope: built with the flags of the last run: ${flags.map(shown).join(" ")}\n`);
      },
      onPassedOver: (problem) => problems.push(problem),
      onBuild: (way) => progress.draw(`building as ${wayNames[way]} does`),
    });
    progress.remove();
    tellPassedOver(problems);
    const text = read.own.has("json")
      ? JSON.stringify(answer, undefined, 2)
      : compareText(answer, { ...textOptions(1, env), now: new Date() });
    writeTo(1, `${text}\n`);
    return 0;
  } catch (error) {
    progress.remove();
    if (interruption.status !== 0) return interruption.status;
    tellPassedOver(problems);
    throw error;
  }
}

/** Nothing is started: words behind the package were meant for something else. */
function requireNoArguments({ args }: RunWords): void {
  if (args.length === 0) return;
  throw new Failure(errorIds.wrongArguments, "compare takes one package, or .go files, and nothing behind them", {
    advice: "Flags of go run stand before the package: gorunscope compare -tags dev ./cmd/app",
  });
}
