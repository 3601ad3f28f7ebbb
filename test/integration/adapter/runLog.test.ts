/** `--log` in mode run: the log of the dlv under go goes where the adapter's does, and not to where the program writes. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mainFile, writeModule } from "../../support/goModule.ts";
import { assertNothingLeft } from "../../support/leaks.ts";
import { launchUntilStopped, outputOf, programEnd, withSession } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
let directory: string;

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  warmCache(world);
  const statements = ['entries, _ := os.ReadDir("/proc/self/fd")', "println(len(entries))"];
  directory = writeModule(world.path, "logged", { "main.go": mainFile(["os"], statements) });
});
after(() => world.remove());

describe("--log in mode run", () => {
  for (const where of ["standard error", "a file"]) {
    it(`brings dlv's log to ${where}, whole lines of it, and leaves the program's output and descriptors alone`, async () => {
      const file = join(world.path, "dap.log");
      const args = ["--log", "--log-output=dap,debugger", ...(where === "a file" ? [`--log-dest=${file}`] : [])];
      await withSession(
        world,
        async (client, adapter) => {
          const { threadId } = await launchUntilStopped(client, { cwd: directory });
          await client.request("continue", { threadId });
          assert.equal(await programEnd(client), 0);
          // Three standard streams, the directory, and what Go waits for events with: as without a log.
          assert.equal(Number(outputOf(client, "stderr")), await openedPlainly());
          await client.request("disconnect");
          await adapter.exited;
          const log = where === "a file" ? readFileSync(file, "utf8") : adapter.stderr();
          assert.match(log, /"command":"launch"/, "ours");
          assert.match(log, /layer=dap .*"mode":"exec"/, "that of the dlv under go");
          assert.match(log, /layer=dap .*"command":"disconnect"/, "to its end");
          const lines = log.trimEnd().split("\n");
          assert.ok(
            lines.every((line) => !/.layer=.*layer=|[^{]\{"level"/.test(line)),
            "a line each",
          );
        },
        { args },
      );
      await assertNothingLeft(world);
    });
  }

  /** How many descriptors the program has open without a log. */
  async function openedPlainly(): Promise<number> {
    let count = 0;
    await withSession(world, async (client) => {
      const { threadId } = await launchUntilStopped(client, { cwd: directory });
      await client.request("continue", { threadId });
      await client.waitFor("terminated");
      count = Number(outputOf(client, "stderr"));
      await client.request("disconnect");
    });
    return count;
  }
});
