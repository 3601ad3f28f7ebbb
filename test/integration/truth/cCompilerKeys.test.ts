/** The shims of the C compilers change no cache key: what is built under them a plain go run takes from the cache, and the other way round. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeModule } from "../../support/goModule.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { wholeRun } from "../../support/wholeRun.ts";
import { makeWorld, type World } from "../../support/world.ts";

const env = { CGO_ENABLED: "1" };
const main = `package main

// #include <math.h>
// static double root(double x) { return x < 0 ? 0 : x; }
import "C"

func main() { println(float64(C.root(4))) }
`;

describe("a program with C", () => {
  let world: World;
  before(async function () {
    this.timeout(300_000);
    await testDlv();
    world = makeWorld();
    warmCache(world, [], ["runtime/cgo"], env);
  });
  after(() => world.remove());

  /** The packages that a plain go run builds. */
  function builtPlainly(cwd: string): string[] {
    const graph = join(world.path, "graph.json");
    execFileSync("go", ["run", `-debug-actiongraph=${graph}`, "."], {
      cwd,
      env: { ...world.env, ...env },
      stdio: "pipe",
    });
    const actions = JSON.parse(readFileSync(graph, "utf8")) as { Mode: string; Package: string; Cmd?: string[] }[];
    return actions.filter(({ Mode, Cmd }) => Mode === "build" && Cmd).map(({ Package }) => Package);
  }

  it("that gorunscope has built is in the cache for a plain go run", async () => {
    const cwd = writeModule(world.path, "ours", { "main.go": main });
    const { cacheKeys } = await wholeRun(world, { cwd, noDebug: true, env });
    const [build] = cacheKeys.actions.filter(
      ({ package: path, action }) => path === "example.com/ours" && action === "build",
    );
    assert.equal(build?.state, "miss");
    assert.ok(existsSync(join(world.env["XDG_STATE_HOME"]!, "gorunscope/cc/gcc")), "the shims were there");
    assert.deepEqual(builtPlainly(cwd), []);
  });

  it("that a plain go run has built is in the cache for gorunscope", async () => {
    const cwd = writeModule(world.path, "plain", { "main.go": main });
    assert.deepEqual(builtPlainly(cwd), ["example.com/plain"]);
    const { cacheKeys } = await wholeRun(world, { cwd, noDebug: true, env });
    assert.deepEqual(
      cacheKeys.actions.filter(({ action, state }) => action === "build" && state !== "hit").map(({ id }) => id),
      [],
    );
  });
});
