/** What cacheKeys says against what go says, and the arguments of the three requests. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type {
  BuildDirResponse,
  CacheAction,
  CacheKeysResponse,
  ProcTreeResponse,
} from "../../../shared/contract/answers.ts";
import { askAll } from "../../support/answers.ts";
import { mainFile, writeHello, writeModule } from "../../support/goModule.ts";
import { idOfFailure, launch, launchUntilStopped, withSession } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
let hello: string;

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  warmCache(world);
  hello = writeHello(world.path);
});
after(() => world.remove());

describe("cacheKeys", () => {
  it("equal the action graph that go writes, the cache's files and the build ID", () =>
    withSession(world, async (client) => {
      const directory = writeModule(world.path, "graph", {
        "main.go": mainFile(["example.com/graph/lib"], ["println(lib.Name())"]),
        "lib/lib.go": 'package lib\n\nfunc Name() string { return "lib" }\n',
      });
      const file = join(world.path, "own graph.json");
      await launch(client, { cwd: directory, buildFlags: [`-debug-actiongraph=${file}`] });
      await client.waitFor("terminated");
      const { cacheKeys, buildDir } = await askAll(client, "exited");
      interface Node {
        Mode: string;
        Package: string;
        Objdir?: string;
        ActionID?: string;
        Cmd?: string[];
      }
      const graph = JSON.parse(readFileSync(file, "utf8")) as Node[];
      const kept = graph.filter(({ Mode }) => Mode === "build" || Mode === "link");
      const byID = new Map(cacheKeys.actions.map((action): [string, CacheAction] => [action.id, action]));
      assert.deepEqual([...byID.keys()].sort(), kept.map(({ Mode, Package }) => `${Mode} ${Package}`).sort());
      for (const { Mode, Package, Objdir, ActionID, Cmd } of kept) {
        const action = byID.get(`${Mode} ${Package}`);
        assert.equal(action?.state, Cmd ? "miss" : "hit", action?.id);
        if (ActionID !== undefined) assert.equal(action?.shortID, ActionID, action?.id);
        const object = buildDir.objects.find((each) => each.package === Package && each.action === Mode);
        assert.equal(`${object?.directory}/`, Objdir);
      }
      assert.equal(cacheKeys.summary.misses, 3);
      for (const { id, entry, output, actionID, outputID, bytes, why } of cacheKeys.actions) {
        if (entry === undefined) {
          assert.ok(why, id);
          continue;
        }
        const [, key, value, size] = readFileSync(entry, "utf8").trim().split(/ +/);
        assert.deepEqual([key, value, Number(size)], [actionID, outputID, bytes], id);
        assert.ok(output !== undefined && existsSync(output), id);
      }
      const [link, main] = buildDir.executable?.buildID.split("/") ?? [];
      assert.equal(byID.get("link example.com/graph")?.shortID, link);
      assert.equal(byID.get("build example.com/graph")?.shortID, main);

      const misses = await client.request<CacheKeysResponse>("cacheKeys", { onlyMisses: true });
      assert.deepEqual(
        misses.actions.map(({ id }) => id).sort(),
        [...byID.values()]
          .filter(({ state }) => state === "miss")
          .map(({ id }) => id)
          .sort(),
      );
      const lib = await client.request<CacheKeysResponse>("cacheKeys", { package: "example.com/graph/lib" });
      assert.deepEqual(
        lib.actions.map(({ id }) => id),
        ["build example.com/graph/lib"],
      );
      assert.ok(lib.actions[0]?.inputs?.some(({ kind, name }) => kind === "file" && name === "lib.go"));
      assert.ok(cacheKeys.actions.every(({ inputs }) => inputs === undefined));
    }));
});

describe("arguments", () => {
  it("of the wrong type, an unknown run and an unknown package are 7004; an earlier run is answered", () =>
    withSession(world, async (client) => {
      await launchUntilStopped(client, { cwd: hello });
      const wrong: [string, unknown][] = [
        ["buildDir", { run: 3 }],
        ["buildDir", { run: "nobody" }],
        ["buildDir", []],
        ["buildDir", "text"],
        ["cacheKeys", { package: 3 }],
        ["cacheKeys", { package: "example.com/nowhere" }],
        ["cacheKeys", { onlyMisses: "yes" }],
        ["cacheKeys", { inputs: 1 }],
        ["procTree", { live: "yes" }],
      ];
      for (const [request, args] of wrong) {
        assert.equal(await idOfFailure(client.request(request, args)), 7004, `${request} ${JSON.stringify(args)}`);
      }
      assert.equal((await client.request<ProcTreeResponse>("procTree", { live: null, other: 1 })).phase, "stopped");

      const { run } = await client.request<BuildDirResponse>("buildDir");
      await client.request("restart");
      await client.waitFor("stopped");
      assert.notEqual((await askAll(client, "stopped")).buildDir.run, run);
      assert.equal((await askAll(client, "exited", { run })).buildDir.run, run);
    }));
});
