/** An adapter that dies together with its watchdog: the next one that starts a run clears up. */
import assert from "node:assert/strict";
import { assertNothingLeft, leftoversOf, processesOf } from "../../support/leaks.ts";
import { writeHello } from "../../support/goModule.ts";
import { launch, programEnd } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { heldPhases } from "./holds.ts";
import { Stage, type ScenePhase } from "./scenes.ts";

const phases: ScenePhase[] = [...heldPhases.filter((phase) => phase !== "planning"), "starting", "stopped", "running"];

describe("the start after an adapter and its watchdog were killed", () => {
  const stage = new Stage();
  before(() => testDlv());
  afterEach(() => stage.clear());
  after(() => stage.close());

  for (const phase of phases) {
    it(`${phase}: clears up`, async () => {
      const { world, adapter } = await stage.reach(phase, {
        attributes: phase === "running" ? { args: ["deaf"] } : {},
      });
      const watchdog = processesOf(world).find(({ command }) => command[1]?.endsWith("/watchdog"));
      assert.ok(watchdog, "there is a watchdog");
      for (const pid of [watchdog.pid, adapter.pid]) process.kill(pid, "SIGKILL");
      await adapter.exited;
      assert.notDeepEqual(leftoversOf(world), [], "without a watchdog something is left");

      const next = await stage.adapter(world);
      await launch(next.client, { program: writeHello(world.path) });
      assert.equal(await programEnd(next.client), 0);
      await next.client.request("disconnect");
      await next.adapter.exited;
      await assertNothingLeft(world);
    });
  }

  it("leaves alone what another adapter still uses", async () => {
    const { world, client, adapter } = await stage.reach("stopped");
    const next = await stage.adapter(world);
    await launch(next.client, { program: writeHello(world.path) });
    assert.equal(await programEnd(next.client), 0);
    await next.client.request("disconnect");
    await next.adapter.exited;
    assert.ok((await client.request<{ threads: unknown[] }>("threads")).threads.length > 0);
    await client.request("disconnect");
    await adapter.exited;
    await assertNothingLeft(world);
  });
});
