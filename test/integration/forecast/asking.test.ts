import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ForecastResponse } from "../../../shared/contract/answers.ts";
import { checkLaunch } from "../../../shared/contract/launchAttributes.ts";
import { errorIds, type Failure } from "../../../shared/contract/errors.ts";
import { forecast, type ForecastOptions } from "../../../shared/forecast/forecast.ts";
import { RecordStore } from "../../../shared/record/store.ts";
import { answerRequest } from "../../../shared/run/answers/index.ts";
import { debugFlags } from "../../../shared/run/commandLine.ts";
import { Recorder } from "../../../shared/run/recorder.ts";
import { planRun } from "../../../shared/run/plan.ts";
import { leftoversOf } from "../../support/leaks.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { observe, type Observation } from "../truth/observe.ts";
import { writeTiny, type Subject } from "../truth/subject.ts";
import { assertCameTrue, edit, inState } from "./foretold.ts";

describe("a forecast that is asked for", function () {
  this.timeout(120_000);
  let world: World;
  let subject: Subject;
  let store: RecordStore;
  before(() => {
    world = makeWorld();
    subject = writeTiny(world, "asked");
    store = new RecordStore(join(world.path, "state", "gorunscope"));
  });
  after(() => world.remove());

  function ask(options: Partial<ForecastOptions> = {}): Promise<ForecastResponse> {
    return forecast({ cwd: subject.directory, for: "run", env: world.env, store, ...options });
  }

  /** Runs the subject and keeps a record. */
  async function run(buildFlags: string[] = []): Promise<Observation> {
    const observed = await observe(world, { cwd: subject.directory, buildFlags });
    await new Recorder(observed.run).finish();
    return observed;
  }

  const truth = () => join(subject.leafDirectory, "truth.go");

  it("is of the buffers that are not saved yet, and leaves nothing of them", async () => {
    await run();
    const saved = readFileSync(truth(), "utf8");
    const edited = saved.replace("return 1 ", "return 5 ");
    const whole = await ask({ overlay: { [truth()]: edited } });
    assert.deepEqual(inState(whole, "miss"), [`build ${subject.leaf}`]);
    assert.deepEqual(inState(await ask(), "miss"), []);
    assert.deepEqual(readdirSync(world.runtime), []);
    // Saved, the same is to be built.
    writeFileSync(truth(), edited);
    const again = await ask();
    assert.deepEqual(again.actions, whole.actions);
    assertCameTrue(again, await run());
    // What was built once is in the cache, also for a buffer.
    edit(truth(), "return 5 ", "return 1 ");
    assert.deepEqual(inState(await ask({ overlay: { [truth()]: edited } }), "hit").length, again.actions.length);
  });

  it("takes a new file that is only a buffer", async () => {
    const added = join(subject.leafDirectory, "buffer.go");
    const answer = await ask({ overlay: { [added]: "package leaf\n\nfunc Buffer() int { return 9 }\n" } });
    assert.deepEqual(inState(answer, "miss"), [`build ${subject.leaf}`]);
    assert.match(answer.sentence, /leaf\/buffer\.go was added/);
  });

  it("is of the debug launch, with the flags that this adds", async () => {
    const { cwd, ...attributes } = {
      ...checkLaunch({ mode: "run", request: "launch", cwd: subject.directory }, world.env),
    };
    const signal = new AbortController().signal;
    const plan = await planRun(
      { ...attributes, cwd: cwd! },
      { adapterCwd: subject.directory, env: world.env, asTyped: false, signal },
    );
    const flags = await debugFlags(plan, { debugPackages: "module" });
    const first = await ask({ for: "debug" });
    assert.ok(inState(first, "miss").includes(`build ${subject.leaf}`));
    assert.equal(first.for, "debug");
    assertCameTrue(first, await run(flags));
    const then = await ask({ for: "debug" });
    assert.equal(inState(then, "hit").length, then.actions.length, then.sentence);
    assertCameTrue(then, await run(flags));
  });

  it("is answered by a run of the session, of it or of one package", async () => {
    const { run: live } = await run();
    const whole = (await answerRequest("gorunscope.forecast", [live], {})) as ForecastResponse;
    assert.match(whole.sentence, /^nothing to rebuild: all \d+ actions/);
    const one = await answerRequest("gorunscope.forecast", [live], { package: subject.leaf, for: "run" });
    const hit = { action: "build", package: subject.leaf, state: "hit" };
    assert.deepEqual((one as ForecastResponse).actions, [hit]);
    await assert.rejects(
      answerRequest("gorunscope.forecast", [live], { for: "test" }),
      isFailure(/takes "run" or "debug"/),
    );
    const overlay = { [truth()]: 3 };
    await assert.rejects(
      answerRequest("gorunscope.forecast", [live], { overlay }),
      isFailure(/overlay takes an object/),
    );
  });

  it("of everything with -a", async () => {
    const answer = await ask({ flags: ["-a"] });
    assert.equal(inState(answer, "miss").length, answer.actions.length);
    assert.match(answer.sentence, /^-a rebuilds everything: \d+ rebuilds certain$/);
    assert.ok(answer.actions.every(({ reason }) => reason?.kind === "forced"));
  });

  it("says why go would build nothing", async () => {
    const main = join(subject.directory, "main.go");
    const broken = await ask({ overlay: { [main]: 'package main\n\nimport "example.com/asked/nowhere"\n' } });
    assert.deepEqual(broken.actions, []);
    assert.match(broken.sentence, /^go would build nothing: main\.go:3:8: .*nowhere/);
    const missing = await ask({ overlay: { [main]: 'package main\n\nimport _ "rsc.io/quote"\n' } });
    assert.match(missing.sentence, /^go would build nothing: main\.go:3:8: /);
  });

  it("refuses what go run would not take", async () => {
    await assert.rejects(
      ask({ package: "./nowhere" }),
      isFailure(/^go knows no package \.\/nowhere: stat .*not found\. /),
    );
    await assert.rejects(ask({ package: "./leaf" }), isFailure(/leaf is package leaf, which go run cannot run/));
    await assert.rejects(ask({ package: "./..." }), isFailure(/matches 3 packages/));
    await assert.rejects(ask({ package: "rsc.io/hello@latest" }), isFailure(/takes no package@version/));
    await assert.rejects(ask({ overlay: { "main.go": "" } }), isFailure(/takes absolute paths, not main\.go/));
  });

  it("ends go when it is broken off", async () => {
    const abort = new AbortController();
    const asked = ask({ signal: abort.signal });
    setTimeout(() => abort.abort(), 30);
    await assert.rejects(asked, { name: "AbortError" });
    await assert.rejects(ask({ signal: abort.signal }), { name: "AbortError" });
    assert.deepEqual(readdirSync(world.runtime), []);
    assert.deepEqual(leftoversOf(world), []);
  });

  it("gives everybody else's processes the way", async () => {
    const answer = await ask({ lowPriority: true });
    assert.ok(answer.actions.length > 20);
  });

  function isFailure(sentence: RegExp): (error: unknown) => true {
    return (error) => {
      const { id, format } = error as Failure;
      assert.equal(id, errorIds.wrongArguments);
      assert.match(format, sentence);
      return true;
    };
  }
});
