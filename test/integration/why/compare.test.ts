/** Ways to build one package, really built, against what go itself says of its keys. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { compareProgram, type ProgramComparison } from "../../../shared/builds/compareProgram.ts";
import { goBuild } from "../../../shared/builds/goBuild.ts";
import { goRunBuild } from "../../../shared/builds/goRunBuild.ts";
import type { BuildWay, CompareResponse } from "../../../shared/contract/answers.ts";
import { errorIds, Failure } from "../../../shared/contract/errors.ts";
import { checkLaunch } from "../../../shared/contract/launchAttributes.ts";
import { shortID } from "../../../shared/go/buildCache.ts";
import { RecordStore } from "../../../shared/record/store.ts";
import { compareRun } from "../../../shared/builds/compareRun.ts";
import { liveView } from "../../../shared/run/answers/liveView.ts";
import { GoRun } from "../../../shared/run/goRun.ts";
import { planRun } from "../../../shared/run/plan.ts";
import { runRecord } from "../../../shared/run/record.ts";
import { startWithPipes } from "../../../shared/run/streams.ts";
import { identify, isRunning } from "../../../shared/process/identity.ts";
import { GatedModule, writeModule } from "../../support/goModule.ts";
import { runGorunscope } from "../../support/gorunscope.ts";
import { leftoversOf } from "../../support/leaks.ts";
import { wholeRun } from "../../support/wholeRun.ts";
import { makeWorld, type World } from "../../support/world.ts";

const stamp = /version control stamped into example\.com\/shop/;

/** A world in which go knows no more than it comes with: GOFLAGS of the machine could hide version control. */
function plainWorld(): World {
  return makeWorld({ GOFLAGS: undefined, GOENV: "off" });
}

/** A module of three packages in a repository, with a commit. */
function writeShop(world: World): string {
  const directory = writeModule(world.path, "shop", {
    "main.go": 'package main\n\nimport "example.com/shop/cart"\n\nfunc main() { println(cart.New()) }\n',
    "cart/cart.go": 'package cart\n\nimport "example.com/shop/db"\n\nfunc New() string { return db.Open() }\n',
    "db/db.go": 'package db\n\nfunc Open() string { return "open" }\n',
  });
  const git = (...words: string[]) =>
    execFileSync("git", ["-c", "user.email=shop@example.com", "-c", "user.name=shop", ...words], { cwd: directory });
  git("init", "-q");
  git("add", "-A");
  git("commit", "-q", "-m", "first");
  return directory;
}

function storeOf(world: World): RecordStore {
  return new RecordStore(join(world.path, "state", "gorunscope"));
}

async function compare(world: World, cwd: string, more: Partial<ProgramComparison> = {}): Promise<CompareResponse> {
  const store = storeOf(world);
  const { signal } = new AbortController();
  const digest = await store.digester();
  const what = { program: ["."], buildFlags: [], cwd, env: world.env, store, digest, build: false, signal };
  return compareProgram({ ...what, ...more });
}

/** Runs, or builds as a debug does, and keeps the record. */
async function keepRecord(world: World, cwd: string, kind: "run" | "debug", buildFlags: string[] = []): Promise<GoRun> {
  const run = new GoRun({
    kind,
    attributes: checkLaunch({ program: ".", cwd, buildFlags }, world.env),
    adapterCwd: cwd,
    env: world.env,
    startGo: startWithPipes,
    ...(kind === "debug" && {
      debugger: () => Promise.resolve({ command: ["true"], environment: {}, close: () => undefined }),
    }),
  });
  await run.start();
  for (const stream of Object.values(run.go?.program ?? {})) stream.resume();
  await run.ended;
  const store = storeOf(world);
  await store.save(await runRecord(run, { digest: await store.digester() }));
  return run;
}

