/** A live run's socket: JSON-RPC 2.0 with the run's requests as methods, and its events as notifications. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, statSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import {
  createMessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from "vscode-jsonrpc/node";
import type {
  ActionEvent,
  BuildDirResponse,
  CacheKeysResponse,
  Phase,
  PhaseEvent,
  ProcessEvent,
  ProcTreeResponse,
} from "../../../shared/contract/answers.ts";
import type { DapClient } from "../../../shared/dap/client.ts";
import { GatedModule, mainFile, writeModule } from "../../support/goModule.ts";
import { launch, launchUntilStopped, programEnd, startAdapter } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
let module: string;

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  warmCache(world);
  const statements = [
    "interrupts := make(chan os.Signal, 1)",
    "signal.Notify(interrupts)",
    "<-interrupts",
    "os.Exit(3)",
  ];
  module = writeModule(world.path, "lives", { "main.go": mainFile(["os", "os/signal"], statements) });
});
after(() => world.remove());

interface Listener {
  connection: MessageConnection;
  socket: Socket;
  /** The run's phases that this listener was told of. */
  phases: Phase[];
  actions: ActionEvent[];
  processes: ProcessEvent[];
  closed: Promise<void>;
}

/** The socket of the one run that lives in this world. */
function socketPath(): string {
  const base = join(world.runtime, "gorunscope");
  const paths = readdirSync(base).map((name) => join(base, name, "live"));
  const [path, other] = paths.filter((each) => existsSync(each));
  assert.ok(path !== undefined && other === undefined, "one run has a socket");
  return path;
}

async function listen(): Promise<Listener> {
  const socket = connect(socketPath());
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
  const listener: Listener = {
    connection,
    socket,
    phases: [],
    actions: [],
    processes: [],
    closed: new Promise((resolve) => socket.once("close", () => resolve())),
  };
  connection.onNotification("gorunscope.phase", ({ phase }: PhaseEvent) => void listener.phases.push(phase));
  connection.onNotification("gorunscope.action", (event: ActionEvent) => void listener.actions.push(event));
  connection.onNotification("gorunscope.process", (event: ProcessEvent) => void listener.processes.push(event));
  connection.listen();
  return listener;
}

async function withSession(test: (client: DapClient) => Promise<void>): Promise<void> {
  const { client } = await startAdapter(world);
  try {
    await test(client);
  } finally {
    await client.close();
  }
}

