/** buildDir, cacheKeys and procTree in every phase of a run, and what they say against what go, the kernel and the cache say. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readlinkSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type {
  CacheKeysResponse,
  Phase,
  PhaseEvent,
  ProcNode,
  ProcTreeResponse,
} from "../../../shared/contract/answers.ts";
import type { DapClient } from "../../../shared/dap/client.ts";
import { askAll, processesIn } from "../../support/answers.ts";
import { Gate, writeGatedProgram } from "../../support/gate.ts";
import { GatedModule, mainFile, writeModule } from "../../support/goModule.ts";
import { idOfFailure, launchUntilStopped, withSession } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
let go: string;

before(async function () {
  this.timeout(300_000);
  await testDlv();
  go = join(execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim(), "bin", "go");
});
beforeEach(() => {
  world = makeWorld();
  warmCache(world);
});
afterEach(() => world.remove());

/** A session with a gate for a program of the test's to wait at. */
async function withGate(test: (client: DapClient, gate: Gate) => Promise<void>): Promise<void> {
  const gate = new Gate(world.path);
  try {
    await withSession(world, (client) => test(client, gate));
  } finally {
    gate.close();
  }
}

async function reaches(client: DapClient, phase: Phase): Promise<void> {
  await client.waitFor("gorunscope.phase", ({ body }) => (body as PhaseEvent).phase === phase);
}

const roles = ({ root }: ProcTreeResponse) => processesIn(root).map(({ role }) => role);
const states = ({ actions }: CacheKeysResponse) => new Set(actions.map(({ state }) => state));

const hello = () => writeModule(world.path, "hello", { "main.go": mainFile([], ['println("hello")']) });

