/** What docs/remote.md says: the adapter is beside go, and a client elsewhere knows the code by another path. */
import assert from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { DapClient } from "../../../shared/dap/client.ts";
import { shellWord } from "../../../shared/run/shimParts.ts";
import { placeOf, runToStop, untilItWaits, writeCalls, type Calls } from "../../support/calls.ts";
import { gorunscopeCommand, startCommand, type Running } from "../../support/gorunscope.ts";
import { assertNothingLeft, killAll } from "../../support/leaks.ts";
import { bodiesOf, idOfFailure, launch, outputOf, programEnd } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

const patience = { timeoutMs: 20_000 };
let world: World;
/** The code as the client has it, and the directory that go has. */
let desk: Calls;
let host: string;
let substitutePath: { from: string; to: string }[];

before(async function () {
  this.timeout(300_000);
  await testDlv();
  const warm = makeWorld();
  warmCache(warm);
  warm.remove();
});
beforeEach(() => {
  world = makeWorld();
  desk = writeCalls(join(world.path, "desk"));
  host = join(world.path, "host/src/app");
  cpSync(desk.module, host, { recursive: true });
  substitutePath = [{ from: desk.module, to: host }];
});
afterEach(async () => {
  try {
    await assertNothingLeft(world);
  } finally {
    killAll(world);
    world.remove();
  }
});

/** Starts an adapter that listens in the directory that go has, and ends it after the test. */
async function withListener(test: (port: number, adapter: Running) => Promise<void>): Promise<void> {
  const adapter = startCommand(world, [...gorunscopeCommand, "dap", "--listen=127.0.0.1:0"], { cwd: host });
  try {
    const [, port] = await adapter.says(/^DAP server listening at: 127\.0\.0\.1:(\d+)$/m);
    await test(Number(port), adapter);
  } finally {
    adapter.child.kill("SIGTERM");
    assert.equal((await adapter.ended).code, 0);
  }
}

async function initialized(client: DapClient): Promise<DapClient> {
  await client.request("initialize", {
    adapterID: "go",
    pathFormat: "path",
    linesStartAt1: true,
    columnsStartAt1: true,
  });
  return client;
}

/** Opens a session with a listener for a test, and closes it. */
async function withClient(port: number, test: (client: DapClient) => Promise<void>): Promise<void> {
  const client = await initialized(await DapClient.connect("127.0.0.1", port, patience));
  try {
    await test(client);
  } finally {
    await client.close();
  }
}

const pathsOf = (frames: DebugProtocol.StackFrame[]) => frames.map(({ source }) => source?.path);

describe("substitutePath, over --listen", () => {
  it("breakpoints with the client's paths are hit, and stack frames carry them", () =>
    withListener((port) =>
      withClient(port, async (client) => {
        const breakpoints = { [desk.main]: [desk.mainLine], [desk.sums]: [desk.sumsLine] };
        const attributes = { cwd: host, program: host, outputMode: "remote", substitutePath };
        const set = await launch(client, attributes, { breakpoints });
        assert.deepEqual(
          set.flat().map(({ verified, source, line }) => [verified, source?.path, line]),
          [
            [true, desk.main, desk.mainLine],
            [true, desk.sums, desk.sumsLine],
          ],
        );
        const { threadId } = (await client.waitFor<DebugProtocol.StoppedEvent>("stopped")).body;
        const inMain = await placeOf(client, threadId);
        assert.deepEqual([inMain.frames[0]?.source?.path, inMain.line], [desk.main, desk.mainLine]);
        const inSums = await runToStop(client, "continue", threadId);
        assert.deepEqual(pathsOf(inSums.frames.slice(0, 2)), [desk.sums, desk.main]);
        assert.deepEqual([inSums.line, inSums.locals["one"]], [desk.sumsLine, "2"]);
        await client.request("continue", { threadId });
        assert.equal(await programEnd(client), 5);
        assert.equal(outputOf(client, "stdout"), "first main's own 5\n");
      }),
    ));

  it("a breakpoint with a path that no rule fits is not verified, and says so", () =>
    withListener((port) =>
      withClient(port, async (client) => {
        const [set] = await launch(client, {}, { breakpoints: { [desk.sums]: [desk.sumsLine] } });
        assert.deepEqual(set, [{ verified: false, message: `could not find file ${desk.sums}` }]);
        await programEnd(client);
      }),
    ));

  it("cwd and program are paths of the adapter's machine; the places of compiler errors are the client's", () =>
    withListener(async (port) => {
      for (const wrong of [{ cwd: "/desk/app" }, { program: "/desk/app" }]) {
        await withClient(port, async (client) => {
          assert.equal(await idOfFailure(client.request("launch", { mode: "run", substitutePath, ...wrong })), 7004);
        });
      }
      writeFileSync(join(host, "sums/sums.go"), "package sums\n\nvar Add = undefined\n");
      await withClient(port, async (client) => {
        assert.equal(await idOfFailure(client.request("launch", { mode: "run", substitutePath })), 7005);
        await client.waitFor("terminated");
        const places = bodiesOf<DebugProtocol.OutputEvent>(client, "output").flatMap(
          ({ source }) => source?.path ?? [],
        );
        assert.deepEqual(places, [join(desk.module, "sums/sums.go")]);
      });
    }));
});

describe("--listen", () => {
  it("a program's output is the adapter's own, unless outputMode is remote", () =>
    withListener(async (port, adapter) => {
      await withClient(port, async (client) => {
        await launch(client, {});
        await programEnd(client);
        assert.equal(outputOf(client, "stdout"), "");
      });
      await adapter.says(/^first main's own 5$/m);
    }));

  it("a connection that breaks ends its session and all that it has started, and the next client is served", () =>
    withListener(async (port, adapter) => {
      const socket = connect(port, "127.0.0.1");
      const client = await initialized(DapClient.over(socket, socket, patience));
      await launch(client, { args: ["wait"], outputMode: "remote" });
      await untilItWaits(client);
      socket.destroy();
      await client.close();
      await assertNothingLeft(world, [adapter.pid]);
      await withClient(port, async (next) => {
        await launch(next, { substitutePath });
        assert.equal(await programEnd(next), 5);
      });
    }));

  it("warns where others than this machine can connect", async () => {
    const adapter = startCommand(world, [...gorunscopeCommand, "dap", "--listen=0.0.0.0:0"]);
    await adapter.says(/^DAP server listening at: /m);
    adapter.child.kill("SIGTERM");
    const { stderr } = await adapter.ended;
    assert.equal(stderr, "Listening for remote connections (connections are not authenticated nor encrypted)\n");
  });
});

describe("standard streams behind another program, as ssh and docker exec have them", () => {
  it("a session works through it, and ends with all that it has started when the program is gone", async () => {
    const command = [...gorunscopeCommand, "dap"].map(shellWord).join(" ");
    const client = DapClient.spawn(["sh", "-c", `cat | (cd ${shellWord(host)} && exec ${command}) | cat`], {
      ...patience,
      cwd: world.path,
      env: world.env,
    });
    try {
      await initialized(client);
      const breakpoints = { [desk.main]: [desk.mainLine] };
      await launch(client, { substitutePath, args: ["wait"] }, { breakpoints });
      const { threadId } = (await client.waitFor<DebugProtocol.StoppedEvent>("stopped")).body;
      assert.equal((await placeOf(client, threadId)).frames[0]?.source?.path, desk.main);
      await client.request("continue", { threadId });
      await untilItWaits(client);
      client.process!.stdin!.destroy();
      await client.closed();
    } finally {
      await client.close();
    }
  });
});
