/** The user's own build flags and go settings: kept, and merged with ours. */
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mainFile, writeModule } from "../../support/goModule.ts";
import { launchUntilStopped, startAdapter } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import {
  differences,
  failingLaunch,
  featureFile,
  told,
  toldPlainly,
  wholeRun,
  writeTeller,
  type WholeRun,
} from "../../support/wholeRun.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
/** Tells how it was built. */
let module: string;
/** Imports nothing, so that little has to be built anew. */
let small: string;
const main = "example.com/flags";

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  warmCache(world);
  module = writeTeller(world.path, "flags", {
    "extra.go": featureFile("extra", "extra"),
    "other.go": featureFile("other", "ignore"),
    "lib/lib.go": 'package lib\n\n// Name is the library\'s.\nfunc Name() string { return "lib" }\n',
    "lib.go": `package main\n\nimport "${main}/lib"\n\nfunc init() { features = append(features, lib.Name()) }\n`,
  });
  small = writeModule(world.path, "small", {
    "main.go": mainFile([], ["println(kind)"]),
    "plain.go": '//go:build !race\n\npackage main\n\nconst kind = "plain"\n',
    "race.go": '//go:build race\n\npackage main\n\nconst kind = "race"\n',
  });
});
after(() => world.remove());

/** The value of an input of a package's key. */
function input({ cacheKeys }: WholeRun, id: string, name: string): string | undefined {
  return cacheKeys.actions.find((action) => action.id === id)?.inputs?.find((each) => each.name === name)?.value;
}

