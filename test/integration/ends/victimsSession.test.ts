/** A process of a session dies, or its client goes away: nothing is left, and the client knows. */
import assert from "node:assert/strict";
import { assertNothingLeft } from "../../support/leaks.ts";
import { outputOf, programEnd } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { assertCleanEnd, sentencesOf } from "./heard.ts";
import { Stage } from "./scenes.ts";

const phases = ["starting", "stopped", "running"] as const;

/** What the client is told of a debugger's or a go command's death. */
const victims = [
  { victim: "dlv", signal: "SIGKILL", sentence: "dlv ended early; what was left of the program was ended with it" },
  { victim: "dlv", signal: "SIGTERM", sentence: "dlv ended early; what was left of the program was ended with it" },
  {
    victim: "go",
    signal: "SIGKILL",
    sentence: "go was ended from outside (SIGKILL); dlv and the program were ended with it",
  },
  {
    victim: "go",
    signal: "SIGTERM",
    sentence: "go was ended from outside (SIGTERM); dlv and the program were ended with it",
  },
] as const;

describe("a session's processes die", () => {
  const stage = new Stage();
  before(() => testDlv());
  afterEach(() => stage.clear());
  after(() => stage.close());

  for (const phase of phases) {
    for (const signal of ["SIGTERM", "SIGINT", "SIGKILL"] as const) {
      it(`${phase}: the adapter gets ${signal}`, async () => {
        const { world, adapter, client } = await stage.reach(phase);
        process.kill(adapter.pid, signal);
        await adapter.exited;
        if (signal !== "SIGKILL") assertCleanEnd(client);
        await assertNothingLeft(world);
      });
    }

    for (const { victim, signal, sentence } of victims) {
      it(`${phase}: ${victim} gets ${signal}`, async () => {
        const { world, adapter, client, processes, launched } = await stage.reach(phase);
        process.kill(processes[victim]!, signal);
        await client.waitFor("terminated");
        await assertNothingLeft(world, [adapter.pid]);
        assert.deepEqual(sentencesOf(client, await launched), [sentence]);
        assert.deepEqual(await client.request("threads"), { threads: [] });
        await assert.rejects(client.request("evaluate", { expression: "1" }));
        await client.request("disconnect");
        assertCleanEnd(client);
      });
    }

    it(`${phase}: the program gets SIGKILL`, async () => {
      const { world, adapter, client, processes, launched } = await stage.reach(phase);
      process.kill(processes.program!, "SIGKILL");
      assert.equal(await programEnd(client), -9, "the signal's number below zero, as dlv has it");
      await assertNothingLeft(world, [adapter.pid]);
      // dlv tells of a running program's end by itself.
      const own = phase === "running" ? [] : ["the program was ended from outside (SIGKILL)"];
      assert.deepEqual(sentencesOf(client, await launched), own);
      if (phase === "running") assert.match(outputOf(client), /Process \d+ has exited with status -9/);
      await client.request("disconnect");
      assertCleanEnd(client);
    });

    it(`${phase}: the client is gone`, async () => {
      const { client, world, adapter } = await stage.reach(phase);
      client.process!.stdin!.destroy();
      client.process!.stdout!.destroy();
      await adapter.exited;
      await assertNothingLeft(world);
    });
  }
});
