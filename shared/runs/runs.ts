/**
 * All runs of this user, those that live and those of which a record is kept, through one interface: who asks need not know which
 * of the two a run is.
 */
import { EventEmitter } from "node:events";
import { isFinal, type PhaseEvent } from "../contract/answers.ts";
import { errorIds, Failure, sentenceOf } from "../contract/errors.ts";
import { openStore } from "../record/openStore.ts";
import type { RecordStore } from "../record/store.ts";
import { answerView } from "../run/answers/index.ts";
import { recordView } from "../run/answers/recordView.ts";
import type { RunView } from "../run/answers/view.ts";
import type { LiveSummary } from "../run/liveSummary.ts";
import { DirectoryWatch } from "./directoryWatch.ts";
import { knownRecord, newestFirst, type KnownRun } from "./knownRun.ts";
import { LiveRuns } from "./liveRuns.ts";

interface RunsEvents {
  /** Something about the runs is another now: one came, went on, ended, or was removed. */
  changed: [];
  phase: [PhaseEvent];
  /** A sentence for the log, once each: what could not be read. */
  problem: [string];
}

/** So many ended runs are remembered whose record has not been written yet, or never will be. */
const rememberedEnds = 10;

/** So many records are held open, the last used. */
const openRecords = 3;

export class Runs extends EventEmitter<RunsEvents> {
  readonly store: RecordStore;
  readonly #env: NodeJS.ProcessEnv;
  readonly #live: LiveRuns;
  readonly #watch: DirectoryWatch;
  /** The records, newest first. */
  #records: KnownRun[] = [];
  /** Ended runs that have no record yet. */
  #ends: KnownRun[] = [];
  #reading: Promise<void> | undefined;
  #readAgain = false;
  readonly #views = new Map<string, Promise<RunView>>();
  #list: KnownRun[] | undefined;
  readonly #told = new Set<string>();

  /** Watches from now on. @param env where the state directory and the runtime directory are taken from */
  constructor(env: NodeJS.ProcessEnv) {
    super();
    this.#env = env;
    this.store = openStore(env);
    this.#live = new LiveRuns(env);
    this.#live.on("changed", () => this.#changed());
    this.#live.on("phase", (event) => {
      this.#list = undefined;
      this.emit("phase", event);
    });
    this.#live.on("ended", (_run, summary) => this.#ended(summary));
    this.#watch = new DirectoryWatch(this.store.directory, (name) => {
      if (name === undefined || name.endsWith(".record")) void this.#readRecords();
    });
  }

  /** Resolves when what is there now has been read. */
  async ready(): Promise<void> {
    await Promise.all([this.#readRecords(), this.#live.look()]);
  }

  /** All that is known, the newest first. */
  list(): readonly KnownRun[] {
    return (this.#list ??= this.#merge());
  }

  find(run: string): KnownRun | undefined {
    return this.list().find((each) => each.run === run);
  }

  /**
   * Asks a run one of the contract's requests.
   * @throws Failure 7001 for a run that is not known, else as the request says
   */
  async request(run: string, method: string, args: object = {}): Promise<unknown> {
    if (this.find(run)?.live) {
      try {
        return await this.#live.request(run, method, args);
      } catch (error) {
        // It may have ended just now, and then its record answers.
        if (this.find(run)?.live) throw error;
      }
    }
    const view = await this.#view(run);
    return answerView(method, view, args, { store: this.store, env: this.#env });
  }

  /**
   * Asks the program of a live run to end, or its build.
   * @throws Failure 7002 for a run that is over
   */
  async stop(run: string): Promise<void> {
    await this.#control(run, "stop");
  }

  /**
   * Has a live run started anew by whoever has started it.
   * @throws Failure 7002 for a run that is over, or that nobody can start anew
   */
  async restart(run: string): Promise<void> {
    if (this.find(run)?.canRestart === false) {
      throw new Failure(errorIds.wrongPhase, `run ${run} cannot be started anew from here`, {
        advice: "Stop it, and start it where it was started.",
      });
    }
    await this.#control(run, "restart");
  }

  close(): void {
    this.#watch.close();
    this.#live.close();
  }

  async #control(run: string, method: "stop" | "restart"): Promise<void> {
    if (!this.find(run)?.live) throw new Failure(errorIds.wrongPhase, `run ${run} is over`);
    await this.#live.request(run, method);
  }

  #view(run: string): Promise<RunView> {
    const known = this.#views.get(run);
    const view = known ?? this.store.open(run).then(recordView);
    this.#views.delete(run);
    this.#views.set(run, view);
    const [oldest] = this.#views.keys();
    if (this.#views.size > openRecords && oldest !== undefined) this.#views.delete(oldest);
    view.catch(() => this.#views.delete(run));
    return view;
  }

  #merge(): KnownRun[] {
    const live = this.#live.all.map((summary): KnownRun => ({ ...summary, live: true }));
    const seen = new Set(live.map(({ run }) => run));
    // A record that was begun while its program ran says less than what was heard of the end.
    const finished = this.#records.filter(({ phase }) => isFinal(phase));
    const others = [...finished, ...this.#ends, ...this.#records].filter(({ run }) => !seen.has(run) && seen.add(run));
    return [...live, ...others].sort(newestFirst);
  }

  #changed(): void {
    this.#list = undefined;
    this.emit("changed");
  }

  #ended(summary: LiveSummary | undefined): void {
    if (summary) this.#ends = [{ ...summary, live: false }, ...this.#ends].slice(0, rememberedEnds);
    this.#changed();
  }

  /** Reads the summaries anew; what changes meanwhile is read after it. */
  async #readRecords(): Promise<void> {
    if (this.#reading) {
      this.#readAgain = true;
      return this.#reading;
    }
    this.#reading = this.#readUntilSame();
    try {
      await this.#reading;
    } finally {
      this.#reading = undefined;
    }
  }

  async #readUntilSame(): Promise<void> {
    do {
      this.#readAgain = false;
      try {
        const { records, problems } = await this.store.survey();
        this.#records = records.map(knownRecord);
        // What was begun while its program ran is written anew at the end.
        this.#views.clear();
        problems.forEach((problem) => this.#tell(problem));
      } catch (error) {
        this.#tell(sentenceOf(error));
      }
      const kept = new Set(this.#records.filter(({ phase }) => isFinal(phase)).map(({ run }) => run));
      this.#ends = this.#ends.filter(({ run }) => !kept.has(run));
      this.#changed();
    } while (this.#readAgain);
  }

  #tell(problem: string): void {
    if (this.#told.has(problem)) return;
    this.#told.add(problem);
    this.emit("problem", problem);
  }
}