/** An executable script below the world. */
function script(name: string, text: string): string {
  const path = join(world.path, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Stops in main.main and gives the value of an expression there. */
async function valueInMain(attributes: Record<string, unknown>, expression: string): Promise<string> {
  const { client } = await startAdapter(world);
  try {
    const { threadId } = await launchUntilStopped(client, attributes);
    const { stackFrames } = await client.request<{ stackFrames: { id: number }[] }>("stackTrace", { threadId });
    const asked = { expression, frameId: stackFrames[0]!.id };
    const { result } = await client.request<{ result: string }>("evaluate", asked);
    await client.request("disconnect");
    return result;
  } finally {
    await client.close();
  }
}

describe("buildFlags", () => {
  it("is a string, split as a shell splits, or a list", async () => {
    const asString = await wholeRun(world, { cwd: module, buildFlags: "-tags extra -ldflags='-X main.version=a' -v" });
    assert.deepEqual([told(asString).version, told(asString).features], ["a", ["extra", "lib"]]);
    const asList = await wholeRun(world, {
      cwd: module,
      buildFlags: ["-tags", "extra", "-ldflags=-X 'main.version=a b'"],
    });
    assert.deepEqual([told(asList).version, told(asList).features], ["a b", ["extra", "lib"]]);
  });

  it("with a word that is no flag is refused", async () => {
    const { id, message } = await failingLaunch(world, { cwd: module, buildFlags: "-tags=extra secret" });
    assert.equal(id, 7004);
    assert.match(message, /word 2 of the build flags is neither a flag nor a flag's value/);
    assert.equal(message.includes("secret"), false);
  });
});

describe("-gcflags and -ldflags", () => {
  it("of the user's stand in the keys beside ours, those of GOFLAGS too", async () => {
    const run = await wholeRun(world, {
      cwd: module,
      env: { GOFLAGS: `'-gcflags=${main}/lib=-d=ssa/check_bce/debug=0' '-ldflags=-X=main.version=lost'` },
      buildFlags: ["-gcflags=-e", "-ldflags=-X=main.version=found -extldflags=-O1"],
    });
    assert.equal(told(run).version, "found");
    assert.equal(input(run, `build ${main}`, "gcflags"), "-e -N -l -dwarf=true");
    assert.equal(input(run, `build ${main}/lib`, "gcflags"), "-d=ssa/check_bce/debug=0 -N -l");
    assert.match(input(run, `link ${main}`, "ldflags -X main.version") ?? "", /found/);
    assert.equal(run.buildDir.executable?.hasDwarf, true);
  });

  it("that take debug information away are overruled while debugging, and obeyed without", async () => {
    const attributes = { cwd: module, buildFlags: ["-ldflags=-s -w", `-gcflags=${main}/...=-dwarf=false`] };
    assert.equal(await valueInMain(attributes, "len(features)"), "1");
    const run = await wholeRun(world, { ...attributes, noDebug: true });
    assert.equal(run.buildDir.executable?.hasDwarf, false);
  });
});

describe("-tags, -race, -cover, -overlay and -C", () => {
  it("-race builds with the race detector", async function () {
    this.timeout(300_000);
    warmCache(world, ["-race"], ["runtime/race", "runtime/cgo"]);
    const run = await wholeRun(world, { cwd: small, buildFlags: "-race" });
    assert.equal(run.output("stderr"), "race\n");
    assert.ok(run.cacheKeys.actions.some(({ id }) => id === "build runtime/race"));
  });

  it("-cover builds with counters, which the program writes at its end", async () => {
    warmCache(world, [], ["runtime/coverage"]);
    const covered = join(world.path, "covered");
    mkdirSync(covered);
    const run = await wholeRun(world, { cwd: small, buildFlags: "-cover", env: { GOCOVERDIR: covered } });
    const written = readdirSync(covered).map((name) => name.split(".")[0]);
    assert.deepEqual(written.sort(), ["covcounters", "covmeta"]);
    const ids = run.cacheKeys.actions.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, "no action is counted twice");
  });

  it("-overlay replaces files", async () => {
    const replaced = join(world.path, "replaced.go");
    writeFileSync(replaced, 'package lib\n\n// Name is another.\nfunc Name() string { return "overlaid" }\n');
    const overlay = join(world.path, "overlay.json");
    writeFileSync(overlay, JSON.stringify({ Replace: { [join(module, "lib/lib.go")]: replaced } }));
    const run = await wholeRun(world, { cwd: module, buildFlags: ["-overlay", overlay] });
    assert.deepEqual(told(run).features, ["overlaid"]);
  });

  it("-C changes the directory first, wherever it stands among the flags", async () => {
    const plain = toldPlainly(world, world.path, "-C", module, ".");
    for (const noDebug of [false, true]) {
      const run = await wholeRun(world, { cwd: world.path, noDebug, buildFlags: ["-tags=extra", "-C", "flags"] });
      assert.deepEqual(told(run).features, ["extra", "lib"]);
      assert.equal(told(run).cwd, plain.cwd);
      assert.equal(run.buildDir.cwd, module);
      // go leaves PWD as it was; the shell of our shim says where the program really is.
      assert.deepEqual(differences(told(run), plain), ["PWD"]);
      assert.equal(told(run).env.PWD, module);
    }
  });
});

describe("-toolexec", () => {
  it("of the user's is called for each tool, and so is ours", async () => {
    const calls = join(world.path, "tools");
    const wrapper = script("wrap tool", `echo "$2 $TOOLEXEC_IMPORTPATH" >>'${calls}'\nshift\nexec "$@"`);
    const fresh = writeTeller(world.path, "toolexec");
    const run = await wholeRun(world, { cwd: fresh, buildFlags: [`-toolexec='${wrapper}' -anything`] });
    assert.equal(told(run).cwd, fresh);
    const called = readFileSync(calls, "utf8").split("\n");
    const rebuilt = run.cacheKeys.actions.filter(({ state }) => state === "miss");
    assert.deepEqual(rebuilt.map(({ id }) => id).sort(), ["build example.com/toolexec", "link example.com/toolexec"]);
    for (const { command } of rebuilt) {
      assert.match(command?.[0] ?? "", /\/(compile|link)$/, "the tool's own command line, without theirs");
      assert.ok(called.includes(`${command?.[0]} example.com/toolexec`), called.join("\n"));
    }
  });
});

describe("-exec", () => {
  it("of the user's stands before the program, and dlv under it", async () => {
    for (const noDebug of [false, true]) {
      const plain = toldPlainly(world, module, "-exec=env A=1 B=two", ".");
      const run = await wholeRun(world, { cwd: module, noDebug, buildFlags: ["-exec=env A=1 B=two"] });
      assert.deepEqual([told(run).env.A, told(run).env.B], ["1", "two"]);
      assert.deepEqual(differences(told(run), plain), []);
    }
  });

  it("may start what it is given in another directory, and be no exec", async () => {
    const wrapper = script("elsewhere", `cd '${world.tmp}' && "$@"; exit $?`);
    for (const noDebug of [false, true]) {
      const run = await wholeRun(world, { cwd: module, noDebug, buildFlags: [`-exec=${wrapper}`] });
      assert.equal(told(run).cwd, world.tmp);
      assert.equal(run.exitCode, 0);
    }
  });

  it("that starts nothing in the program's place is 7003, with what to do", async () => {
    const started = join(world.path, "started");
    const wrapper = script("refuses", `echo "$1" >>'${started}'\nexit 3`);
    const { id, format } = await failingLaunch(world, { cwd: module, buildFlags: [`-exec=${wrapper}`] });
    assert.equal(id, 7003);
    assert.match(format, /-exec .*noDebug/);
    assert.ok(existsSync(started));
  });
});

describe("another GOARCH", () => {
  const goarch = process.arch === "arm64" ? "amd64" : "arm64";

  it("cannot be debugged: 7003, before anything is built", async () => {
    const { id, format, client } = await failingLaunch(world, { cwd: module, env: { GOARCH: goarch } });
    assert.equal(id, 7003);
    assert.match(format, new RegExp(`${goarch} cannot be debugged on this machine.*noDebug`));
    assert.equal(
      client.events.some(({ body }) => (body as { phase?: string })?.phase === "building"),
      false,
    );
  });

  it("runs with noDebug through go_GOOS_GOARCH_exec, as go itself does", async function () {
    this.timeout(300_000);
    warmCache(world, [], ["runtime"], { GOARCH: goarch });
    const bin = join(world.path, "bin");
    mkdirSync(bin);
    const runner = join(bin, `go_${process.platform}_${goarch}_exec`);
    writeFileSync(runner, '#!/bin/sh\necho "runs $#: $2"\n');
    chmodSync(runner, 0o755);
    const env = { GOARCH: goarch, PATH: `${bin}:${world.env.PATH}` };
    const run = await wholeRun(world, { cwd: small, noDebug: true, env, args: ["one"] });
    assert.equal(run.output("stdout"), "runs 2: one\n");
    assert.equal(run.exitCode, 0);
  });
});

describe("GOFLAGS and GODEBUG", () => {
  it("GOFLAGS counts as ever: its -tags, -toolexec and -exec too", async () => {
    const calls = join(world.path, "goflags-tools");
    const wrapper = script("goflags-tool", `echo "$1" >>'${calls}'\nexec "$@"`);
    const GOFLAGS = `-tags=extra -toolexec=${wrapper} '-exec=env A=goflags'`;
    const run = await wholeRun(world, { cwd: module, env: { GOFLAGS } });
    assert.deepEqual(told(run).features, ["extra", "lib"]);
    assert.equal(told(run).env.A, "goflags");
    assert.equal(told(run).env.GOFLAGS, GOFLAGS);
    assert.match(readFileSync(calls, "utf8"), /\/compile$/m);
  });

  for (const noDebug of [false, true]) {
    const how = noDebug ? "without" : "under";
    it(`GODEBUG is the user's own for the program ${how} the debugger, or none`, async () => {
      for (const GODEBUG of ["panicnil=1,madvdontneed=1", undefined]) {
        const env = GODEBUG === undefined ? {} : { GODEBUG };
        const run = await wholeRun(world, { cwd: module, noDebug, env });
        assert.equal(told(run).env.GODEBUG, GODEBUG);
        assert.ok(
          run.cacheKeys.actions.every(({ actionID }) => actionID !== undefined),
          "the keys are there all the same",
        );
      }
    });
  }
});
