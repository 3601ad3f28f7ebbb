/** Programs that make it hard to end them, or to follow what they say. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { DapClient } from "../../../shared/dap/client.ts";
import { identify, isRunning } from "../../../shared/process/identity.ts";
import { until } from "../../../shared/process/waiting.ts";
import { assertNothingLeft } from "../../support/leaks.ts";
import { launch, outputOf, programEnd } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { assertCleanEnd } from "./heard.ts";
import { Stage } from "./scenes.ts";

describe("programs that are hard to end", () => {
  const stage = new Stage();
  before(() => testDlv());
  afterEach(() => stage.clear());
  after(() => stage.close());

  for (const noDebug of [false, true]) {
    const how = noDebug ? "without a debugger" : "under the debugger";
    for (const args of [["deaf"], ["group"], ["deaf", "group", "fork"]]) {
      it(`${how}, ${args.join(" and ")}: disconnect`, async () => {
        const { client, world, adapter } = await stage.reach("running", { attributes: { args, noDebug } });
        await client.request("disconnect");
        await adapter.exited;
        assertCleanEnd(client);
        await assertNothingLeft(world);
      });

      it(`${how}, ${args.join(" and ")}: the adapter gets SIGKILL`, async () => {
        const { world, adapter } = await stage.reach("running", { attributes: { args, noDebug } });
        process.kill(adapter.pid, "SIGKILL");
        await assertNothingLeft(world);
      });
    }

    it(`${how}, a child in a session of its own is left alone, as by go run`, async () => {
      const { client, world, adapter } = await stage.reach("running", { attributes: { args: ["daemon"], noDebug } });
      const child = childOf(client);
      await client.request("disconnect");
      await adapter.exited;
      await assertNothingLeft(world, [child]);
      assert.ok(isThere(child));
    });

    it(`${how}, a child that holds the output keeps nobody waiting for the program's end`, async () => {
      const { world, client, adapter } = await stage.adapter();
      await launch(client, { program: stage.waiting, args: ["fork", "end"], noDebug });
      assert.equal(await programEnd(client), 0);
      const child = childOf(client);
      await client.request("disconnect");
      await adapter.exited;
      await assertNothingLeft(world, [child]);
      assert.ok(isThere(child), "what a program leaves behind when it ends is its own affair");
    });

    it(`${how}, output without a newline comes while the program runs`, async () => {
      const { client } = await stage.reach("running", { attributes: { args: ["partial"], noDebug } });
      assert.match(outputOf(client, "stdout"), /^no newlineready\n/);
    });
  }

  it("deaf to terminate it goes on, and disconnect ends it", async () => {
    const { client, world, adapter, processes } = await stage.reach("running", { attributes: { args: ["deaf"] } });
    await client.request("terminate");
    const { threads } = await client.request<{ threads: unknown[] }>("threads");
    assert.ok(threads.length > 0 && isThere(processes.program!));
    await client.request("disconnect");
    await adapter.exited;
    await assertNothingLeft(world);
  });

  it("a debugger that does not answer any more is ended with its program", async () => {
    const { client, world, adapter, processes } = await stage.reach("running");
    process.kill(processes.dlv!, "SIGSTOP");
    await client.request("disconnect");
    await adapter.exited;
    assertCleanEnd(client);
    await assertNothingLeft(world);
  });
});

/** The number that the program has told of a child's. */
function childOf(client: DapClient): number {
  return Number(/child (\d+)/.exec(outputOf(client, "stdout"))?.[1]);
}

function isThere(pid: number): boolean {
  const identity = identify(pid);
  return identity !== undefined && isRunning(identity);
}

describe("a program that prints 100 MB", () => {
  const stage = new Stage();
  const floodBytes = 100 * 1024 * 1024;
  /** The goal for the adapter's memory, with what a busy Node has not given back. */
  const mostMemory = 200 * 1024 * 1024;
  before(() => testDlv());
  afterEach(() => stage.clear());
  after(() => stage.close());

  /** Starts the flood; the client stops reading as soon as some of it has come. @returns the program */
  async function beginFlood(client: DapClient, attributes: object): Promise<number> {
    const stopListening = client.onEvent((event) => {
      if (floodIn(event) === 0) return;
      client.process!.stdout!.pause();
      stopListening();
    });
    const started = client.waitFor<DebugProtocol.ProcessEvent>("process");
    // Its last answers may come when the client reads again.
    void launch(client, { program: stage.waiting, args: ["flood"], ...attributes }).catch(() => undefined);
    return (await started).body.systemProcessId!;
  }

  it("waits for a client that does not read, and nothing is lost", async () => {
    const { client, adapter, world } = await stage.adapter();
    let received = 0;
    client.onEvent((event) => (received += floodIn(event)));
    await assertHeldUp(await beginFlood(client, {}), adapter.pid);
    const ready = client.waitFor("output", ({ body }) => (body as { output: string }).output.includes("ready\n"));
    client.process!.stdout!.resume();
    await ready;
    assert.equal(received, floodBytes);
    assert.ok(memoryOf(adapter.pid) < mostMemory, `${memoryOf(adapter.pid)} bytes`);
    await client.request("disconnect");
    await assertNothingLeft(world);
  });

  for (const outputMode of ["local", "remote"]) {
    it(`ends with an adapter that cannot get rid of it (outputMode ${outputMode})`, async () => {
      const { client, world, adapter } = await stage.adapter();
      await assertHeldUp(await beginFlood(client, { outputMode }), adapter.pid);
      process.kill(adapter.pid, "SIGTERM");
      await adapter.exited;
      await assertNothingLeft(world);
    });
  }

  /** The program has to wait with its output, rather than the adapter keeping it. */
  async function assertHeldUp(program: number, adapter: number): Promise<void> {
    const written = await comesToRest(() => writtenBy(program));
    assert.ok(written < floodBytes / 2, `${written} bytes were written though nobody read`);
    assert.ok(memoryOf(adapter) < mostMemory, `${memoryOf(adapter)} bytes`);
  }
});

/** How many bytes of the flood an event has: "x" 1,023 times and a newline, cut anywhere. */
function floodIn(event: DebugProtocol.Event): number {
  if (event.event !== "output") return 0;
  const { output, category } = (event as DebugProtocol.OutputEvent).body;
  return category === "stdout" ? (/^[x\n]*/.exec(output)?.[0].length ?? 0) : 0;
}

/** The bytes that a process has written so far. */
function writtenBy(pid: number): number {
  return Number(/^wchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, "latin1"))?.[1] ?? 0);
}

function memoryOf(pid: number): number {
  return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1]);
}

/** Waits until a figure above 0 is the same in 30 looks, one after the other. */
async function comesToRest(figure: () => number): Promise<number> {
  let [last, times] = [0, 0];
  const rests = () => {
    const now = figure();
    times = now > 0 && now === last ? times + 1 : 0;
    last = now;
    return times >= 30;
  };
  assert.ok(await until(rests, 20_000), `it does not come to rest: ${last}`);
  return last;
}
