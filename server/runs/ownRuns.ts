/** Runs that this server has started: their output goes to the client's log, and they end with the server. */
import { errorIds, Failure, sentenceOf } from "../../shared/contract/errors.ts";
import { isFinal } from "../../shared/contract/answers.ts";
import { GoRun, type GoRunOptions } from "../../shared/run/goRun.ts";
import { Recorder } from "../../shared/run/recorder.ts";
import { within } from "../../shared/process/waiting.ts";
import { startWithPipes } from "../../shared/run/streams.ts";
import { followOutput, type OutputSink } from "./programOutput.ts";

/** What a program is given to end by itself when the server ends, in milliseconds. */
const politeMs = 1000;

export interface OwnRunOptions {
  attributes: GoRunOptions["attributes"];
  /** The directory that relative paths are seen from. */
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** What its lines in the log begin with. */
  label: string;
}

export interface OwnRunsListener extends OutputSink {
  /** A sentence that the user is to see: a build that failed. */
  warn(sentence: string): void;
  /** A run has been started: it may be waited for, and its build shown. */
  started(run: GoRun): void;
}

export class OwnRuns {
  readonly #listener: OwnRunsListener;
  /** From before go is started until all of a run is done, its record too. */
  readonly #running = new Map<GoRun, Promise<void>>();
  #closed = false;

  constructor(listener: OwnRunsListener) {
    this.#listener = listener;
  }

  /**
   * Starts a run; resolves when go has started.
   * @returns the run's id
   * @throws Failure as GoRun.start, 7002 where the server ends
   */
  async start(options: OwnRunOptions): Promise<string> {
    // A run that could not be asked, stopped or recorded is not begun.
    await Promise.all([import("../../shared/run/liveConnection.ts"), import("../../shared/run/record.ts")]);
    if (this.#closed) throw new Failure(errorIds.wrongPhase, "the server ends");
    const run: GoRun = new GoRun({
      kind: "run",
      attributes: options.attributes,
      adapterCwd: options.cwd,
      env: options.env,
      startGo: {
        ...startWithPipes,
        start: async (...how) => {
          const go = await startWithPipes.start(...how);
          for (const stream of [go.program?.stdout, go.program?.stderr]) {
            if (stream) void followOutput(stream, options.label, this.#listener);
          }
          return go;
        },
      },
      control: { restart: () => this.#restart(run, options) },
    });
    const { label } = options;
    run.on("goLine", (line) => this.#listener.write(`${label}: ${line}`));
    run.on("notice", (sentence) => this.#listener.write(`${label}: ${sentence}`));
    let firstError: string | undefined;
    run.on("finding", (finding) => {
      if (finding.kind === "error") firstError ??= finding.lines[0];
    });
    const recorder = new Recorder(run);
    const started = run.start();
    const over = started.then(
      () => this.#follow(run, recorder, label, () => firstError),
      () => undefined,
    );
    this.#running.set(
      run,
      over.finally(() => this.#running.delete(run)),
    );
    await started;
    this.#listener.started(run);
    return run.id;
  }

  /** Ends all, and begins none any more; resolves when nothing of them is left. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#running].map(([run, over]) => endPolitely(run, over)));
  }

  async #restart(run: GoRun, options: OwnRunOptions): Promise<void> {
    if (!isFinal(run.phase)) await run.cancel();
    try {
      await this.start(options);
    } catch (error) {
      this.#listener.warn(`${options.label}: ${sentenceOf(error)}`);
    }
  }

  async #follow(run: GoRun, recorder: Recorder, label: string, firstError: () => string | undefined): Promise<void> {
    const { phase } = await run.ended;
    if (phase === "failed" && !run.wasCancelled) {
      const error = firstError();
      this.#listener.warn(`${label}: the build failed${error === undefined ? "" : `: ${error}`}`);
    }
    await recorder.finish();
  }
}

/** An editor that quits gives its servers about two seconds. */
async function endPolitely(run: GoRun, over: Promise<unknown>): Promise<void> {
  await run.interrupt();
  if (await within(over, politeMs)) return;
  await run.cancel();
  await over;
}
