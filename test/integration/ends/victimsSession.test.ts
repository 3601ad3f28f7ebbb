/** One of the processes of a session dies, or its client goes away: nothing is left, and the client knows. */
import assert from "node:assert/strict";
import { assertNothingLeft } from "../../support/leaks.ts";
import { testDlv } from "../../support/tools.ts";
import { assertCleanEnd, sentencesOf } from "./heard.ts";
import { Stage, type ScenePhase } from "./scenes.ts";

interface Case {
  phase: ScenePhase;
  victim: "adapter" | "dlv" | "go" | "program";
  signal: NodeJS.Signals;
  /** What the client is told; nothing where it can be told nothing. */
  sentence?: RegExp;
}

const phases = ["starting", "stopped", "running"] as const;
const cases: Case[] = phases.flatMap((phase): Case[] => [
  { phase, victim: "adapter", signal: "SIGTERM" },
  { phase, victim: "adapter", signal: "SIGINT" },
  { phase, victim: "adapter", signal: "SIGKILL" },
  { phase, victim: "dlv", signal: "SIGKILL", sentence: /dlv/ },
  { phase, victim: "dlv", signal: "SIGTERM", sentence: /dlv/ },
  { phase, victim: "go", signal: "SIGKILL", sentence: /go/ },
  { phase, victim: "go", signal: "SIGTERM", sentence: /go/ },
  { phase, victim: "program", signal: "SIGKILL", sentence: /program/ },
]);

describe("a session's processes die", () => {
  const stage = new Stage();
  before(() => testDlv());
  afterEach(() => stage.clear());
  after(() => stage.close());

  for (const { phase, victim, signal, sentence } of cases) {
    it(`${phase}: ${victim} gets ${signal}`, async () => {
      const scene = await stage.reach(phase);
      const { client, world } = scene;
      process.kill(scene.processes[victim]!, signal);
      if (sentence) {
        await client.waitFor("terminated");
        assert.deepEqual(await client.request("threads"), { threads: [] });
        await assert.rejects(client.request("evaluate", { expression: "1" }));
        const sentences = sentencesOf(client, await scene.launched);
        assert.equal(sentences.length, 1, sentences.join("\n"));
        assert.match(sentences[0]!, sentence);
        await client.request("disconnect");
      }
      await scene.adapter.exited;
      if (signal !== "SIGKILL" || victim !== "adapter") assertCleanEnd(client);
      await assertNothingLeft(world);
    });
  }

  for (const phase of phases) {
    it(`${phase}: the client is gone`, async () => {
      const { client, world, adapter } = await stage.reach(phase);
      client.process!.stdin!.destroy();
      client.process!.stdout!.destroy();
      await adapter.exited;
      await assertNothingLeft(world);
    });
  }
});
