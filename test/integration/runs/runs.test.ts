/** All runs through one interface: what comes, goes on and ends is told of, and answers whether it lives or not. */
import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { BuildDirResponse, CacheKeysResponse } from "../../../shared/contract/answers.ts";
import type { Failure } from "../../../shared/contract/errors.ts";
import { errorIds } from "../../../shared/contract/errors.ts";
import { DirectoryWatch } from "../../../shared/runs/directoryWatch.ts";
import { Runs } from "../../../shared/runs/runs.ts";
import { gorunscopeCommand, startCommand } from "../../support/gorunscope.ts";
import { writeWaiting } from "../../support/goModule.ts";
import { assertNothingLeft, killAll } from "../../support/leaks.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;

before(function () {
  this.timeout(300_000);
  world = makeWorld();
  warmCache(world);
});
after(async () => {
  await assertNothingLeft(world);
  world.remove();
});

/** Waits until a condition holds that a change of the runs may bring about. */
async function until(runs: Runs, condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise<void>((resolve) => runs.once("changed", resolve));
}

describe("runs", () => {
  it("are asked alike while they live and when they have ended", async () => {
    const waiting = writeWaiting(world.path);
    const runs = new Runs(world.env);
    // Others of this user may run on this machine at the same time.
    const own = () => runs.list().find(({ cwd }) => cwd === waiting);
    const command = startCommand(world, [...gorunscopeCommand, "run", "."], { cwd: waiting });
    try {
      await runs.ready();
      await until(runs, () => own()?.live === true && own()?.phase === "running");
      const live = own();
      assert.ok(live);
      assert.deepEqual([live.package, live.packageDir, live.canRestart], ["example.com/waiting", waiting, false]);
      const keysWhileLive = (await runs.request(live.run, "cacheKeys")) as CacheKeysResponse;
      await assert.rejects(runs.restart(live.run), (error) => (error as Failure).id === errorIds.wrongPhase);
      await runs.stop(live.run);
      await command.ended;
      await until(runs, () => runs.find(live.run)?.live === false);
      const buildDir = (await runs.request(live.run, "buildDir")) as BuildDirResponse;
      assert.equal(buildDir.run, live.run);
      const keys = (await runs.request(live.run, "cacheKeys")) as CacheKeysResponse;
      assert.deepEqual(
        keys.actions.map(({ id, actionID }) => [id, actionID]),
        keysWhileLive.actions.map(({ id, actionID }) => [id, actionID]),
      );
      await assert.rejects(runs.stop(live.run), (error) => (error as Failure).id === errorIds.wrongPhase);
      await assert.rejects(runs.request("none", "buildDir"), (error) => (error as Failure).id === errorIds.noRunYet);
    } finally {
      runs.close();
      killAll(world);
    }
  });
});

describe("a directory that is watched", () => {
  it("may be made later, and vanish, and come again", async () => {
    const path = join(world.path, "watched");
    const names: (string | undefined)[] = [];
    let tell = () => {};
    const watch = new DirectoryWatch(path, (name) => {
      names.push(name);
      tell();
    });
    const told = (name: string | undefined) =>
      new Promise<void>((resolve) => {
        tell = () => {
          if (names.includes(name)) resolve();
        };
        tell();
      });
    try {
      for (let round = 0; round < 2; round++) {
        names.length = 0;
        mkdirSync(path);
        await told(undefined);
        mkdirSync(join(path, "inner"));
        await told("inner");
        names.length = 0;
        rmSync(path, { recursive: true });
        await told(undefined);
      }
    } finally {
      watch.close();
    }
  });
});
