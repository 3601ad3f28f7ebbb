/** Records that cannot be read, that cannot be kept, and that are of somewhere else: what is said then. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CompareResponse } from "../../../shared/contract/answers.ts";
import { RecordStore } from "../../../shared/record/store.ts";
import { mainFile, writeModule } from "../../support/goModule.ts";
import { runGorunscope } from "../../support/gorunscope.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

/** Damages a record, whose head stays whole. */
function damage(file: string): void {
  const bytes = readFileSync(file);
  const line = bytes.indexOf("\n");
  const { header } = JSON.parse(bytes.toString("utf8", 0, line)) as { header: number };
  bytes.fill(0, line + 1 + header);
  writeFileSync(file, bytes);
}

describe("records that are passed over", function () {
  this.timeout(120_000);
  let world: World;
  let cwd: string;
  let store: RecordStore;
  let edits = 0;
  beforeEach(() => {
    world = makeWorld();
    warmCache(world, [], ["runtime"]);
    cwd = writeModule(world.path, "passed", { "main.go": "" });
    store = new RecordStore(join(world.path, "state", "gorunscope"));
    edit();
  });
  afterEach(() => world.remove());

  function edit(text = `println("passed", "${world.path} ${edits++}")`): void {
    writeFileSync(join(cwd, "main.go"), mainFile([], [text]));
  }

  /** The first line on standard error that is ours. */
  async function run(env: NodeJS.ProcessEnv = {}, words = ["."]): Promise<string> {
    const { stderr } = await runGorunscope(world, ["run", "--summary", ...words], { cwd, env });
    return /^gorunscope: ((?:rebuilt|all|the build).*)$/m.exec(stderr)?.[1] ?? stderr;
  }

  function damageNewest(): void {
    damage(join(store.directory, readdirSync(store.directory).sort().at(-1) ?? ""));
  }

  it("where a part of the newest is damaged: the one before explains, and is explained", async () => {
    const first = await run();
    assert.match(first, /first go run of it here$/);
    edit();
    await run();
    damageNewest();
    const explained = await runGorunscope(world, ["explain"], { cwd });
    assert.equal(explained.stdout.split("\n")[0], first);
    assert.match(explained.stderr, /^gorunscope: passed over: the record of run \S+ \(.*\) is damaged\..*\n$/);
    assert.equal(explained.code, 0);
    edit();
    assert.match(await run(), /: main\.go changed \(1 link\)$/);
  });

  it("with one line for several", async () => {
    for (let count = 0; count < 3; count++) {
      edit();
      await run();
      if (count > 0) damageNewest();
    }
    const { stderr, code } = await runGorunscope(world, ["explain"], { cwd });
    assert.match(stderr, /^gorunscope: passed over: .* is damaged\..* \(1 more record cannot be read\)\n$/);
    assert.equal(code, 0);
  });

  it("of no run: nothing is called the first where nothing is kept", async () => {
    const noRecords = /^rebuilt 2 of \d+ in .*: no records are kept$/;
    assert.match(await run({ GORUNSCOPE_KEEP_RUNS: "0" }), noRecords);
    edit();
    assert.match(await run({ XDG_STATE_HOME: join(cwd, "main.go") }), noRecords);
  });

  it("of no run: nor does a forecast call it the first, until there is one to compare with", async () => {
    const ask = async (env: NodeJS.ProcessEnv = {}) => {
      const { stdout, stderr, code } = await runGorunscope(world, ["forecast", "."], { cwd, env });
      assert.equal(code, 0);
      return [stdout.split("\n")[0], stderr];
    };
    const nothingKept = { GORUNSCOPE_KEEP_RUNS: "0" };
    assert.deepEqual(await ask(), ["first go run of this package here: 2 rebuilds certain", ""]);
    assert.deepEqual(await ask(nothingKept), ["no records are kept: 2 rebuilds certain", ""]);
    const [sentence, notice] = await ask({ GORUNSCOPE_KEEP_RUNS: "many" });
    assert.match(sentence ?? "", /^first go run of this package here: /);
    assert.match(notice ?? "", /^gorunscope: GORUNSCOPE_KEEP_RUNS is "many", but takes a number of runs.*\n$/);
    await run();
    edit();
    assert.deepEqual(await ask(nothingKept), ["main.go changed: 2 rebuilds certain", ""]);
  });

  it("of a run that built nothing, and the package that failed is named", async () => {
    edit("undefined()");
    assert.match(await run(), /^the build failed in example\.com\/passed: \d+ of \d+ actions were reached/);
    await run({}, ["./nosuch"]);
    const { stdout } = await runGorunscope(world, ["explain"], { cwd });
    assert.match(stdout, /^the build failed in example\.com\/passed: /);
  });

  it("not of elsewhere: which run is meant stands before what is said of it", async () => {
    const sentence = await run({}, ["-gcflags=-e", "."]);
    const { stdout } = await runGorunscope(world, ["explain"], { cwd: world.path });
    const [which, said] = stdout.split("\n");
    assert.equal(said, sentence);
    assert.match(which ?? "", /^go run -gcflags=-e example\.com\/passed in .*passed, (?:\d+ s ago|just now)$/);
    mkdirSync(join(cwd, "sub"));
    const inModule = await runGorunscope(world, ["explain"], { cwd: join(cwd, "sub") });
    assert.equal(inModule.stdout.split("\n")[0], sentence);
  });
});

describe("gorunscope compare", function () {
  this.timeout(120_000);
  let world: World;
  let cwd: string;
  before(() => {
    world = makeWorld();
    cwd = writeModule(world.path, "compared", { "main.go": mainFile([], []), "part/part.go": "package part\n" });
  });
  after(() => world.remove());

  const runs = () => join(world.path, "state", "gorunscope", "runs");

  it("passes over a record that is damaged: the one before is compared", async () => {
    const run = (words: string[] = []) => runGorunscope(world, ["run", ...words, "."], { cwd });
    await run();
    const [kept] = readdirSync(runs()).map((name) => join(runs(), name));
    // The flags of the newest are not those of the one before, which are those that count now.
    await run(["-tags=dev"]);
    const newest = readdirSync(runs()).sort().at(-1) ?? "";
    damage(join(runs(), newest));
    const { code, stdout, stderr } = await runGorunscope(world, ["compare", "--json", "--build", "."], { cwd });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^gorunscope: passed over: the record of run \S+ \(.*\) is damaged\..*\n$/);
    const { builds } = JSON.parse(stdout) as CompareResponse;
    assert.deepEqual(builds[0]?.flags, []);
    assert.ok(builds[0]?.run && kept?.includes(builds[0].run));
    assert.deepEqual(builds.map(({ way }) => way).slice(1), ["build", "debug", "dlv"]);
    const alone = await runGorunscope(world, ["compare", "."], { cwd });
    assert.equal(alone.code, 1);
    assert.match(alone.stderr, /is damaged\..*\n.*there is a record of go run alone/);
  });

  it("says of a package that is no program that it is none, and keeps flags in its advice", async () => {
    const part = await runGorunscope(world, ["compare", "./part"], { cwd });
    assert.match(
      part.stderr,
      /^gorunscope: \.\/part is no package main: .*\. Name the program that it is a part of\.\n$/,
    );
    const none = await runGorunscope(world, ["compare", "-ldflags=-s -w", "."], { cwd });
    assert.match(none.stderr, /Have all built by `gorunscope compare --build '-ldflags=-s -w' \.`/);
  });
});
