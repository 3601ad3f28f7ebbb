/** The request `restart`: a new go run in place of the one that is there. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { BuildDirResponse, PhaseEvent } from "../../../shared/contract/answers.ts";
import { callsMain, placeOf, untilItWaits, writeCalls, type Calls } from "../../support/calls.ts";
import { GatedModule } from "../../support/goModule.ts";
import { bodiesOf, launch, launchUntilStopped, outputOf, programEnd, withSession } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
let calls: Calls;

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  warmCache(world);
  calls = writeCalls(world.path);
});
after(() => world.remove());

describe("restart", () => {
  it("is a new go run that picks an edit up, with the breakpoints under the ids that the client knows", () =>
    withSession(world, async (client) => {
      const set = async (path: string, ...lines: number[]) => {
        const args = { source: { path }, breakpoints: lines.map((line) => ({ line })) };
        const answer = await client.request<DebugProtocol.SetBreakpointsResponse["body"]>("setBreakpoints", args);
        return answer.breakpoints[0]?.id;
      };
      const breakpoints = { [calls.main]: [calls.mainLine], [calls.sums]: [calls.sumsLine] };
      const [, inSums] = await launch(client, { cwd: calls.module }, { breakpoints });
      const id = inSums![0]!.id;
      await client.waitFor("stopped");
      await set(calls.main);
      const before = await client.request<BuildDirResponse>("buildDir");

      writeFileSync(calls.main, callsMain.replace('"first"', '"second"'));
      await client.request("restart");
      const { body } = await client.waitFor<DebugProtocol.StoppedEvent>("stopped");
      assert.deepEqual(body.hitBreakpointIds, [id]);
      assert.equal((await placeOf(client, body.threadId)).line, calls.sumsLine);
      const changes = bodiesOf<DebugProtocol.BreakpointEvent>(client, "breakpoint");
      const known = changes.map(({ reason, breakpoint }) => [reason, breakpoint.id, breakpoint.verified]);
      assert.deepEqual(known, [["changed", id, true]]);
      const after = await client.request<BuildDirResponse>("buildDir");
      assert.equal(after.phase, "stopped");
      assert.notEqual(after.run, before.run);
      assert.notEqual(after.executable?.buildID, before.executable?.buildID);

      const added = await set(calls.main, calls.mainLine + 1);
      assert.notEqual(added, id, "the new dlv counts anew, and the client must not see that");
      await client.request("continue", { threadId: body.threadId });
      const stopped = await client.waitFor<DebugProtocol.StoppedEvent>("stopped");
      assert.deepEqual(stopped.body.hitBreakpointIds, [added]);
      await client.request("continue", { threadId: body.threadId });
      assert.equal(await programEnd(client), 5);
      writeFileSync(calls.main, callsMain);

      assert.equal(outputOf(client, "stdout"), "second main's own 5\n");
      assert.equal(bodiesOf(client, "initialized").length, 1);
      assert.equal(bodiesOf(client, "terminated").length, 1);
      assert.equal(bodiesOf(client, "stopped").length, 3);
    }));

  it("may bring other attributes, and while it builds breakpoints may be set", () =>
    withSession(world, async (client) => {
      await launch(client, { cwd: calls.module, args: ["wait"] });
      await untilItWaits(client);
      const restarted = client.request("restart", { arguments: { mode: "run", cwd: calls.module, args: [] } });
      await client.waitFor("gorunscope.phase", ({ body }) => (body as PhaseEvent).phase === "exited");
      const source = { path: calls.main };
      const asked = client.request<DebugProtocol.SetBreakpointsResponse["body"]>("setBreakpoints", {
        source,
        breakpoints: [{ line: calls.mainLine + 1 }],
      });
      await restarted;
      const { body } = await client.waitFor<DebugProtocol.StoppedEvent>("stopped");
      assert.deepEqual([body.reason, body.hitBreakpointIds], ["breakpoint", [(await asked).breakpoints[0]?.id]]);
      assert.equal((await placeOf(client, body.threadId)).line, calls.mainLine + 1);
      await client.request("continue", { threadId: body.threadId });
      assert.equal(await programEnd(client), 5);
    }));

  it("of a build that the client has not configured yet is a launch like the first", () =>
    withSession(world, async (client) => {
      const gated = new GatedModule(world.path, "compile");
      try {
        const attributes = { mode: "run", cwd: gated.directory, buildFlags: gated.buildFlags };
        const launched = client.request("launch", attributes);
        await gated.arrived();
        const restarted = client.request("restart", { arguments: { mode: "run", cwd: calls.module } });
        await client.waitFor("initialized");
        await client.request("setFunctionBreakpoints", { breakpoints: [{ name: "main.main" }] });
        await client.request("configurationDone");
        await restarted;
        const { body } = await client.waitFor<DebugProtocol.StoppedEvent>("stopped");
        assert.equal((await placeOf(client, body.threadId)).name, "main.main");
        await launched;
        await client.request("disconnect");
      } finally {
        gated.close();
      }
    }));

  it("asked for twice at once is one new run, and both requests are answered", () =>
    withSession(world, async (client) => {
      await launchUntilStopped(client, { cwd: calls.module });
      await Promise.all([client.request("restart"), client.request("restart")]);
      await client.waitFor("stopped");
      assert.equal(bodiesOf(client, "process").length, 2);
      await client.request("continue", { threadId: 1 });
      assert.equal(await programEnd(client), 5);
    }));

  it("of what does not compile any more is an error with the compiler's lines, and the session is over", () =>
    withSession(world, async (client) => {
      await launchUntilStopped(client, { cwd: calls.module });
      writeFileSync(calls.main, callsMain.replace("sum := ", "sum, ok := "));
      const failed = await client.request("restart").then(
        () => undefined,
        (error: unknown) => error as { message: string; body?: { error?: { id: number } } },
      );
      writeFileSync(calls.main, callsMain);
      assert.equal(failed?.body?.error?.id, 7005);
      assert.match(failed.message, /main\.go:15/);
      await client.waitFor("terminated");
    }));

  it("works without a debugger, too", () =>
    withSession(world, async (client) => {
      await client.request("launch", { mode: "run", cwd: calls.module, noDebug: true, args: ["wait"] });
      await untilItWaits(client);
      await client.request("restart");
      await untilItWaits(client);
      await client.request("terminate");
      assert.equal(await programEnd(client), 3);
    }));
});