describe("a live run's socket", () => {
  it("is the user's alone, and answers as the session does", () =>
    withSession(async (client) => {
      await launchUntilStopped(client, { cwd: module });
      assert.equal(statSync(socketPath()).mode & 0o777, 0o600);
      const { connection, socket, closed } = await listen();
      const buildDir = await connection.sendRequest<BuildDirResponse>("buildDir");
      assert.deepEqual(buildDir, await client.request("buildDir"));
      const keys = await connection.sendRequest<CacheKeysResponse>("cacheKeys", { package: "example.com/lives" });
      assert.deepEqual(keys, await client.request("cacheKeys", { package: "example.com/lives" }));
      const { root } = await connection.sendRequest<ProcTreeResponse>("procTree", { live: true });
      assert.equal(root.role, "go");
      const fails = async (asked: Promise<unknown>) => {
        const error: unknown = await asked.catch((reason: unknown) => reason);
        assert.ok(error instanceof ResponseError, String(error));
        return error.code;
      };
      assert.equal(await fails(connection.sendRequest("cacheKeys", { package: 3 })), 7004);
      assert.equal(await fails(connection.sendRequest("buildDir", { run: "another" })), 7004);
      assert.equal(await fails(connection.sendRequest("nonsense")), -32601);
      socket.end();
      await closed;
      await client.request("disconnect");
    }));

  it("tells many listeners of phases, actions and processes, and is gone with the run", () =>
    withSession(async (client) => {
      const gated = new GatedModule(world.path, "compile");
      try {
        const launched = launchUntilStopped(client, { cwd: gated.directory, buildFlags: gated.buildFlags });
        const pid = await gated.arrived();
        const path = socketPath();
        const listeners = await Promise.all([listen(), listen()]);
        const asked = listeners.map(({ connection }) => connection.sendRequest<BuildDirResponse>("buildDir"));
        assert.deepEqual(
          (await Promise.all(asked)).map(({ phase }) => phase),
          ["building", "building"],
        );
        gated.open();
        await launched;
        await client.request("disconnect");
        await Promise.all(listeners.map(({ closed }) => closed));
        for (const { phases, actions, processes } of listeners) {
          assert.deepEqual(phases, ["starting", "running", "stopped", "exited"]);
          assert.ok(actions.some(({ id, state }) => id === "build example.com/gated" && state === "miss"));
          assert.ok(processes.some((process) => process.pid === pid && process.exitedAt !== undefined));
        }
        assert.equal(existsSync(path), false);
      } finally {
        gated.close();
      }
    }));

  it("stops the program as Ctrl-C does", () =>
    withSession(async (client) => {
      await launch(client, { cwd: module });
      const { connection, closed, phases } = await listen();
      await client.waitFor("gorunscope.phase", ({ body }) => (body as PhaseEvent).phase === "running");
      // The program says nothing of its handler: it sleeps when that is there.
      const isReady = async () =>
        (await connection.sendRequest<ProcTreeResponse>("procTree", { live: true })).root.children.some(
          ({ children }) => children.some(({ role, state }) => role === "program" && state === "sleeping"),
        );
      while (!(await isReady()));
      assert.deepEqual(await connection.sendRequest("stop"), {});
      assert.equal(await programEnd(client), 3);
      await closed;
      assert.equal(phases.at(-1), "exited");
    }));

  it("stops a build", () =>
    withSession(async (client) => {
      const gated = new GatedModule(mkdtempSync(join(world.path, "stopped-")), "link");
      try {
        const launched = client.request("launch", { mode: "run", cwd: gated.directory, buildFlags: gated.buildFlags });
        const failed = launched.catch((error: unknown) => error);
        await gated.arrived();
        const { connection, closed } = await listen();
        assert.deepEqual(await connection.sendRequest("stop"), {});
        assert.match(String(await failed), /the build was stopped/);
        await closed;
        await client.waitFor("terminated");
      } finally {
        gated.close();
      }
    }));

  it("restarts the session's run", () =>
    withSession(async (client) => {
      await launchUntilStopped(client, { cwd: module });
      const before = await client.request<BuildDirResponse>("buildDir");
      const { connection, closed } = await listen();
      assert.deepEqual(await connection.sendRequest("restart"), {});
      await closed;
      await client.waitFor("stopped");
      const after = await client.request<BuildDirResponse>("buildDir");
      assert.notEqual(after.run, before.run);
      const { connection: next } = await listen();
      assert.equal((await next.sendRequest<BuildDirResponse>("buildDir")).run, after.run);
      await client.request("disconnect");
    }));

  it("does without listeners that say nonsense, or do not read", () =>
    withSession(async (client) => {
      await launchUntilStopped(client, { cwd: module });
      for (const nonsense of [
        "Content-Length: 4294967296\r\n\r\n",
        "nothing\r\n\r\n",
        "Content-Length: 3\r\n\r\n{{{",
      ]) {
        const socket = connect(socketPath());
        socket.on("error", () => undefined);
        socket.end(nonsense);
        await new Promise((resolve) => socket.resume().once("close", resolve));
      }
      assert.equal((await client.request<BuildDirResponse>("buildDir")).phase, "stopped");
      const { connection } = await listen();
      assert.equal((await connection.sendRequest<BuildDirResponse>("buildDir")).phase, "stopped");
      await client.request("disconnect");
    }));
});
