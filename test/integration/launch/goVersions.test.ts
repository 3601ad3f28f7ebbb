/** The launch on the oldest supported Go, the machine's and the newest, each with a dlv that takes it. */
import assert from "node:assert/strict";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type {
  BuildDirResponse,
  CacheKeysResponse,
  ProcNode,
  ProcTreeResponse,
} from "../../../shared/contract/answers.ts";
import { parseGoVersion } from "../../../shared/go/goEnv.ts";
import { lineOf, mainFile, writeModule } from "../../support/goModule.ts";
import { launchUntilStopped, programEnd, startAdapter } from "../../support/session.ts";
import { goVersions, machineGo, testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
let module: string;
/** Imports little, so that little has to be built for a Go that is new here. */
const source = mainFile(["syscall"], ["status := 4", "println(status)", "syscall.Exit(status)"]);

before(() => {
  world = makeWorld();
  module = writeModule(world.path, "versions", { "main.go": source });
});
after(() => world.remove());

function nodes(node: ProcNode): ProcNode[] {
  return [node, ...node.children.flatMap(nodes)];
}

for (const version of new Set([goVersions.oldest, machineGo(), goVersions.newest])) {
  describe(version, () => {
    let dlv: string;
    /** The toolchain comes from the module proxy where it is not the machine's own. */
    const env = version === machineGo() ? {} : { GOTOOLCHAIN: version };

    before(async function () {
      this.timeout(600_000);
      warmCache(world, [], ["syscall"], env);
      dlv = await testDlv(version);
    });

    it("stops in main.main with locals, gives the three answers, and runs to its end", async function () {
      this.timeout(300_000);
      const { client } = await startAdapter(world);
      try {
        const breakpoints = { [`${module}/main.go`]: [lineOf("println", source)] };
        const { threadId } = await launchUntilStopped(client, { cwd: module, env }, { breakpoints });
        const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse["body"]>("stackTrace", {
          threadId,
        });
        assert.deepEqual([stackFrames[0]?.name, stackFrames[0]?.source?.path], ["main.main", `${module}/main.go`]);
        const evaluate = { expression: "status", frameId: stackFrames[0]!.id };
        const { result } = await client.request<DebugProtocol.EvaluateResponse["body"]>("evaluate", evaluate);
        assert.equal(result, "4");

        const first = await client.request<BuildDirResponse>("buildDir");
        assert.equal(first.goVersion, version);
        assert.deepEqual([first.executable?.origin, first.executable?.hasDwarf], ["work", true]);
        assert.equal(first.executable?.path, first.process?.executable);
        const keys = await client.request<CacheKeysResponse>("cacheKeys");
        assert.ok(keys.actions.every(({ actionID, state }) => actionID !== undefined && /^(hit|miss)$/.test(state)));
        const misses = keys.actions.filter(({ state }) => state === "miss").map(({ id }) => id);
        assert.ok(misses.includes("build example.com/versions") && misses.includes("link example.com/versions"));
        const { root } = await client.request<ProcTreeResponse>("procTree");
        const found = nodes(root).find(({ role }) => role === "debugger");
        assert.equal(found?.command[0], dlv);

        await client.request("restart");
        await client.waitFor("stopped");
        const again = await client.request<BuildDirResponse>("buildDir");
        const { summary } = await client.request<CacheKeysResponse>("cacheKeys");
        // Before 1.24 an executable is linked each time.
        const isCached = parseGoVersion(version)!.minor >= 24;
        assert.equal(again.executable?.origin, isCached ? "cache" : "work");
        assert.equal(summary.misses, isCached ? 0 : 1);
        await client.request("continue", { threadId: 1 });
        assert.equal(await programEnd(client), 4);
      } finally {
        await client.close();
      }
    });

    it("runs with noDebug, with the exit code of the program", async function () {
      this.timeout(300_000);
      const { client } = await startAdapter(world);
      try {
        await client.request("launch", { mode: "run", cwd: module, env, noDebug: true });
        assert.equal(await programEnd(client), 4);
        const { goVersion, executable } = await client.request<BuildDirResponse>("buildDir");
        assert.deepEqual([goVersion, executable?.hasDwarf], [version, false]);
      } finally {
        await client.close();
      }
    });
  });
}
