/** Debugging a go run: breakpoints, steps, and the ways to end it. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { BuildDirResponse, PhaseEvent } from "../../../shared/contract/answers.ts";
import { callsMain, placeOf, runToStop, untilItWaits, writeCalls, type Calls } from "../../support/calls.ts";
import { lineOf } from "../../support/goModule.ts";
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

describe("a debugged go run", () => {
  it("stops at breakpoints in main and in a package of the module, with locals, and steps", () =>
    withSession(world, async (client) => {
      const breakpoints = { [calls.main]: [calls.mainLine], [calls.sums]: [calls.sumsLine] };
      const [inMain, inSums] = await launch(client, { cwd: calls.module }, { breakpoints });
      assert.deepEqual(
        [...inMain!, ...inSums!].map(({ verified, line }) => [verified, line]),
        [
          [true, calls.mainLine],
          [true, calls.sumsLine],
        ],
      );
      const { body } = await client.waitFor<DebugProtocol.StoppedEvent>("stopped");
      assert.deepEqual(body.hitBreakpointIds, [inMain![0]!.id]);
      const { threadId } = body;
      const first = await placeOf(client, threadId);
      assert.deepEqual([first.name, first.line, first.locals.name], ["main.main", calls.mainLine, `"main's own"`]);

      const inside = await runToStop(client, "continue", threadId);
      assert.deepEqual(
        [inside.line, inside.locals.one, inside.locals.two, inside.locals.sum],
        [calls.sumsLine, "2", "3", "2"],
      );
      assert.equal(inside.frames[1]?.name, "main.main");
      const next = await runToStop(client, "next", threadId);
      assert.deepEqual([next.line, next.locals.sum], [calls.sumsLine + 1, "5"]);
      const out = await runToStop(client, "stepOut", threadId);
      assert.equal(out.name, "main.main");
      const after = await runToStop(client, "next", threadId);
      assert.deepEqual([after.line, after.locals.sum], [calls.mainLine + 1, "5"]);

      await client.request("continue", { threadId });
      assert.equal(await programEnd(client), 5);
      assert.equal(outputOf(client, "stdout"), "first main's own 5\n");
      const phases = bodiesOf(client, "gorunscope.phase").map((body) => (body as PhaseEvent).phase);
      const stops = ["running", "stopped"];
      const steps = [...stops, ...stops, ...stops, ...stops, ...stops];
      assert.deepEqual(phases, ["loading", "building", "starting", ...steps, "running", "exited"]);
    }));

  it("steps into a package of the module", () =>
    withSession(world, async (client) => {
      const { threadId } = await launchUntilStopped(
        client,
        { cwd: calls.module },
        { breakpoints: { [calls.main]: [calls.mainLine] } },
      );
      const inside = await runToStop(client, "stepIn", threadId);
      assert.equal(inside.name, "sums.Add");
      assert.equal(inside.frames[0]?.source?.path, calls.sums);
      await client.request("disconnect");
    }));
});

describe("terminate", () => {
  it("runs the program's own handler of Ctrl-C, and its exit code is told", () =>
    withSession(world, async (client) => {
      await launch(client, { cwd: calls.module, args: ["wait"] });
      await untilItWaits(client);
      await client.request("terminate");
      assert.equal(await programEnd(client), 3);
      assert.match(outputOf(client, "stdout"), /interrupted\n$/);
    }));

  it("of a stopped program lets it run on to its handler", () =>
    withSession(world, async (client) => {
      const line = lineOf('fmt.Println("waiting")', callsMain);
      await launchUntilStopped(
        client,
        { cwd: calls.module, args: ["wait"] },
        { breakpoints: { [calls.main]: [line] } },
      );
      await client.request("terminate");
      assert.equal(await programEnd(client), 3);
      assert.match(outputOf(client, "stdout"), /waiting\ninterrupted\n$/);
      assert.equal(bodiesOf(client, "continued").length, 1);
    }));
});

describe("disconnect", () => {
  for (const noDebug of [false, true]) {
    it(`ends a program that runs ${noDebug ? "without" : "under"} the debugger, before it is answered`, () =>
      withSession(world, async (client) => {
        if (noDebug) await client.request("launch", { mode: "run", cwd: calls.module, args: ["wait"], noDebug });
        else await launch(client, { cwd: calls.module, args: ["wait"] });
        await untilItWaits(client);
        const { process, work } = await client.request<BuildDirResponse>("buildDir");
        assert.ok(process && readFileSync(`/proc/${process.pid}/cmdline`, "utf8").endsWith("\0wait\0"));
        await client.request("disconnect");
        assert.equal(existsSync(`/proc/${process.pid}`), false);
        assert.equal(existsSync(work!.path), false);
        await client.closed();
      }));
  }
});
