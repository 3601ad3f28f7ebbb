/** Forecasts of real builds, and whether what they call certain then happened. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ForecastResponse } from "../../../shared/contract/answers.ts";
import { checkLaunch } from "../../../shared/contract/launchAttributes.ts";
import { forecastLaunch } from "../../../shared/forecast/forecast.ts";
import { RecordStore } from "../../../shared/record/store.ts";
import { Recorder } from "../../../shared/run/recorder.ts";
import type { World } from "../../support/world.ts";
import type { Observation } from "../truth/observe.ts";
import { runSubject, type Change, type Subject } from "../truth/subject.ts";

/** Flags and variables of one run. */
export interface Added {
  buildFlags?: string[];
  env?: Record<string, string>;
}

/** What a change leads to: of the subject's own packages, as `build P` and `link P`. */
export interface Foretelling extends Omit<Change, "rebuilds"> {
  /** What must be called certain to be built; all that is not here or in unknown must be called a hit. */
  misses(subject: Subject): string[];
  unknown(subject: Subject): string[];
  sentence?: RegExp;
}

/** A subject with the records of its runs. */
export class Foreteller {
  readonly store: RecordStore;
  readonly #world: World;
  readonly #subject: Subject;

  constructor(world: World, subject: Subject) {
    this.#world = world;
    this.#subject = subject;
    this.store = new RecordStore(join(world.path, "state", "gorunscope"));
  }

  /** Forecasts the subject's next run. */
  async forecast(added: Added = {}, overlay?: Record<string, string>): Promise<ForecastResponse> {
    const { attributes, directory } = this.#subject;
    const launch = checkLaunch(
      {
        mode: "run",
        request: "launch",
        ...attributes,
        buildFlags: [...((attributes.buildFlags as string[] | undefined) ?? []), ...(added.buildFlags ?? [])],
        env: { ...(attributes.env as Record<string, string> | undefined), ...added.env },
      },
      this.#world.env,
    );
    const options = { cwd: directory, for: "run", env: this.#world.env, store: this.store } as const;
    return forecastLaunch({ cwd: directory, ...launch }, { ...options, ...(overlay ? { overlay } : {}) });
  }

  /** Runs the subject, has all witnesses heard, and keeps a record. */
  async run(added: Added = {}): Promise<Observation> {
    const { observed } = await runSubject(this.#world, this.#subject, added);
    await new Recorder(observed.run).finish();
    return observed;
  }

  /** Forecasts, runs, and asserts that all that was certain has happened. */
  async foretell(added: Added = {}): Promise<{ forecast: ForecastResponse; observed: Observation }> {
    const forecast = await this.forecast(added);
    const observed = await this.run(added);
    assertCameTrue(forecast, observed);
    return { forecast, observed };
  }
}

/** All hits were hits, all misses were misses, no action was left out. */
export function assertCameTrue(forecast: ForecastResponse, { keys }: Observation): void {
  const came = new Map(
    keys.actions
      .filter(({ action }) => action === "build" || action === "link")
      .map(({ action, package: path, state }) => [`${action} ${path}`, state]),
  );
  const foretold = forecast.actions.map(({ action, package: path }) => `${action} ${path}`);
  assert.deepEqual(foretold.sort(), [...came.keys()].sort());
  for (const { action, package: path, state } of forecast.actions) {
    if (state !== "unknown")
      assert.equal(came.get(`${action} ${path}`), state, `${action} ${path} in: ${forecast.sentence}`);
  }
}

/** The names of the actions of a state. */
export function inState({ actions }: ForecastResponse, wanted: "hit" | "miss" | "unknown"): string[] {
  return actions
    .filter(({ state }) => state === wanted)
    .map(({ action, package: path }) => `${action} ${path}`)
    .sort();
}

/** Defines the tests of a subject: its first run, then each change in turn, forecast before it is built. */
export function testForetellings(make: () => { world: World; subject: Subject }, list: readonly Foretelling[]): void {
  let foreteller: Foreteller;
  let last: Observation;

  it("foretells the first run", async () => {
    const { world, subject } = make();
    foreteller = new Foreteller(world, subject);
    const { forecast, observed } = await foreteller.foretell();
    assert.ok(inState(forecast, "miss").includes(`build ${subject.leaf}`), forecast.sentence);
    assert.match(forecast.sentence, /^first go run of this package here: |^not all is in the cache: /);
    last = observed;
  });

  for (const foretelling of list) {
    const { name, sentence } = foretelling;
    it(`foretells the run after this: ${name}`, async () => {
      const { subject } = make();
      const { forecast, observed } = await foreteller.foretell(foretelling.apply(subject, last) ?? {});
      assert.deepEqual(inState(forecast, "miss"), foretelling.misses(subject).sort(), forecast.sentence);
      assert.deepEqual(inState(forecast, "unknown"), foretelling.unknown(subject).sort(), forecast.sentence);
      assert.ok(forecast.sentence.length <= 100, forecast.sentence);
      if (sentence) assert.match(forecast.sentence, sentence);
      for (const { state, reason } of forecast.actions) assert.equal(reason === undefined, state === "hit");
      last = observed;
    });
  }
}

/** Replaces a text that must be in a file. */
export function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, "utf8");
  assert.ok(text.includes(from), `${file} has no ${from}`);
  writeFileSync(file, text.replace(from, to));
}