describe("the three answers", () => {
  it("before a launch are 7001", () =>
    withSession(world, async (client) => {
      for (const request of ["buildDir", "cacheKeys", "procTree"])
        assert.equal(await idOfFailure(client.request(request)), 7001);
    }));

  it("while the run is planned are 7002 where nothing is known yet", () =>
    withGate(async (client, gate) => {
      const goBinary = writeGatedProgram(join(world.path, "go"), gate, "env", go);
      const launched = launchUntilStopped(client, { cwd: hello(), goBinary });
      await gate.arrived();
      assert.equal(await idOfFailure(client.request("buildDir")), 7002);
      assert.equal(await idOfFailure(client.request("procTree")), 7002);
      const { phase, actions, summary } = await client.request<CacheKeysResponse>("cacheKeys");
      assert.deepEqual([phase, actions, summary.sentence], ["planned", [], "loading packages: no key is known yet"]);
      gate.open();
      await launched;
    }));

  it("while go loads packages hold the command and go itself", () =>
    withGate(async (client, gate) => {
      const goBinary = writeGatedProgram(join(world.path, "go"), gate, "run", go);
      const directory = hello();
      const launched = launchUntilStopped(client, { cwd: directory, goBinary });
      await gate.arrived();
      const { buildDir, cacheKeys, procTree } = await askAll(client, "loading");
      assert.deepEqual([buildDir.cwd, buildDir.module, buildDir.work], [directory, "example.com/hello", undefined]);
      assert.deepEqual([buildDir.command[0], buildDir.command[1], buildDir.command.at(-1)], [goBinary, "run", "."]);
      assert.deepEqual(cacheKeys.actions, []);
      assert.equal(procTree.root.role, "go");
      gate.open();
      await launched;
    }));

  it("while go builds hold $WORK, what is known of the keys, and the tool at work", () =>
    withSession(world, async (client) => {
      const gated = new GatedModule(world.path, "compile");
      try {
        const launched = launchUntilStopped(client, { cwd: gated.directory, buildFlags: gated.buildFlags });
        const pid = await gated.arrived();
        const { buildDir, cacheKeys, procTree } = await askAll(client, "building");
        assert.ok(buildDir.work?.exists && existsSync(buildDir.work.path));
        assert.equal(dirname(buildDir.work.path), world.tmp);
        assert.equal(buildDir.work.chosenBy, "TMPDIR");
        assert.ok(buildDir.objects.every(({ directory }) => directory.startsWith(`${buildDir.work?.path}/b`)));
        assert.equal(buildDir.executable, undefined);
        const main = cacheKeys.actions.find(({ id }) => id === "build example.com/gated");
        assert.deepEqual([main?.state, main?.pid], ["building", pid]);
        assert.match(main?.actionID ?? "", /^[0-9a-f]{64}$/);
        const link = cacheKeys.actions.find(({ action }) => action === "link");
        assert.deepEqual([link?.state, link?.actionID], ["pending", undefined]);
        const tool = processesIn(procTree.root).find((node) => node.pid === pid);
        assert.deepEqual(
          [tool?.role, tool?.package, tool?.parentPid],
          ["compile", "example.com/gated", procTree.root.pid],
        );
        const { root } = await client.request<ProcTreeResponse>("procTree", { live: true });
        assert.deepEqual(
          processesIn(root)
            .map((node) => node.pid)
            .sort(),
          [root.pid, pid].sort(),
        );
        gated.open();
        await launched;
      } finally {
        gated.close();
      }
    }));

  it("while the debugger starts hold all keys, and the executable", () =>
    withGate(async (client, gate) => {
      const script = join(world.path, "exec");
      writeFileSync(script, `${gate.wait}\nexec "$@"\n`);
      const launched = launchUntilStopped(client, { cwd: hello(), buildFlags: [`-exec=sh ${script}`] });
      await gate.arrived();
      await reaches(client, "starting");
      const { buildDir, cacheKeys, procTree } = await askAll(client, "starting");
      assert.equal(buildDir.process, undefined);
      assert.equal(basename(buildDir.executable?.path ?? ""), "hello");
      assert.deepEqual(states(cacheKeys), new Set(["hit", "miss"]));
      assert.ok(cacheKeys.actions.every(({ actionID }) => actionID !== undefined));
      assert.deepEqual(
        roles(procTree).filter((role) => role === "debugger" || role === "program"),
        ["debugger"],
      );
      gate.open();
      await launched;
    }));

  it("while the program runs and is stopped hold it, as the kernel does; at the end, what was", () =>
    withSession(world, async (client) => {
      const reader = writeModule(world.path, "reader", {
        "main.go": mainFile(["os/exec", "time"], ['exec.Command("sleep", "1000").Start()', "time.Sleep(time.Hour)"]),
      });
      const { threadId } = await launchUntilStopped(client, { cwd: reader });
      const stopped = await askAll(client, "stopped");
      const { process, executable } = stopped.buildDir;
      assert.ok(process && executable);
      assert.equal(process.cwd, readlinkSync(`/proc/${process.pid}/cwd`));
      assert.equal(process.executable, readlinkSync(`/proc/${process.pid}/exe`));
      const lines = readFileSync(`/proc/${process.pid}/maps`, "utf8").trim().split("\n");
      assert.deepEqual(
        process.mappings.map(({ start, end, permissions }) => `${start}-${end} ${permissions}`),
        lines.map((line) => line.split(" ").slice(0, 2).join(" ")),
      );
      assert.equal(executable.path, process.executable);
      assert.equal(executable.bytes, statSync(executable.path).size);
      assert.equal(
        executable.buildID,
        execFileSync(go, ["tool", "buildid", executable.path], { encoding: "utf8" }).trim(),
      );
      assert.equal(executable.hasDwarf, true);
      const program = processesIn(stopped.procTree.root).find(({ role }) => role === "program");
      assert.equal(program?.pid, process.pid);

      await client.request("continue", { threadId });
      let child: ProcNode | undefined;
      while (!child) {
        const running = await askAll(client, "running");
        child = processesIn(running.procTree.root).find(({ command }) => command[0] === "sleep");
      }
      assert.deepEqual([child.role, child.parentPid], ["child", process.pid]);

      await client.request("terminate");
      await client.waitFor("terminated");
      const { buildDir, cacheKeys, procTree } = await askAll(client, "exited");
      assert.deepEqual([buildDir.process, buildDir.work?.exists], [undefined, false]);
      assert.ok(Date.parse(buildDir.work?.removedAt ?? "") >= Date.parse(buildDir.work?.createdAt ?? ""));
      assert.deepEqual(buildDir.executable, executable);
      assert.equal(cacheKeys.summary.sentence, stopped.cacheKeys.summary.sentence);
      const ended = processesIn(procTree.root).find(({ role }) => role === "program");
      assert.deepEqual([ended?.state, ended?.signal], ["exited", "SIGINT"]);
      assert.equal(procTree.root.state, "exited");
    }));

  it("after a build that failed say which action it was", () =>
    withSession(world, async (client) => {
      const broken = writeModule(world.path, "broken", { "main.go": mainFile([], ["undefined()"]) });
      assert.equal(await idOfFailure(client.request("launch", { mode: "run", cwd: broken })), 7005);
      await client.waitFor("terminated");
      const { buildDir, cacheKeys, procTree } = await askAll(client, "failed");
      const failed = cacheKeys.actions.filter(({ state }) => state === "failed");
      assert.deepEqual(
        failed.map(({ id }) => id),
        ["build example.com/broken"],
      );
      assert.equal(buildDir.work?.exists, false);
      assert.equal(buildDir.executable, undefined);
      assert.equal(procTree.root.exitCode, 1);
      assert.match(cacheKeys.summary.sentence, /^the build failed/);
    }));
});
