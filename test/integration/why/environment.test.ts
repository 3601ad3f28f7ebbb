/** What the environment plays in the keys of real runs, and that go agrees: what stands in no key may change, and nothing is rebuilt. */
import assert from "node:assert/strict";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentResponse } from "../../../shared/contract/answers.ts";
import { answerView } from "../../../shared/run/answers/index.ts";
import { liveView } from "../../../shared/run/answers/liveView.ts";
import { RecordStore } from "../../../shared/record/store.ts";
import { writeModule } from "../../support/goModule.ts";
import { runGorunscope } from "../../support/gorunscope.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { observe, rebuilt, type Observation } from "../truth/observe.ts";

/** A package of a module that everybody knows, at a version that every supported Go takes. */
const dependency = { module: "golang.org/x/tools", version: "v0.30.0", path: "golang.org/x/tools/txtar" };

describe("the environment of a run", function () {
  this.timeout(120_000);
  let world: World;
  let module: string;
  let first: Observation;

  before(async () => {
    // Whose checksums nobody asks for, go adds to go.sum by itself.
    world = makeWorld({ GOFLAGS: "-mod=mod", GONOSUMDB: "*" });
    module = writeModule(world.path, "surrounded", {
      "go.mod": `module example.com/surrounded\n\ngo 1.23\n\nrequire ${dependency.module} ${dependency.version}\n`,
      "main.go": `package main\n\nimport (\n\t"${dependency.path}"\n\n\t"example.com/surrounded/native"\n)\n\nfunc main() { println(len(txtar.Parse(nil).Files), native.One()) }\n`,
      "native/native.go":
        'package native\n\n// int one(void) { return 1; }\nimport "C"\n\nfunc One() int { return int(C.one()) }\n',
    });
    first = await run();
  });
  after(() => world.remove());

  async function run(env: Record<string, string> = {}, cwd = module, buildFlags: string[] = []): Promise<Observation> {
    const observed = await observe(world, { cwd, env, buildFlags });
    assert.equal(observed.end.go?.code, 0, observed.goLines.join("\n"));
    return observed;
  }

  async function environmentOf({ run: goRun }: Observation) {
    const context = { store: new RecordStore(join(world.path, "state", "gorunscope")), env: world.env };
    const answer = await answerView("gorunscope.environment", liveView(goRun), {}, context);
    const { variables, run: id } = answer as EnvironmentResponse;
    assert.equal(id, goRun.id);
    return (name: string) => variables.find((each) => each.name === name) ?? assert.fail(name);
  }

  it("says in how many keys each stands, with examples", async () => {
    const of = await environmentOf(first);
    const { dir } = first;
    assert.deepEqual([of("module directory").value, of("module directory").inKeys], [module, 2]);
    assert.deepEqual([of("GOROOT").value, of("GOROOT").inKeys], [dir.goRoot, 1]);
    assert.deepEqual(
      [of("GOMODCACHE").value, of("GOMODCACHE").examples],
      [dir.goModCache, [`${dependency.path}: dir`]],
    );
    assert.equal(of("GOAMD64").inKeys, first.keys.actions.length);
    assert.ok(of("CGO_CFLAGS").examples.includes("example.com/surrounded/native: cgo CFLAGS"));
    assert.ok(of("CC").examples.includes("example.com/surrounded/native: CC"));
    for (const name of ["GOFLAGS", "GOCACHE", "GOTMPDIR", "GOTOOLCHAIN", "GODEBUG", "GOPROXY", "-trimpath"]) {
      assert.equal(of(name).inKeys, 0, name);
    }
  });

  it("says no, and nothing is rebuilt with another value: GOPATH, GOTMPDIR, GOFLAGS, GOPROXY", async () => {
    mkdirSync(join(world.path, "elsewhere"));
    const again = await run({
      GOPATH: join(world.path, "elsewhere"),
      GOMODCACHE: first.dir.goModCache,
      GOTMPDIR: join(world.path, "elsewhere"),
      GOFLAGS: "-mod=mod -p=2",
      GOPROXY: "off",
    });
    assert.deepEqual(rebuilt(again), []);
    const of = await environmentOf(again);
    assert.deepEqual([of("GOPATH").inKeys, of("GOTMPDIR").inKeys], [0, 0]);
    assert.deepEqual([of("GOTMPDIR").set, of("GOMODCACHE").set], [true, true]);
  });

  it("says yes, and just those are rebuilt: CGO_CFLAGS, the module's directory", async () => {
    const flags = await run({ CGO_CFLAGS: "-O1 -DTOKEN=hunter2" });
    const of = await environmentOf(flags);
    const named = of("CGO_CFLAGS");
    assert.ok(named.set && named.inKeys >= 2);
    assert.doesNotMatch(JSON.stringify(named), /hunter2/);
    assert.ok(rebuilt(flags).includes("build example.com/surrounded/native"));

    const copy = join(world.path, "copy");
    cpSync(module, copy, { recursive: true });
    assert.deepEqual(rebuilt(await run({}, copy)), [
      "build example.com/surrounded",
      "build example.com/surrounded/native",
      "link example.com/surrounded",
    ]);
  });

  it("says with -trimpath that no directory plays a part, and a copy is not built anew", async () => {
    const trimmed = await run({}, module, ["-trimpath"]);
    const of = await environmentOf(trimmed);
    assert.equal(of("-trimpath").inKeys, trimmed.keys.actions.length);
    for (const name of ["module directory", "GOROOT", "GOMODCACHE", "GOPATH"]) assert.equal(of(name).inKeys, 0, name);
    const other = join(world.path, "other");
    cpSync(module, other, { recursive: true });
    assert.deepEqual(rebuilt(await run({}, other, ["-trimpath"])), []);
  });

  it("is printed by gorunscope explain --environment, and is JSON for scripts", async () => {
    assert.equal((await runGorunscope(world, ["run", "."], { cwd: module })).code, 0);
    const text = await runGorunscope(world, ["explain", "--environment"], { cwd: module });
    assert.deepEqual([text.code, text.stderr], [0, ""]);
    assert.match(text.stdout, /^in keys\n/);
    assert.match(text.stdout, /\nin no key\n[^]*GOFLAGS +-mod=mod\n +no key: /);
    const json = await runGorunscope(world, ["explain", "--environment", "--json", "."], { cwd: module });
    const { variables } = JSON.parse(json.stdout) as EnvironmentResponse;
    assert.equal(variables.find(({ name }) => name === "GOROOT")?.inKeys, 1);
    const wrong = await runGorunscope(world, ["explain", "--environment", "./native"], { cwd: module });
    assert.equal(wrong.code, 1);
    assert.match(
      wrong.stderr,
      /^gorunscope: there is no record of a run of example\.com\/surrounded\/native here\. .+\n$/,
    );
  });
});
