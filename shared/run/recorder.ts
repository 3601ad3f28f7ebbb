/**
 * Keeps the record of a run. It is begun while the program runs, when go is done and nobody waits, and finished at the end with little
 * left to do; whoever ends this process in between finds the record as it was begun.
 */
import { sentenceOf } from "../contract/errors.ts";
import type { PackedInputs } from "../record/packedRecord.ts";
import type { GoRun } from "./goRun.ts";

/** The program's start comes first: a debugger loads it, or it may be over in a moment. In milliseconds. */
const beginAfterMs = 50;

export interface RecorderOptions {
  /** The version of the dlv that debugs the program, once it is known. */
  dlvVersion?: () => string | undefined;
}

export class Recorder {
  readonly #run: GoRun;
  readonly #options: RecorderOptions;
  #timer: NodeJS.Timeout | undefined;
  #begun: Promise<PackedInputs | undefined> | undefined;
  #finished: Promise<void> | undefined;
  #hasTold = false;

  /** @param run a run that has not been started; what could not be kept it tells once, as a notice */
  constructor(run: GoRun, options: RecorderOptions = {}) {
    this.#run = run;
    this.#options = options;
    // Loaded while the program starts, so that its end does not wait for it.
    run.once("built", () => void this.#load().catch(() => undefined));
    run.on("phase", ({ phase }) => {
      if ((phase === "running" || phase === "stopped") && !this.#begun) {
        this.#timer ??= setTimeout(() => this.#begin(), beginAfterMs).unref();
      }
    });
  }

  #begin(): void {
    this.#begun ??= this.#save();
  }

  /** Waits for the run's end and keeps its record as it is then. Never fails; a run that has not started go leaves none. */
  finish(): Promise<void> {
    return (this.#finished ??= this.#finish());
  }

  async #finish(): Promise<void> {
    await this.#run.ended;
    clearTimeout(this.#timer);
    await this.#save(await this.#begun);
  }

  /** @returns what a later save need not make again; undefined where nothing was kept */
  async #save(inputs?: PackedInputs): Promise<PackedInputs | undefined> {
    if (!this.#run.go) return undefined;
    try {
      const { store, digest, runRecord, idsOf } = await this.#load();
      if (store.keepsNothing) return undefined;
      const dlvVersion = this.#options.dlvVersion?.();
      const record = await runRecord(this.#run, {
        digest,
        withoutInputs: inputs?.ids === idsOf(this.#run.actions.all),
        ...(dlvVersion === undefined ? {} : { dlvVersion }),
      });
      return await store.save(record, inputs);
    } catch (error) {
      if (!this.#hasTold) this.#run.emit("notice", sentenceOf(error));
      this.#hasTold = true;
      return undefined;
    }
  }

  /**
   * What a save needs, the reasons of the misses among it.
   * @throws Failure 7003 where the state directory can keep nothing
   */
  async #load() {
    await this.#run.history.explain();
    const [store, { runRecord }, { idsOf }] = await Promise.all([
      this.#run.history.store(),
      import("./record.ts"),
      import("../record/packedRecord.ts"),
    ]);
    return { store, runRecord, idsOf, digest: await store.digester() };
  }
}
