/** The attributes `program`, `command` and `cwd`: what is run, and where. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeModule } from "../../support/goModule.ts";
import { testDlv } from "../../support/tools.ts";
import { failingLaunch, featureFile, told, wholeRun, writeTeller } from "../../support/wholeRun.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
/** A module with one package main in its root and one in cmd/other. */
let module: string;
/** A directory in no module. */
let outside: string;

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  warmCache(world);
  module = writeTeller(world.path, "forms", {
    "more.go": featureFile("more"),
    "cmd/other/main.go": 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("other") }\n',
  });
  outside = join(world.path, "outside");
  mkdirSync(outside);
});
after(() => world.remove());

describe("program", () => {
  it("left out is the package of the adapter's directory", async () => {
    const run = await wholeRun(world, {}, { cwd: module });
    const { cwd, features } = told(run);
    assert.deepEqual({ cwd, features, exitCode: run.exitCode }, { cwd: module, features: ["more"], exitCode: 0 });
    assert.equal(run.buildDir.module, "example.com/forms");
  });

  it("is a directory, seen from the adapter's and run there", async () => {
    const run = await wholeRun(world, { program: "./cmd/other" }, { cwd: module });
    assert.equal(run.output("stdout"), "other\n");
    assert.equal(run.buildDir.cwd, module);
    assert.equal(run.buildDir.command.at(-1), "./cmd/other");
  });

  it("is the import path of a package", async () => {
    const run = await wholeRun(world, { program: "example.com/forms/cmd/other" }, { cwd: module });
    assert.equal(run.output("stdout"), "other\n");
    const main = run.cacheKeys.actions.find(({ action }) => action === "link");
    assert.equal(main?.package, "example.com/forms/cmd/other");
  });

  it("is a file that is all of its package", async () => {
    const run = await wholeRun(world, { program: join(module, "cmd/other/main.go") }, { cwd: module });
    assert.equal(run.output("stdout"), "other\n");
    assert.equal(run.buildDir.command.at(-1), join(module, "cmd/other/main.go"));
  });

  it("is a file of a package main with more files: their package is run, and the session says so", async () => {
    const run = await wholeRun(world, { program: join(module, "tell.go") }, { cwd: module });
    assert.deepEqual(told(run).features, ["more"]);
    assert.match(run.output("console"), /tell\.go is one of the 2 files of its package: the package \. is run/);
  });

  it("is files, and then nothing but them", async () => {
    const run = await wholeRun(world, { program: ["tell.go"], cwd: module });
    assert.deepEqual(told(run).features, ["more"], "one file means its package in a list, too");
    const files = writeTeller(world.path, "files", { "one.go": featureFile("one"), "two.go": featureFile("two") });
    const two = await wholeRun(world, { program: ["tell.go", "two.go"], cwd: files });
    assert.deepEqual(told(two).features, ["two"]);
    assert.equal(two.output("console").includes("one of the"), false);
  });

  it("is a package at a version, from the module proxy; what go downloads is told", async () => {
    const path = "golang.org/x/example/hello";
    const program = `${path}@v0.0.0-20250915201037-7f05d217867b`;
    const env = { GOMODCACHE: join(world.path, "modules") };
    const attributes = { program, args: ["-r", "you"], env, buildFlags: "-modcacherw" };
    const run = await wholeRun(world, attributes, { cwd: outside });
    assert.equal(run.output("stdout"), "olleH, uoy!\n");
    assert.ok(run.output("console").includes(`go: downloading ${path} v0.0.0-`));
    assert.equal(run.buildDir.cwd, outside);
    assert.equal(run.buildDir.module, undefined);
    assert.ok(run.cacheKeys.actions.some(({ id }) => id === `link ${path}`));
    assert.ok(run.cacheKeys.actions.some(({ id }) => id === `build ${path}/reverse`));
  });

  it("that does not exist is refused with what it was seen from", async () => {
    const { id, format } = await failingLaunch(world, { program: "./nowhere" }, { cwd: module });
    assert.equal(id, 7004);
    assert.ok(format.includes("program ./nowhere does not exist") && format.includes(module), format);
  });
});

describe("command", () => {
  it("says program, flags, arguments and environment as a shell would read them", async () => {
    const command = "TOLD='a b' go run -tags=extra -ldflags '-X main.version=1.2' . -n 3 'two words' \"$FROM\"";
    writeModule(world.path, "forms", { "extra.go": featureFile("extra", "extra") });
    const run = await wholeRun({ ...world, env: { ...world.env, FROM: "outside" } }, { command, cwd: module });
    const { args, env, version, features } = told(run);
    assert.deepEqual(args, ["-n", "3", "two words", "outside"]);
    assert.equal(env.TOLD, "a b");
    assert.equal(version, "1.2");
    assert.deepEqual(features, ["extra", "more"]);
  });

  it("that is no go run, or has an open quote, is refused", async () => {
    const other = await failingLaunch(world, { command: "go build ." }, { cwd: module });
    assert.equal(other.id, 7004);
    assert.match(other.format, /go run/);
    const open = await failingLaunch(world, { command: "go run . 'x" }, { cwd: module });
    assert.equal(open.id, 7004);
    assert.match(open.format, /quote/);
  });
});

describe("cwd", () => {
  it("left out is the root of the program's module, where the adapter's directory is not in it", async () => {
    const run = await wholeRun(world, { program: join(module, "cmd/other") }, { cwd: outside });
    assert.equal(run.output("stdout"), "other\n");
    assert.equal(run.buildDir.cwd, module);
    const relative = await wholeRun(world, { program: "../forms" }, { cwd: outside });
    assert.equal(told(relative).cwd, module);
  });

  it("is where a relative program is seen from, and where go and the program run", async () => {
    const run = await wholeRun(world, { program: "..", cwd: join(module, "cmd") }, { cwd: outside });
    assert.equal(told(run).cwd, join(module, "cmd"));
    assert.equal(told(run).env.PWD, join(module, "cmd"));
    assert.equal(run.buildDir.cwd, join(module, "cmd"));
  });

  it("that is no directory is refused", async () => {
    const { id, format } = await failingLaunch(world, { cwd: join(module, "nowhere") }, { cwd: module });
    assert.equal(id, 7004);
    assert.ok(format.includes(join(module, "nowhere")), format);
  });
});
