/** What docs/editors/other.md says of clients that know nothing but a program named dlv, and of the order in which Zed's helper asks. */
import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { DapClient } from "../../../shared/dap/client.ts";
import { placeOf, writeCalls } from "../../support/calls.ts";
import { startCommand } from "../../support/gorunscope.ts";
import { assertNothingLeft, killAll } from "../../support/leaks.ts";
import { gorunscope, programEnd } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  warmCache(world);
});
after(async () => {
  try {
    await assertNothingLeft(world);
  } finally {
    killAll(world);
    world.remove();
  }
});

describe("gorunscope-dlv by the name dlv, first on PATH", () => {
  it("debugs a go run, for a client that configures before `initialized`", async () => {
    const { module, main, mainLine } = writeCalls(world.path);
    const bin = join(world.path, "first");
    mkdirSync(bin);
    symlinkSync(join(dirname(gorunscope), "gorunscope-dlv.js"), join(bin, "dlv"));
    const adapter = startCommand(world, ["dlv", "dap", "--listen", "127.0.0.1:0"], {
      cwd: module,
      env: { PATH: `${bin}:${world.env["PATH"]}` },
    });
    const [, port] = await adapter.says(/^DAP server listening at: 127\.0\.0\.1:(\d+)$/m);
    const client = await DapClient.connect("127.0.0.1", Number(port), { timeoutMs: 20_000 });
    try {
      const [, , set] = await Promise.all([
        client.request("initialize", { adapterID: "Delve", pathFormat: "path", linesStartAt1: true }),
        client.request("launch", { request: "launch", mode: "run", program: "." }),
        client.request<DebugProtocol.SetBreakpointsResponse["body"]>("setBreakpoints", {
          source: { path: main },
          breakpoints: [{ line: mainLine }],
        }),
        client.request("configurationDone"),
      ]);
      assert.deepEqual(
        set.breakpoints.map(({ verified }) => verified),
        [true],
      );
      const { threadId } = (await client.waitFor<DebugProtocol.StoppedEvent>("stopped")).body;
      assert.equal((await placeOf(client, threadId)).line, mainLine);
      await client.request("continue", { threadId });
      assert.equal(await programEnd(client), 5);
    } finally {
      await client.close();
    }
    assert.equal((await adapter.ended).code, 0);
  });
});
