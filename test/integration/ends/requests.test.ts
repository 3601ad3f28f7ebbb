/** Requests at the wrong time, and the ways in which clients end a session: each has one answer, and nothing is left. */
import type { DapError } from "../../../shared/dap/dapError.ts";
import assert from "node:assert/strict";
import type { DapClient } from "../../../shared/dap/client.ts";
import { assertNothingLeft } from "../../support/leaks.ts";
import { outputOf, programEnd, startAdapter } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { assertCleanEnd, assertOneAnswerEach, sentencesOf } from "./heard.ts";
import { heldPhases, isHeld } from "./holds.ts";
import { Stage, type ScenePhase } from "./scenes.ts";

const phases: ScenePhase[] = [...heldPhases, "starting", "stopped", "running"];

/** Requests of the protocol and of ours that neither begin nor end anything, with arguments that mean nothing. */
const anyTime = [
  ...["breakpointLocations", "cancel", "completions", "dataBreakpointInfo", "disassemble", "evaluate", "exceptionInfo"],
  ...["gotoTargets", "loadedSources", "locations", "modules", "readMemory", "restartFrame", "scopes", "setExpression"],
  ...[
    "setVariable",
    "source",
    "stackTrace",
    "stepInTargets",
    "terminateThreads",
    "threads",
    "variables",
    "writeMemory",
  ],
  ...["buildDir", "cacheKeys", "procTree", "gorunscope.nothing", "nothing"],
];

/** Asks all of it, with arguments and without; the failures are the answers. */
function askAll(client: DapClient): Promise<unknown> {
  const asked = anyTime.flatMap((command) => [client.request(command), client.request(command, {})]);
  return Promise.allSettled(asked);
}

describe("requests at any time", () => {
  const stage = new Stage();
  before(() => testDlv());
  afterEach(() => stage.clear());
  after(() => stage.close());

  it("before initialize, and before the launch", async () => {
    const world = stage.world();
    const { client, exited } = await startAdapter(world, { initialize: false });
    await askAll(client);
    await assert.rejects(client.request("launch", { mode: "run" }), { message: "launch came before initialize" });
    await client.request("initialize", { adapterID: "go" });
    await askAll(client);
    await assert.rejects(client.request("buildDir"), (error: DapError) => error.body?.error?.id === 7001);
    await client.request("disconnect");
    await exited;
    assertOneAnswerEach(client);
    await assertNothingLeft(world);
  });

  for (const phase of phases) {
    it(`${phase}: each has one answer, and disconnect twice two`, async () => {
      const { client, world, adapter } = await stage.reach(phase);
      await askAll(client);
      const pause = phase === "running" ? undefined : client.request("pause", { threadId: 1 }).catch(() => undefined);
      await pause;
      const endings = [client.request("disconnect"), client.request("disconnect"), client.request("evaluate")];
      const [first] = await Promise.allSettled(endings);
      assert.equal(first?.status, "fulfilled", "the first disconnect goes well");
      await adapter.exited;
      assertCleanEnd(client);
      await assertNothingLeft(world);
    });
  }

  it("after the program's end each has one answer", async () => {
    const { client, world, adapter } = await stage.reach("stopped", { attributes: { args: ["end"] } });
    await client.request("continue", { threadId: 1 });
    assert.equal(await programEnd(client), 0);
    await askAll(client);
    for (const command of ["launch", "continue", "next", "pause", "configurationDone", "setBreakpoints", "terminate"]) {
      await client.request(command, {}).catch(() => undefined);
    }
    assert.deepEqual(await client.request("threads"), { threads: [] });
    const { phase } = await client.request<{ phase: string }>("buildDir");
    assert.equal(phase, "exited", "what there was to see can still be seen");
    await client.request("disconnect");
    await adapter.exited;
    assertCleanEnd(client);
    await assertNothingLeft(world);
  });

  for (const phase of phases) {
    it(`${phase}: disconnect, and gone without waiting`, async () => {
      const { client, world, adapter } = await stage.reach(phase);
      client.request("disconnect").catch(() => undefined);
      await client.close();
      await adapter.exited;
      await assertNothingLeft(world);
    });

    it(`${phase}: terminate, then disconnect`, async () => {
      const { client, world, adapter, launched } = await stage.reach(phase);
      await client.request("terminate");
      await client.waitFor("terminated");
      await assertNothingLeft(world, [adapter.pid]);
      if (isHeld(phase)) {
        const sentence = phase === "calling" ? "the run was stopped before the program ran" : "the build was stopped";
        assert.deepEqual(sentencesOf(client, await launched), [sentence]);
        if (phase !== "calling") assert.equal(outputOf(client, "stderr"), "");
      }
      await client.request("disconnect");
      await adapter.exited;
      assertCleanEnd(client);
    });
  }
});
