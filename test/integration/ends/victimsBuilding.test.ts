/** A process of a build dies, or its client goes away: nothing is left, and the client knows. */
import assert from "node:assert/strict";
import { assertNothingLeft } from "../../support/leaks.ts";
import { testDlv } from "../../support/tools.ts";
import { assertCleanEnd, sentencesOf } from "./heard.ts";
import { Stage } from "./scenes.ts";

const phases = ["loading", "building", "linking"] as const;

describe("a build's processes die", () => {
  const stage = new Stage();
  before(() => testDlv());
  afterEach(() => stage.clear());

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

    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      it(`${phase}: go gets ${signal}`, async () => {
        const { world, client, processes, launched } = await stage.reach(phase);
        process.kill(processes.go, signal);
        await client.waitFor("terminated");
        await assertNothingLeft(world);
        const sentences = sentencesOf(client, await launched);
        assert.equal(sentences.length, 1, sentences.join("\n"));
        assert.match(sentences[0]!, new RegExp(`go was ended from outside .*${signal}`));
        await client.request("disconnect");
        assertCleanEnd(client);
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

  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    it(`a tool that ignores signals does not outlive an adapter that gets ${signal}`, async () => {
      const { world, adapter } = await stage.reach("building", { stubbornTool: true });
      process.kill(adapter.pid, signal);
      await adapter.exited;
      await assertNothingLeft(world);
    });
  }
});
