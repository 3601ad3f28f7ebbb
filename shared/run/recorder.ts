/**
 * Keeps the record of a run. What a record needs is made ready while go is at work, and the record begun while the program runs,
 * when nobody waits; so little is left to do at the end. Whoever ends this process in between finds the record as it was begun.
 */
import { sentenceOf } from "../contract/errors.ts";
import type { Digester } from "../record/digest.ts";
import type { PackedInputs } from "../record/packedRecord.ts";
import type { RecordStore } from "../record/store.ts";
import type { GoRun } from "./goRun.ts";

/** A program that is over sooner has its record kept once, at its end. In milliseconds. */
const beginAfterMs = 250;

export interface RecorderOptions {
  /** The version of the dlv that debugs the program, once it is known. */
  dlvVersion?: () => string | undefined;
}

/** What a save needs. */
interface Tools {
  store: RecordStore;
  digest: Digester;
}

export class Recorder {
  readonly #run: GoRun;
  readonly #options: RecorderOptions;
  #timer: NodeJS.Timeout | undefined;
  #tools: Promise<Tools | undefined> | undefined;
  /** The inputs of the run's keys as they were packed last, by this run or by one before it. */
  #packed: Promise<PackedInputs | undefined> = Promise.resolve(undefined);
  #finished: Promise<void> | undefined;
  #hasTold = false;

  /** @param run a run that has not been started; what could not be kept it tells once, as a notice */
  constructor(run: GoRun, options: RecorderOptions = {}) {
    this.#run = run;
    this.#options = options;
    run.on("phase", ({ phase }) => {
      // Once go's first moment was seen there is nothing to do for a while.
      if (phase === "loading") setImmediate(() => void this.#load().catch(() => undefined));
      if (phase === "running" || phase === "stopped")
        this.#timer ??= setTimeout(() => this.#begin(), beginAfterMs).unref();
    });
    run.once("built", () => {
      this.#packed = this.#prepare().catch(() => undefined);
    });
  }

  /** Looks up what there is to be known of the build, now that it is done: the program's end is not to wait for it. */
  async #prepare(): Promise<PackedInputs | undefined> {
    const run = this.#run;
    const tools = await this.#load();
    if (!tools) return undefined;
    const [packed] = await Promise.all([
      this.#findRepeated(tools),
      run.history.explain(),
      // Of a program that is debugged the start is waited for, and not the end.
      run.kind === "run" && run.products?.loadEntries(run.actions.all),
    ]);
    return packed;
  }

  #begin(): void {
    this.#packed = this.#save(this.#packed);
  }

  /** Waits for the run's end and keeps its record as it is then. Never fails; a run that has not started go leaves none. */
  finish(): Promise<void> {
    return (this.#finished ??= this.#finish());
  }

  async #finish(): Promise<void> {
    await this.#run.ended;
    clearTimeout(this.#timer);
    await this.#save(this.#packed);
  }

  /** @returns what a later save need not make again; undefined where nothing was kept */
  async #save(known: Promise<PackedInputs | undefined>): Promise<PackedInputs | undefined> {
    if (!this.#run.go) return undefined;
    try {
      const tools = await this.#load();
      if (!tools) return undefined;
      const { store, digest } = tools;
      const { runRecord } = await import("./record.ts");
      const [of, packed] = await Promise.all([this.#inputsOf(digest), known]);
      const repeated = packed !== undefined && packed.of === of ? packed : undefined;
      const dlvVersion = this.#options.dlvVersion?.();
      const record = await runRecord(this.#run, {
        digest,
        withoutInputs: repeated !== undefined,
        ...(dlvVersion === undefined ? {} : { dlvVersion }),
      });
      return await store.save(record, repeated ?? (of === undefined ? {} : { of }));
    } catch (error) {
      if (!this.#hasTold) this.#run.emit("notice", sentenceOf(error));
      this.#hasTold = true;
      return undefined;
    }
  }

  /** The inputs that an earlier run of the same has packed, if the keys are the same. */
  async #findRepeated({ store, digest }: Tools): Promise<PackedInputs | undefined> {
    const { kind, package: path, plan } = this.#run;
    const of = await this.#inputsOf(digest);
    if (of === undefined || !plan) return undefined;
    const { repeatedInputs } = await import("../record/repeatedInputs.ts");
    return repeatedInputs(store, { package: path, kind, cwd: plan.workingDirectory }, of);
  }

  /** @returns undefined as long as there is a key of which not all inputs are known */
  async #inputsOf(digest: Digester): Promise<string | undefined> {
    const { inputsOf } = await import("../record/packedRecord.ts");
    const keys = this.#run.actions.all.map(({ id, key }) => ({ id, key, actionID: key?.actionID }));
    if (keys.some(({ key, actionID }) => key && actionID === undefined && !key.ambiguous)) return undefined;
    return inputsOf(keys, digest);
  }

  /**
   * Opens the store and loads the code of a save.
   * @returns undefined where no records are to be kept
   * @throws Failure 7003 where the state directory can keep nothing
   */
  #load(): Promise<Tools | undefined> {
    return (this.#tools ??= this.#open());
  }

  async #open(): Promise<Tools | undefined> {
    const store = await this.#run.history.store();
    if (store.keepsNothing) return undefined;
    const [digest] = await Promise.all([store.digester(), import("./record.ts"), import("../record/packedRecord.ts")]);
    // The first digest takes milliseconds.
    digest("");
    return { store, digest };
  }
}
