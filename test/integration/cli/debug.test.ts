/** `gorunscope debug`: a session without an editor. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { BuildDirResponse, CacheKeysResponse, ProcTreeResponse } from "../../../shared/contract/answers.ts";
import { GatedModule, lineOf, mainFile, writeModule } from "../../support/goModule.ts";
import { gorunscopeCommand, runGorunscope, startCommand, type Running } from "../../support/gorunscope.ts";
import { assertNothingLeft, killAll } from "../../support/leaks.ts";
import { testDlv } from "../../support/tools.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { writeBroken, writeCatcher, writeEcho } from "./programs.ts";

describe("gorunscope debug", () => {
  let world: World;
  let running: Running | undefined;
  let gated: GatedModule | undefined;
  before(async function () {
    this.timeout(300_000);
    await testDlv();
    world = makeWorld();
  });
  afterEach(async () => {
    running?.child.kill("SIGKILL");
    gated?.close();
    running = gated = undefined;
    await assertNothingLeft(world).finally(() => killAll(world));
  });
  after(() => world.remove());

  it("stops in main.main, prints the three answers, and exits as go run does", async () => {
    const cwd = writeEcho(world.path);
    const { stdout, stderr, code } = await runGorunscope(world, ["debug", ".", "one", "3"], { cwd });
    const [, stop, build, keys, tree, rest] =
      /^(stopped in main\.main .*\n)\nBuild directory\n(.*)\n\nCache keys\n(.*)\n\nProcess tree\n(.*)\n\n(.*)$/s.exec(
        stdout,
      ) ?? assert.fail(stdout);
    assert.match(stop!, new RegExp(`at ${cwd}/main.go:\\d+ `));
    assert.match(stop!, /^=> +\d+ {2}func main\(\) \{$/m);
    assert.match(build!, new RegExp(`^\\$WORK +${world.tmp}/go-build\\d+$`, "m"));
    assert.match(keys!, /^(rebuilt \d+ of \d+|all \d+ from the cache) in /);
    assert.match(tree!, /^go +\d+ .*go run/m);
    assert.match(tree!, /debugger.*dlv\S* dap/);
    assert.match(tree!, /program +\d+ +stopped/);
    assert.equal(rest, '["one" "3"]\n');
    assert.equal(stderr, "complaint\nexit status 3\n");
    assert.equal(code, 1);
  });

  it("takes go's flags before the package and the program's after it", async () => {
    const cwd = writeModule(world.path, "flags", {
      "main.go": mainFile(["fmt", "os"], ["fmt.Println(text, os.Args[1:])"]),
      "text.go": '//go:build special\n\npackage main\n\nvar text = "tag"\n',
      "stamp.go": 'package main\n\nvar stamp = "none"\n\nfunc init() { println(stamp) }\n',
    });
    const flags = ["-tags", "special", "-ldflags=-X main.stamp=stamped"];
    const { stdout, stderr, code } = await runGorunscope(world, ["debug", ...flags, ".", "-tags", "--json"], { cwd });
    assert.match(stdout, /\ntag \[-tags --json\]\n$/);
    assert.equal(stderr, "stamped\nexit status 0\n");
    assert.equal(code, 0);
  });

  it("prints the answers as JSON and nothing else on standard output with --json", async () => {
    const cwd = writeEcho(world.path);
    const { stdout, stderr, code } = await runGorunscope(world, ["debug", "--json", ".", "0"], { cwd });
    const answers = JSON.parse(stdout) as {
      buildDir: BuildDirResponse;
      cacheKeys: CacheKeysResponse;
      procTree: ProcTreeResponse;
    };
    assert.equal(answers.buildDir.phase, "stopped");
    assert.equal(answers.cacheKeys.run, answers.buildDir.run);
    assert.equal(answers.procTree.root.role, "go");
    // The program's two streams are two pipes: in which order they are read nobody knows.
    assert.deepEqual(stderr.split("\n").sort(), ["", '["0"]', "complaint", "exit status 0"]);
    assert.equal(code, 0);
  });

  it("shows the compiler's lines, each once, and exits with 1", async () => {
    const { stdout, stderr, code } = await runGorunscope(world, ["debug", "."], { cwd: writeBroken(world.path) });
    assert.equal(stdout, "");
    assert.match(stderr, /^# example\.com\/broken\n\S*main\.go:\d+:\d+: undefined: unknown\n\S*main\.go:\d+:\d+: .*\n/);
    assert.equal(stderr.match(/undefined: unknown/g)?.length, 1);
    assert.equal(code, 1);
  });

  it("shows a panic where it comes from, and exits as go run does", async () => {
    const source = mainFile([], ["var m map[string]int", "m[`a`] = 1 // panics"]);
    const cwd = writeModule(world.path, "panics", { "main.go": source });
    const { stderr, code } = await runGorunscope(world, ["debug", "."], { cwd });
    const line = lineOf("// panics", source);
    assert.match(stderr, new RegExp(`^stopped in main\\.main at ${cwd}/main\\.go:${line} \\(.*nil map`));
    assert.match(stderr, /\nexit status 2\n$/);
    assert.equal(code, 1);
  });

  it("names the signal that ended the program, as go does", async () => {
    const cwd = writeModule(world.path, "suicide", {
      "main.go": mainFile(["os", "syscall"], ["syscall.Kill(os.Getpid(), syscall.SIGKILL)", "select {}"]),
    });
    const { stderr, code } = await runGorunscope(world, ["debug", "."], { cwd });
    assert.equal(stderr, "signal: killed\n");
    assert.equal(code, 1);
  });

  it("asks the program to end at the first Ctrl-C", async () => {
    running = startCommand(world, [...gorunscopeCommand, "debug", "."], { cwd: writeCatcher(world.path) });
    await running.says(/^ready/m);
    process.kill(running.pid, "SIGINT");
    const { stdout, stderr, code } = await running.ended;
    assert.match(stdout, /\ncaught interrupt\nbye\n$/);
    assert.equal(stderr, "exit status 3\n");
    assert.equal(code, 1);
  });

  it("ends a program that does not, at the second", async () => {
    running = startCommand(world, [...gorunscopeCommand, "debug", ".", "stubborn"], { cwd: writeCatcher(world.path) });
    await running.says(/^ready/m);
    process.kill(running.pid, "SIGINT");
    await running.says(/caught interrupt/);
    process.kill(running.pid, "SIGINT");
    assert.equal((await running.ended).code, 1);
  });

  it("ends everything by SIGTERM, and then itself", async () => {
    running = startCommand(world, [...gorunscopeCommand, "debug", ".", "stubborn"], { cwd: writeCatcher(world.path) });
    await running.says(/^ready/m);
    process.kill(running.pid, "SIGTERM");
    assert.equal((await running.ended).signal, "SIGTERM");
  });

  it("ends a build at Ctrl-C", async () => {
    gated = new GatedModule(world.path, "compile");
    const words = [...gorunscopeCommand, "debug", ...gated.buildFlags, "."];
    running = startCommand(world, words, { cwd: gated.directory });
    await gated.arrived();
    process.kill(running.pid, "SIGINT");
    const { stdout, code } = await running.ended;
    assert.equal(stdout, "");
    assert.equal(code, 1);
  });

  it("says that no dlv was found, and what to do", async () => {
    // go and sh, and no dlv for certain.
    const bin = join(world.path, "bin");
    mkdirSync(bin);
    for (const name of ["go", "sh"])
      symlinkSync(execFileSync("which", [name], { encoding: "utf8" }).trim(), join(bin, name));
    const env = { PATH: bin, XDG_DATA_HOME: join(world.path, "data"), GOBIN: bin };
    const { stderr, code } = await runGorunscope(world, ["debug", "."], { cwd: writeEcho(world.path), env });
    assert.match(stderr, /^gorunscope: dlv was not found.*gorunscope doctor --fix.*\n$/);
    assert.equal(code, 1);
  });
});
