import assert from "node:assert/strict";
import { appendFileSync, copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeWorld, type World } from "../../support/world.ts";
import { observe, type Observation } from "./observe.ts";
import { runSubject, writeTiny, type Subject } from "./subject.ts";
import { writeZoo } from "./zoo.ts";

describe("the actions of builds that go another way", function () {
  this.timeout(120_000);
  let world: World;
  let subject: Subject;
  beforeEach(() => {
    world = makeWorld();
    subject = writeTiny(world, "odd");
  });
  afterEach(() => world.remove());

  /** States by `build P` and `link P` of the subject's own packages. */
  function states({ keys }: Observation): Record<string, string> {
    const own = keys.actions.filter(({ package: path }) => path.startsWith("example.com/"));
    return Object.fromEntries(own.map(({ action, package: path, state }) => [`${action} ${path}`, state]));
  }

  /** Every action of a build that failed agrees with the graph, or is unknown and says why. */
  function assertHonest({ keys, graph }: Observation): void {
    for (const action of keys.actions) {
      const theirs = graph.find(({ Mode, Package }) => Mode === action.action && Package === action.package);
      assert.ok(theirs, action.id);
      if (action.state === "unknown") assert.ok(action.why, action.id);
      else if (action.state !== "failed") assert.equal(action.state, theirs.Cmd?.length ? "miss" : "hit", action.id);
      if (action.state !== "unknown" && action.shortID !== undefined) assert.equal(action.shortID, theirs.ActionID);
    }
    const { actions, hits, misses } = keys.summary;
    assert.equal(actions, keys.actions.length);
    assert.equal(hits, keys.actions.filter(({ state }) => state === "hit").length);
    assert.equal(misses, keys.actions.filter(({ state }) => state === "miss").length);
  }

  it("tell what a compiler error left undone", async () => {
    await runSubject(world, subject);
    appendFileSync(join(subject.leafDirectory, "truth.go"), "\n// A comment.\n");
    appendFileSync(join(subject.directory, "mid", "mid.go"), "\nfunc Broken() int { return nothing }\n");
    const observed = await observe(world, { cwd: subject.directory });
    assert.equal(observed.end.phase, "failed");
    assert.deepEqual(states(observed), {
      "link example.com/odd": "unknown",
      "build example.com/odd": "unknown",
      "build example.com/odd/mid": "failed",
      "build example.com/odd/leaf": "miss",
    });
    assertHonest(observed);
  });

  it("tell what a C compiler's error left undone", async () => {
    const zoo = writeZoo(world);
    writeFileSync(join(zoo.leafDirectory, "twice.c"), "int twice(int x) { return nothing; }\n");
    const observed = await observe(world, { cwd: zoo.directory, ...zoo.attributes });
    assert.equal(observed.end.phase, "failed");
    assert.equal(states(observed)["build example.com/zoo/leaf"], "failed");
    assert.equal(states(observed)["link example.com/zoo"], "unknown");
    assertHonest(observed);
  });

  it("tell that the linker failed", async () => {
    appendFileSync(join(subject.directory, "main.go"), "\nfunc missing()\n\nfunc init() { missing() }\n");
    writeFileSync(join(subject.directory, "empty.s"), "");
    const observed = await observe(world, { cwd: subject.directory });
    assert.equal(observed.end.phase, "failed");
    assert.deepEqual(states(observed), {
      "link example.com/odd": "failed",
      "build example.com/odd": "miss",
      "build example.com/odd/mid": "miss",
      "build example.com/odd/leaf": "miss",
    });
    assertHonest(observed);
  });

  it("tell what was done when the build was ended", async () => {
    const observed = await observe(world, {
      cwd: subject.directory,
      buildFlags: [
        "-toolexec=sh -c 'case $*,$TOOLEXEC_IMPORTPATH in *-V=full*|*,*/leaf) ;; *) kill -KILL $PPID; exec sleep 60 ;; esac; exec \"$@\"' sh",
      ],
    });
    assert.equal(observed.end.phase, "failed");
    assert.ok(observed.keys.actions.every(({ state }) => ["hit", "miss", "failed", "unknown"].includes(state)));
    assert.ok(observed.keys.actions.every(({ state, why }) => state !== "unknown" || why !== undefined));
  });

  it("agree without the key log, as far as they can be known", async () => {
    const { observed } = await runSubject(world, subject);
    const silent = await observe(world, { cwd: subject.directory, record: false });
    for (const action of silent.keys.actions) {
      const before = observed.keys.actions.find(({ id }) => id === action.id);
      assert.equal(action.state, "hit", action.id);
      assert.equal(action.shortID, before?.shortID, action.id);
      assert.equal(action.actionID, undefined);
      assert.match(action.why ?? "", /key log/);
    }
  });

  it("are not those of an old action graph by the same name", async () => {
    const other = writeTiny(world, "other");
    const first = await runSubject(world, other);
    const graphFile = join(world.path, "old.json");
    const theirs = first.observed.run.plan?.actionGraphFile;
    copyFileSync(theirs!, graphFile);
    const observed = await observe(world, { cwd: subject.directory, buildFlags: [`-debug-actiongraph=${graphFile}`] });
    assert.deepEqual(
      Object.keys(states(observed)).filter((name) => name.includes("other")),
      [],
    );
  });
});
