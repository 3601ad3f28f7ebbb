/** What is known of runs before this one, and how that explains what is rebuilt now. */
import { isFinal } from "../contract/answers.ts";
import { findFlag } from "../go/runArguments.ts";
import { randomHex } from "../process/random.ts";
import type { Digester } from "../record/digest.ts";
import type { RecordStore } from "../record/store.ts";
import type { Earlier, Explanation, ExplainOptions } from "../why/explain.ts";
import type { KnownBuild } from "../why/build.ts";
import type { GoRun } from "./goRun.ts";

/** What a run's build was, and why. */
export interface ExplainedBuild {
  build: KnownBuild;
  explanation: Explanation;
  /** What its misses come down to, the most telling first. */
  causes: string[];
}

export class History {
  /** The last explanation that was made. */
  known: ExplainedBuild | undefined;
  readonly #run: GoRun;
  #store: Promise<RecordStore> | undefined;
  #digester: Promise<Digester> | undefined;
  #earlier: Promise<Earlier> | undefined;
  /** The last explanation, and of what it was. */
  #explained: { state: string; result: Promise<ExplainedBuild> } | undefined;
  /** What became of explanations when all records were asked. */
  readonly #wide = new WeakMap<ExplainedBuild, Promise<ExplainedBuild>>();

  /** Nothing is read, nor the code for it loaded, before it is needed. */
  constructor(run: GoRun) {
    this.#run = run;
  }

  /** The records of the state directory. Wrong settings are told of once, and the defaults stand. */
  store(): Promise<RecordStore> {
    return (this.#store ??= import("../record/openStore.ts").then(({ openStore }) =>
      openStore(this.#run.env, (sentence) => this.#run.emit("notice", sentence)),
    ));
  }

  /** The digests of the state directory; where that cannot keep a salt, digests that compare with nothing else. */
  digester(): Promise<Digester> {
    return (this.#digester ??= this.store()
      .then((store) => store.digester())
      .catch(async () => (await import("../record/digest.ts")).digester(Buffer.from(randomHex(32), "hex"))));
  }

  /** Begins to load what is compared with: to be called when something is rebuilt, while go is busy with that. */
  prepare(): void {
    if (this.#run.actions.planned) this.#earlier ??= this.#loadEarlier();
  }

  /**
   * Why everything was rebuilt that was rebuilt so far.
   * @returns undefined where nothing was, or no key is known
   */
  async explain(): Promise<ExplainedBuild | undefined> {
    const { actions, plan, attributes } = this.#run;
    if (!plan || !attributes.record || !actions.all.some((action) => actions.ran(action) === true)) return undefined;
    const state = actions.revision;
    if (this.#explained?.state !== state) this.#explained = { state, result: this.#explain() };
    return this.#explained.result;
  }

  /**
   * The same with what all kept records know of the keys, once the program runs: that may take a moment.
   * @returns undefined as explain
   */
  async explainWidely(): Promise<ExplainedBuild | undefined> {
    const { phase, phases } = this.#run;
    const mayTakeLonger = phases.began("running") !== undefined || isFinal(phase);
    const explained = await this.explain();
    if (!explained || !mayTakeLonger) return explained;
    const result = this.#wide.get(explained) ?? this.#widen(explained);
    this.#wide.set(explained, result);
    const wide = await result;
    if (wide !== explained && this.known === explained) {
      this.#wide.set(wide, result);
      this.known = wide;
      if (this.#explained) this.#explained = { ...this.#explained, result };
    }
    return this.known;
  }

  async #widen(explained: ExplainedBuild): Promise<ExplainedBuild> {
    const { build, explanation } = explained;
    const { unexplainedKeys, withKeptKeys } = await import("../why/evicted.ts");
    const keys = unexplainedKeys(build, explanation);
    if (keys.length === 0) return explained;
    const [{ findKeptKeys }, { buildCauses }] = await Promise.all([
      import("../record/keptKeys.ts"),
      import("../why/buildCause.ts"),
    ]);
    const kept = await findKeptKeys(await this.store(), keys, this.#run.id).catch(() => undefined);
    if (!kept || kept.size === 0) return explained;
    const wide = withKeptKeys(build, explanation, kept);
    return { build, explanation: wide, causes: buildCauses(build, wide) };
  }

  async #explain(): Promise<ExplainedBuild> {
    this.#earlier ??= this.#loadEarlier();
    const [{ explain }, { buildCauses }, { liveBuild }, earlier] = await Promise.all([
      import("../why/explain.ts"),
      import("../why/buildCause.ts"),
      import("./answers/liveBuild.ts"),
      this.#earlier,
    ]);
    const build = await liveBuild(this.#run);
    const explanation = explain(build, earlier, this.#options());
    this.known = { build, explanation, causes: buildCauses(build, explanation) };
    return this.known;
  }

  #options(): ExplainOptions {
    const { plan, products } = this.#run;
    const all = findFlag(plan?.flags ?? [], "a");
    return {
      rebuildsAll: all !== undefined && all.value !== "false",
      ...(products?.keepsPrograms === false ? { alwaysLinks: whyAlways(plan?.goEnv.GOCACHEPROG) } : {}),
    };
  }

  /** Without records nothing is compared; that they cannot be read is told where this run's own is kept. */
  async #loadEarlier(): Promise<Earlier> {
    try {
      const [{ earlierBuilds }, { debugPackagesText, settingsOf }, store, digest] = await Promise.all([
        import("./earlierBuilds.ts"),
        import("./settings.ts"),
        this.store(),
        this.digester(),
      ]);
      const { id, kind, plan, package: path, attributes } = this.#run;
      const debugPackages = kind === "debug" ? debugPackagesText(attributes) : undefined;
      const directory = plan?.program.packageDir;
      return await earlierBuilds(store, {
        run: id,
        kind,
        package: path,
        settings: plan ? settingsOf(plan, digest, debugPackages) : [],
        cwd: plan?.workingDirectory ?? "",
        ...(directory === undefined ? {} : { directory }),
      });
    } catch {
      return { builds: [], noRecords: true };
    }
  }
}

function whyAlways(cacheProgram: string | undefined): string {
  if (cacheProgram) return "with GOCACHEPROG go links the program at every run";
  return "this Go links the program at every run (it is kept in the cache since Go 1.24)";
}
