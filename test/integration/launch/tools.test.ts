/** Which go and which dlv a launch takes, and what it says where there is none. */
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { shellWord } from "../../../shared/run/shims.ts";
import { writeHello } from "../../support/goModule.ts";
import { goVersions, root, testDlv } from "../../support/tools.ts";
import { failingLaunch, wholeRun } from "../../support/wholeRun.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
let hello: string;
let dlv: string;
let go: string;

before(async function () {
  this.timeout(300_000);
  dlv = await testDlv();
  go = join(execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim(), "bin", "go");
  world = makeWorld();
  warmCache(world);
  hello = writeHello(world.path);
});
after(() => world.remove());

/** An executable that notes its first argument and becomes another one; `first` may do something else before. */
function writeWrapper(name: string, command: string, first = ""): { path: string; calls: () => string[] } {
  const directory = join(world.path, name.replace("/", "-"));
  mkdirSync(directory, { recursive: true });
  const path = join(directory, name.split("/").at(-1)!);
  const notes = `${path}.calls`;
  writeFileSync(notes, "");
  writeFileSync(path, `#!/bin/sh\necho "$1" >>${shellWord(notes)}\n${first}\nexec ${shellWord(command)} "$@"\n`);
  chmodSync(path, 0o755);
  return { path, calls: () => readFileSync(notes, "utf8").trim().split("\n") };
}

/** The world with other variables. */
function changed(env: NodeJS.ProcessEnv): World {
  return { ...world, env: { ...world.env, ...env } };
}

describe("dlv", () => {
  for (const attribute of ["dlvPath", "dlvToolPath"]) {
    it(`is the one that ${attribute} names`, async () => {
      const wrapper = writeWrapper(`${attribute}/dlv`, dlv);
      const run = await wholeRun(world, { cwd: hello, [attribute]: wrapper.path });
      assert.equal(run.output("stdout"), "hello\n");
      assert.ok(wrapper.calls().includes("dap"), wrapper.calls().join(" "));
    });
  }

  it("is looked for where dlvPath names our own drop-in", async () => {
    const link = join(world.path, "dlv-of-ours");
    symlinkSync(join(root, "dist", "gorunscope-dlv.js"), link);
    for (const dlvPath of [join(root, "dist", "gorunscope-dlv.js"), link]) {
      const run = await wholeRun(world, { cwd: hello, dlvPath });
      assert.equal(run.output("stdout"), "hello\n");
    }
  });

  it("that dlvPath names and that is not there, or is something else, is an error of the launch", async () => {
    const missing = await failingLaunch(world, { cwd: hello, dlvPath: "/nowhere/dlv" });
    assert.equal(missing.id, 7006);
    assert.ok(missing.message.includes("/nowhere/dlv"), missing.message);
    const other = await failingLaunch(world, { cwd: hello, dlvPath: "/bin/true" });
    assert.equal(other.id, 7006);
    assert.match(other.message, /\/bin\/true is not dlv/);
  });

  it("that is nowhere is an error of a launch that needs it, with what to do; noDebug goes without", async () => {
    const nowhere = changed({
      XDG_DATA_HOME: join(world.path, "nothing"),
      GOBIN: "",
      GOPATH: join(world.path, "gopath"),
    });
    nowhere.env.PATH = `${join(go, "..")}:/usr/bin:/bin`;
    nowhere.env.GOMODCACHE = execFileSync("go", ["env", "GOMODCACHE"], { encoding: "utf8" }).trim();
    const { id, format } = await failingLaunch(nowhere, { cwd: hello });
    assert.equal(id, 7006);
    assert.match(format, /dlv was not found .*gorunscope doctor --fix/);
    const run = await wholeRun(nowhere, { cwd: hello, noDebug: true });
    assert.equal(run.output("stdout"), "hello\n");
  });

  it("that does not take this Go is passed over for one that does, and the session says so", async () => {
    const version = "if [ $1 = version ]; then printf 'Delve Debugger\\nVersion: 1.20.0\\n'; exit; fi";
    const old = writeWrapper("path/dlv", dlv, version);
    const run = await wholeRun(changed({ PATH: `${join(old.path, "..")}:${world.env.PATH}` }), { cwd: hello });
    assert.equal(run.output("stdout"), "hello\n");
    assert.ok(run.output("console").includes(`dlv 1.20.0 (${old.path}) does not take programs of go`));
    assert.ok(run.output("console").includes(dlv));
  });
});

describe("dlv before 1.24", () => {
  it("dials a port, since it dials no Unix sockets", async function () {
    this.timeout(300_000);
    const env = { GOTOOLCHAIN: goVersions.oldest };
    const first =
      'case $* in version*) printf "Delve Debugger\\nVersion: 1.23.1\\n"; exit ;; *--client-addr=unix:*) exit 1 ;; esac';
    const old = writeWrapper("port/dlv", await testDlv(goVersions.oldest), first);
    const run = await wholeRun(world, { cwd: hello, dlvPath: old.path, env });
    assert.equal(run.output("stdout"), "hello\n");
    assert.equal(run.exitCode, 0);
    assert.ok(old.calls().includes("dap"), old.calls().join(" "));
  });
});

describe("go", () => {
  it("is the one that goBinary names, by a path or by a name on PATH", async () => {
    const wrapper = writeWrapper("named/mygo", go);
    const run = await wholeRun(world, { cwd: hello, goBinary: wrapper.path });
    assert.equal(run.buildDir.command[0], wrapper.path);
    assert.ok(wrapper.calls().includes("run"), wrapper.calls().join(" "));
    const onPath = changed({ PATH: `${join(wrapper.path, "..")}:${world.env.PATH}` });
    const byName = await wholeRun(onPath, { cwd: hello, goBinary: "mygo" });
    assert.equal(byName.buildDir.command[0], wrapper.path);
  });

  it("that is not there is an error of the launch, with what to do", async () => {
    const named = await failingLaunch(world, { cwd: hello, goBinary: "/nowhere/go" });
    assert.equal(named.id, 7006);
    assert.match(named.format, /goBinary \/nowhere\/go is not an executable file/);
    const none = await failingLaunch(world, { cwd: hello, env: { PATH: world.tmp } });
    assert.equal(none.id, 7006);
    assert.match(none.format, /go was not found on PATH.*Install Go/);
  });

  it("that is too old for mode run is an error of the launch", async () => {
    const old = writeWrapper("old/go", go, 'if [ "$1" = env ]; then echo \'{"GOVERSION": "go1.22.1"}\'; exit; fi');
    const { id, format } = await failingLaunch(world, { cwd: hello, goBinary: old.path });
    assert.equal(id, 7006);
    assert.match(format, /go1\.22\.1 .* is too old for mode run.*1\.23/);
  });
});