function assertNothingLeft(world: World): void {
  assert.deepEqual(leftoversOf(world), []);
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.then(
    () => assert.fail("it did not fail"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Failure, String(error));
  return error;
}

describe("the comparison of ways to build a package", function () {
  this.timeout(120_000);
  let world: World;
  let shop: string;
  before(() => {
    world = plainWorld();
    shop = writeShop(world);
  });
  after(() => world.remove());

  describe("with --build and no record", () => {
    const built: BuildWay[] = [];
    let answer: CompareResponse;
    before(async () => {
      answer = await compare(world, shop, { build: true, onBuild: (way) => built.push(way) });
    });

    it("builds all four, and leaves nothing behind", () => {
      assert.deepEqual(built, ["run", "build", "debug", "dlv"]);
      assert.deepEqual(
        answer.builds,
        built.map((way) => ({ way, flags: [] })),
      );
      assertNothingLeft(world);
      assert.deepEqual(readdirSync(shop).sort(), [".git", "cart", "db", "go.mod", "main.go"]);
    });

    it("says what makes the keys differ", () => {
      const { sentence } = answer;
      assert.match(sentence, /^compared with go run: go build: link without -s -w, version control stamped into/);
      assert.match(sentence, /; debug: -N -l on 3 packages of the main module, -dwarf=true on main, link: -s=false /);
      assert.match(sentence, /; dlv debug: -N -l on all \d+ packages, link without -s -w, version control/);
      const build = answer.actions.find(
        ({ action, package: path }) => action === "build" && path === "example.com/shop",
      );
      const revision = execFileSync("git", ["rev-parse", "HEAD"], { cwd: shop, encoding: "utf8" }).trim();
      assert.deepEqual(
        build?.differences.find(({ name }) => name === "modinfo vcs.revision"),
        { kind: "module", name: "modinfo vcs.revision", build: revision, dlv: revision },
      );
    });

    it("has the keys that go writes into what it really builds", () => {
      const link = answer.actions.find(({ action }) => action === "link");
      for (const [way, flags] of [
        ["build", []],
        ["dlv", ["-gcflags", "all=-N -l"]],
      ] as const) {
        const file = join(world.path, way);
        const options = { cwd: shop, env: world.env, encoding: "utf8" } as const;
        execFileSync("go", ["build", "-o", file, ...flags, "."], options);
        const buildID = execFileSync("go", ["tool", "buildid", file], options);
        assert.equal(shortID(link?.keys[way] ?? ""), buildID.split("/")[0], way);
      }
    });

    it("has the keys of a real go run and of a real debug", async () => {
      for (const [way, noDebug] of [
        ["run", true],
        ["debug", false],
      ] as const) {
        const { cacheKeys } = await wholeRun(world, { program: ".", cwd: shop, noDebug });
        const real = new Map(cacheKeys.actions.map(({ id, actionID }) => [id, actionID]));
        for (const { action, package: path, keys } of answer.actions) {
          assert.equal(keys[way], real.get(`${action} ${path}`), `${way}: ${action} ${path}`);
        }
      }
    });
  });

  it("says nothing of version control where -buildvcs=false is typed", async () => {
    const { sentence } = await compare(world, shop, { build: true, buildFlags: ["-buildvcs=false", "-work", "-x"] });
    assert.doesNotMatch(sentence, stamp);
    assert.match(sentence, /go build: link without -s -w;/);
    assertNothingLeft(world);
  });

  describe("that fails, or is broken off", () => {
    it("says what go said of a build that fails, and of a package that it does not know", async () => {
      const broken = writeModule(world.path, "broken", { "main.go": "package main\n\nfunc main() { missing() }\n" });
      const failed = await failureOf(compare(world, broken, { build: true }));
      assert.equal(failed.id, errorIds.buildFailed);
      assert.match(failed.message, /^the build that go run makes failed: .*main\.go:3:15: undefined: missing$/);
      const unknown = await failureOf(compare(world, shop, { program: ["./nowhere"] }));
      assert.equal(unknown.id, errorIds.buildFailed);
      assert.match(unknown.message, /go knows no package \.\/nowhere/);
      assertNothingLeft(world);
    });

    for (const way of ["run", "build", "debug", "dlv"] as const) {
      it(`leaves nothing of ${way} behind`, async () => {
        const gated = new GatedModule(mkdtempSync(join(world.path, "gate-")), "compile");
        const breakOff = new AbortController();
        try {
          const cwd = gated.directory;
          const { env } = world;
          const attributes = checkLaunch({ program: ".", cwd, buildFlags: gated.buildFlags }, env);
          const { signal } = breakOff;
          const plan = await planRun(attributes, { adapterCwd: cwd, env, asTyped: true, signal });
          const digest = await storeOf(world).digester();
          const request = { program: ["."], flags: gated.buildFlags, cwd, env, digest, signal };
          const failure = failureOf(
            way === "run" || way === "debug" ? goRunBuild(way, request) : goBuild(way, plan, request),
          );
          const tool = identify(await gated.arrived())!;
          breakOff.abort();
          assert.equal((await failure).id, errorIds.wrongPhase);
          assert.ok(!isRunning(tool));
          assertNothingLeft(world);
        } finally {
          gated.close();
        }
      });
    }
  });
});

describe("the comparison of kept records", function () {
  this.timeout(120_000);
  let world: World;
  let shop: string;
  beforeEach(() => {
    world = plainWorld();
    shop = writeShop(world);
  });
  afterEach(() => world.remove());

  it("says what is missing, and what to type", async () => {
    const none = await failureOf(compare(world, shop));
    assert.equal(none.id, errorIds.noRunYet);
    assert.equal(none.message, "there is no record of example.com/shop");
    assert.match(none.advice ?? "", /`gorunscope compare --build \.`.*`gorunscope run \.` and `gorunscope debug \.`/);
    await keepRecord(world, shop, "run");
    const one = await failureOf(compare(world, shop));
    assert.match(one.message, /a record of go run alone/);
    assert.match(one.advice ?? "", /`gorunscope debug \.`/);
  });

  it("compares the newest go run with the newest debug, builds nothing, and tells of files that changed in between", async () => {
    await keepRecord(world, shop, "run");
    appendFileSync(join(shop, "db", "db.go"), "\nfunc Close() {}\n");
    const run = await keepRecord(world, shop, "run");
    const debug = await keepRecord(world, shop, "debug");
    const answer = await compare(world, shop);
    assert.deepEqual(
      answer.builds.map(({ way, run: id }) => [way, id]),
      [
        ["run", run.id],
        ["debug", debug.id],
      ],
    );
    assert.match(answer.sentence, /^compared with go run: debug: -N -l on 3 packages of the main module, .*false$/);
    appendFileSync(join(shop, "db", "db.go"), "\nfunc Again() {}\n");
    await keepRecord(world, shop, "debug");
    assert.match((await compare(world, shop)).sentence, /example\.com\/shop\/db\/db\.go changed in between/);
  });

  it("compares records with the same flags, those of the newest where none are typed", async () => {
    await keepRecord(world, shop, "run", ["-tags=dev"]);
    await keepRecord(world, shop, "debug");
    const last = await failureOf(compare(world, shop));
    assert.match(last.message, /a record of debug alone/);
    const run = await keepRecord(world, shop, "run");
    assert.equal((await compare(world, shop)).builds[0]?.run, run.id);
    assert.match((await failureOf(compare(world, shop, { buildFlags: ["-tags=dev"] }))).message, /go run alone/);
  });

  it("does not build with flags that are kept as digests", async () => {
    await keepRecord(world, shop, "run", ["-ldflags=-X main.token=hunter2"]);
    const failure = await failureOf(compare(world, shop, { build: true }));
    assert.equal(failure.id, errorIds.wrongArguments);
    assert.match(failure.format, /kept as digests\. Type them/);
  });

  it("answers the request of a run that is at hand", async () => {
    const run = await keepRecord(world, shop, "run");
    const context = { store: storeOf(world), env: world.env };
    const alone = await failureOf(compareRun(liveView(run), undefined, context));
    assert.match(alone.format, /no record of debug of example\.com\/shop to compare with.*compare --build/);
    await keepRecord(world, shop, "debug");
    const answer = await compareRun(liveView(run), undefined, context);
    assert.match(answer.sentence, /^compared with go run: debug: -N -l on 3 packages of the main module/);
    const one = await compareRun(liveView(run), "example.com/shop/db", context);
    assert.deepEqual(
      one.actions.map(({ package: path }) => path),
      ["example.com/shop/db"],
    );
    const unknown = await failureOf(compareRun(liveView(run), "nonsense", context));
    assert.equal(unknown.id, errorIds.wrongArguments);
  });
});

describe("gorunscope compare", function () {
  this.timeout(120_000);
  let world: World;
  let shop: string;
  before(() => {
    world = plainWorld();
    shop = writeShop(world);
  });
  after(() => world.remove());

  it("prints the sentence, what was compared, and the inputs; as JSON the answer", async () => {
    const text = await runGorunscope(world, ["compare", "--build", "."], { cwd: shop });
    assert.deepEqual([text.code, text.stderr], [0, ""]);
    assert.match(text.stdout, /^compared with go run: go build: link without -s -w/);
    assert.match(text.stdout, /\ndlv debug {2}built for this answer\n/);
    assert.match(text.stdout, /\n {2}flag gcflags +go run, go build: \(none\) · debug, dlv debug: -N -l\n/);
    const json = await runGorunscope(world, ["compare", "--json", "--build", "."], { cwd: shop });
    const answer = JSON.parse(json.stdout) as CompareResponse;
    assert.ok(answer.actions.length > 5 && text.stdout.replaceAll("\n", " ").startsWith(answer.sentence));
    assertNothingLeft(world);
  });

  const cases: [name: string, words: string[], code: number, says: RegExp][] = [
    [
      "no record",
      ["."],
      1,
      /there is no record of example\.com\/shop\. Have all built by `gorunscope compare --build \.`/,
    ],
    ["a package that there is not", ["./nowhere"], 1, /go knows no package \.\/nowhere/],
    ["no package", [], 2, /compare needs a package/],
    ["arguments", [".", "too", "many"], 2, /takes one package/],
  ];
  for (const [name, words, code, says] of cases) {
    it(`says in one line what is wrong: ${name}`, async () => {
      const ended = await runGorunscope(world, ["compare", ...words], { cwd: shop });
      assert.deepEqual([ended.code, ended.stdout], [code, ""]);
      assert.match(ended.stderr, says);
      assert.match(ended.stderr, /^gorunscope: .+\n$/);
    });
  }
});
