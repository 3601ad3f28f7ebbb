/** Records that cannot be read, that cannot be kept, and that are of somewhere else: what is said then. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RecordStore } from "../../../shared/record/store.ts";
import { mainFile, writeModule } from "../../support/goModule.ts";
import { runGorunscope } from "../../support/gorunscope.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

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

  /** The head of the newest record stays whole. */
  function damageNewest(): void {
    const file = join(store.directory, readdirSync(store.directory).sort().at(-1) ?? "");
    const bytes = readFileSync(file);
    const line = bytes.indexOf("\n");
    const { header } = JSON.parse(bytes.toString("utf8", 0, line)) as { header: number };
    bytes.fill(0, line + 1 + header);
    writeFileSync(file, bytes);
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
