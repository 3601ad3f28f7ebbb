/** The attribute `debugPackages`: which packages are compiled without optimisation, as their cache keys and commands say. */
import assert from "node:assert/strict";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mainFile, writeModule } from "../../support/goModule.ts";
import { testDlv } from "../../support/tools.ts";
import { failingLaunch, wholeRun, type WholeRun } from "../../support/wholeRun.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
/** A module with two packages beside main, which imports little else. */
let module: string;

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  warmCache(world);
  module = writeModule(world.path, "app", {
    "main.go": mainFile(["example.com/app/one", "example.com/app/two"], ["println(one.Name() + two.Name())"]),
    "one/one.go": 'package one\n\nfunc Name() string { return "one" }\n',
    "two/two.go": 'package two\n\nimport "errors"\n\nfunc Name() string { return errors.New("two").Error() }\n',
  });
});
after(() => world.remove());

/** The flags that stand in the keys of a run's packages. */
function gcflags({ cacheKeys }: WholeRun): Map<string, string> {
  const builds = cacheKeys.actions.filter(({ action, package: path }) => action === "build" && path !== "unsafe");
  return new Map(
    builds.map(({ package: path, inputs }) => [
      path,
      inputs?.find(({ name }) => name === "gcflags")?.value ?? "absent",
    ]),
  );
}

/** Those of them whose packages are compiled without optimisation; the compilers that ran were told the same. */
function unoptimised(run: WholeRun): string[] {
  const paths = [...gcflags(run)].filter(([, flags]) => flags.includes("-N -l")).map(([path]) => path);
  for (const { action, package: path, command } of run.cacheKeys.actions) {
    if (action !== "build" || command === undefined || !command[0]?.endsWith("/compile")) continue;
    assert.equal(command.includes("-N") && command.includes("-l"), paths.includes(path), path);
  }
  return paths.sort();
}

const main = "example.com/app";

describe("debugPackages", () => {
  it("left out is the main module's own packages; the standard library comes from ordinary builds", async () => {
    const run = await wholeRun(world, { cwd: module });
    assert.deepEqual(unoptimised(run), [main, `${main}/one`, `${main}/two`]);
    assert.equal(gcflags(run).get(main), "-N -l -dwarf=true");
    assert.equal(gcflags(run).get("runtime"), "");
    assert.ok(
      run.cacheKeys.actions.some(({ command }) => command?.includes("-N")),
      "a compiler was seen to be told so",
    );
  });

  it('"all" is every package', async function () {
    this.timeout(300_000);
    warmCache(world, ["-gcflags=all=-N -l"], ["errors"]);
    const run = await wholeRun(world, { cwd: module, debugPackages: "all" });
    assert.deepEqual(unoptimised(run), [...gcflags(run).keys()].sort());
    assert.ok(unoptimised(run).includes("runtime"));
    assert.equal(run.output("stderr"), "onetwo\n");
  });

  it('"none" is no package; main has debug information all the same', async () => {
    const run = await wholeRun(world, { cwd: module, debugPackages: "none" });
    assert.deepEqual(unoptimised(run), []);
    assert.equal(gcflags(run).get(main), "-dwarf=true");
    assert.equal(gcflags(run).get(`${main}/one`), "");
  });

  it("patterns are the packages that match them", async () => {
    const one = await wholeRun(world, { cwd: module, debugPackages: `${main}/one` });
    assert.deepEqual(unoptimised(one), [`${main}/one`]);
    assert.equal(gcflags(one).get(main), "-dwarf=true");
    const relative = await wholeRun(world, { cwd: module, debugPackages: ["./t...", "errors"] });
    assert.deepEqual(unoptimised(relative), ["errors", `${main}/two`]);
  });

  it("with files as the program is their package and the module's", async () => {
    const run = await wholeRun(world, { cwd: module, program: "main.go" });
    assert.deepEqual(unoptimised(run), ["command-line-arguments", `${main}/one`, `${main}/two`]);
  });

  it("in a workspace is the packages of all its modules", async () => {
    writeModule(world.path, "lib", { "lib.go": 'package lib\n\nfunc Name() string { return "lib" }\n' });
    const user = writeModule(world.path, "user", { "main.go": mainFile(["example.com/lib"], ["println(lib.Name())"]) });
    const work = join(world.path, "go.work");
    writeFileSync(work, "go 1.23\n\nuse ./lib\nuse ./user\n");
    const run = await wholeRun(world, { cwd: user, env: { GOWORK: work } });
    assert.deepEqual(unoptimised(run), ["example.com/lib", "example.com/user"]);
  });

  it("left out with a package at a version is its module, wherever in the path that ends", async () => {
    const path = "golang.org/x/example/hello";
    const program = `${path}@v0.0.0-20250915201037-7f05d217867b`;
    const link = join(world.path, "a-link");
    symlinkSync(join(module, "one"), link);
    for (const cwd of [module, link]) {
      const run = await wholeRun(world, { program, cwd });
      assert.deepEqual(unoptimised(run), [path, `${path}/reverse`]);
      assert.equal(gcflags(run).get(path), "-N -l -dwarf=true");
    }
    const own = await wholeRun(world, { program, cwd: module, buildFlags: [`-gcflags=${path}/reverse=-e`] });
    assert.deepEqual(unoptimised(own), [path], "flags of the user's for a part of it stay as they are");
    assert.equal(gcflags(own).get(`${path}/reverse`), "-e");
  });

  it("that would be flags is refused", async () => {
    const { id, message } = await failingLaunch(world, { cwd: module, debugPackages: "all=-N" });
    assert.equal(id, 7004);
    assert.match(message, /^debugPackages takes "module", "all", "none" or package patterns; it got "all=-N"/);
  });
});
