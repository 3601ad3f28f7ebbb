/** A process of a launch dies, or its client goes away, before there is a program: nothing is left, and the client knows. */
import assert from "node:assert/strict";
import { assertNothingLeft, processesOf } from "../../support/leaks.ts";
import { testDlv } from "../../support/tools.ts";
import { assertCleanEnd, sentencesOf } from "./heard.ts";
import { heldPhases } from "./holds.ts";
import { Stage } from "./scenes.ts";

describe("a build's processes die", () => {
  const stage = new Stage();
  before(() => testDlv());
  afterEach(() => stage.clear());
  after(() => stage.close());

  for (const phase of heldPhases) {
    // What is only asked for its environment ends by itself, unless a test holds it.
    const signals =
      phase === "planning" ? (["SIGTERM", "SIGINT"] as const) : (["SIGTERM", "SIGINT", "SIGKILL"] as const);
    for (const signal of signals) {
      it(`${phase}: the adapter gets ${signal}`, async () => {
        const { world, adapter, client } = await stage.reach(phase);
        process.kill(adapter.pid, signal);
        await adapter.exited;
        if (signal !== "SIGKILL") assertCleanEnd(client);
        await assertNothingLeft(world);
      });
    }

    it(`${phase}: the client is gone`, async () => {
      const { client, world, adapter } = await stage.reach(phase);
      client.process!.stdin!.destroy();
      client.process!.stdout!.destroy();
      await adapter.exited;
      await assertNothingLeft(world);
    });
  }

  for (const phase of heldPhases.slice(1)) {
    // Once go has started the program, or dlv in its place, it ignores SIGINT.
    const signals =
      phase === "calling" ? (["SIGTERM", "SIGKILL"] as const) : (["SIGTERM", "SIGINT", "SIGKILL"] as const);
    for (const signal of signals) {
      it(`${phase}: go gets ${signal}`, async () => {
        const { world, adapter, client, processes, launched } = await stage.reach(phase);
        process.kill(processes.go, signal);
        await client.waitFor("terminated");
        await assertNothingLeft(world, [adapter.pid]);
        const sentence =
          phase === "calling"
            ? `go was ended from outside (${signal}); dlv and the program were ended with it`
            : `go was ended from outside (${signal}) while it built`;
        assert.deepEqual(sentencesOf(client, await launched), [sentence]);
        await client.request("disconnect");
        assertCleanEnd(client);
      });
    }
  }

  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    it(`calling: dlv gets ${signal}`, async () => {
      const { world, adapter, client, processes, launched } = await stage.reach("calling");
      const dlv = processesOf(world).find(({ parentPid, command }) => {
        return parentPid === processes.go && command.some((word) => word.startsWith("--client-addr="));
      });
      process.kill(dlv!.pid, signal);
      const error = await launched;
      assert.equal(error?.body?.error?.id, 7007);
      assert.equal(error.message, "dlv ended before it had launched the program");
      await client.waitFor("terminated");
      await assertNothingLeft(world, [adapter.pid]);
      await client.request("disconnect");
      assertCleanEnd(client);
    });

    it(`a tool that ignores signals does not outlive an adapter that gets ${signal}`, async () => {
      const { world, adapter } = await stage.reach("building", { stubbornTool: true });
      process.kill(adapter.pid, signal);
      await adapter.exited;
      await assertNothingLeft(world);
    });
  }
});
