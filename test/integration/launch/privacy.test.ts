/** What lies in files while a session lives. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { launchUntilStopped, withSession } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { writeTeller } from "../../support/wholeRun.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  warmCache(world);
});
after(() => world.remove());

/** The regular files below a directory. */
function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

it("while the program is stopped no argument, value of -ldflags or variable stands in a file of the run's", () =>
  withSession(world, async (client) => {
    const cwd = writeTeller(world.path, "private");
    await launchUntilStopped(client, {
      cwd,
      args: ["--password=hunter2"],
      buildFlags: ["-ldflags=-X main.version=hunter3"],
      env: { PASSWORD: "hunter4" },
    });
    const files = filesBelow(world.runtime);
    assert.ok(files.some((file) => file.endsWith("/exec")));
    for (const file of files) assert.doesNotMatch(readFileSync(file, "latin1"), /hunter/, file);
  }));
