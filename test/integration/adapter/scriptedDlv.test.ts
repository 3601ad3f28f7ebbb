/** The proxy between a client and a dlv whose every word the test says: what the real one does not do by itself. */
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { RunSession, SessionContext } from "../../../adapter/sessionContext.ts";
import { frameOfBytes } from "../../../shared/dap/frame.ts";
import { identify, isRunning } from "../../../shared/process/identity.ts";
import {
  initializeArguments,
  openSession,
  type SessionOptions,
  type TestSession,
} from "../../support/adapterSession.ts";
import { StandInDlv, type StandIn } from "../../support/standInDlv.ts";
import { scratch, testEnvironment, type Scratch } from "../../support/tools.ts";

let home: Scratch;
let dlv: StandInDlv;
const opened: TestSession[] = [];

beforeEach(() => {
  home = scratch();
  dlv = StandInDlv.at(home.path);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((session) => session.end()));
  dlv.close();
  home.remove();
});

function open(more: Partial<SessionOptions> = {}): TestSession {
  const session = openSession({ env: dlv.env(testEnvironment(home.path)), cwd: home.path, ...more });
  opened.push(session);
  return session;
}

/** A session that has launched, in a mode of dlv's. */
async function launched(
  more: Partial<SessionOptions> = {},
): Promise<{ session: TestSession; client: TestSession["client"]; peer: StandIn }> {
  const session = open(more);
  const { client } = session;
  const initialized = client.request("initialize", initializeArguments);
  const peer = await dlv.next();
  await peer.dial();
  await initialized;
  const launch = client.request("launch", { mode: "exec", program: "x" });
  peer.answer(await peer.request("launch"));
  await launch;
  return { session, client, peer };
}

const idOf = (error: { body?: { error?: { id: number } } }) => error.body?.error?.id;

describe("proxy point 1: two sequences of numbers", () => {
  it("a reverse request reaches the client under a number of ours and its answer dlv under dlv's, whatever seq it has", async () => {
    const { client, session, peer } = await launched();
    client.onReverseRequest("runInTerminal", (args) => ({ processId: (args as { n: number }).n }));
    peer.send({ seq: 1, type: "request", command: "runInTerminal", arguments: { n: 11 } });
    peer.send({ seq: 1, type: "request", command: "startDebugging", arguments: {} });
    for (const command of ["runInTerminal", "startDebugging"]) {
      await peer.message((each) => each.type === "response" && (each as DebugProtocol.Response).command === command);
    }
    const answers = peer.received.filter(({ type }) => type === "response") as DebugProtocol.Response[];
    assert.deepEqual(
      new Set(
        answers.map(({ request_seq, command, success, body }) => JSON.stringify([request_seq, command, success, body])),
      ),
      new Set(['[1,"runInTerminal",true,{"processId":11}]', '[1,"startDebugging",false,null]']),
    );
    const ours = client.transcript.filter(({ from, message }) => from === "adapter" && message.type === "request");
    assert.equal(new Set(ours.map(({ message }) => message.seq)).size, 2);
    // Helix answers without seq: what counts is request_seq.
    session.toAdapter.write(framed({ type: "response", request_seq: 99, success: true, command: "late" }));
    const threads = client.request("threads");
    peer.answer(await peer.request("threads"), { threads: [] });
    await threads;
  });

  it("the client's numbers stay, and ours to dlv are far from them", async () => {
    const { client, peer } = await launched();
    const threads = client.request("threads");
    const asked = await peer.request("threads");
    peer.answer(asked, { threads: [] });
    await threads;
    assert.equal(
      asked.seq,
      client.transcript.find(({ message }) => (message as DebugProtocol.Request).command === "threads")?.message.seq,
    );
    assert.ok((await peer.request("initialize")).seq >= 2 ** 30);
  });
});

describe("proxy point 2: exactly one answer", () => {
  it("a second answer of dlv's, and one that nobody asked for, go nowhere", async () => {
    const { client, peer } = await launched();
    const threads = client.request("threads");
    const asked = await peer.request("threads");
    peer.answer(asked, { threads: [] });
    peer.answer(asked, { threads: [] });
    peer.answer({ seq: 77, type: "request", command: "next" });
    peer.answer({ seq: 2 ** 30 + 50, type: "request", command: "next" });
    await threads;
    peer.event("marker");
    await client.waitFor("marker");
    const answers = client.transcript.filter(({ from, message }) => from === "adapter" && message.type === "response");
    assert.equal(answers.length, 3);
  });

  it("what comes before initialize is refused, and disconnect is answered even then", async () => {
    const { client } = open();
    await assert.rejects(client.request("launch", { mode: "exec" }), (error: object) => idOf(error) === 7002);
    await assert.rejects(client.request("threads"), /came before initialize/);
    await assert.rejects(client.request("buildDir"), (error: object) => idOf(error) === 7002);
    await client.request("disconnect");
    await client.closed();
  });

  it("what comes in one go with initialize waits for its turn", async () => {
    const { client } = open();
    const all = Promise.all([
      client.request("initialize", initializeArguments),
      client.request("launch", { mode: "exec" }),
      client.request("setBreakpoints", {}),
    ]);
    const peer = await dlv.next();
    await peer.dial();
    for (const command of ["launch", "setBreakpoints"]) peer.answer(await peer.request(command));
    await all;
    assert.deepEqual(
      peer.received.map((each) => (each as DebugProtocol.Request).command),
      ["initialize", "launch", "setBreakpoints"],
    );
  });

  it("disconnect twice: dlv is asked once, both are answered when it is gone", async () => {
    const { client, peer } = await launched();
    const both = Promise.all([client.request("disconnect"), client.request("disconnect")]);
    await peer.sayGoodbye();
    await both;
    assert.equal(isRunning(identify(peer.pid) ?? { pid: 0, startTicks: 0 }), false);
    assert.equal(peer.received.filter((each) => (each as DebugProtocol.Request).command === "disconnect").length, 1);
    await client.closed();
  });

  it("disconnect while dlv is still being started", async () => {
    const { client } = open();
    const initialize = client.request("initialize", initializeArguments);
    const peer = await dlv.next();
    await client.request("disconnect");
    await initialize;
    await client.closed();
    assert.equal(identify(peer.pid), undefined);
  });

  it("disconnect that dlv does not answer ends dlv and is answered", async () => {
    const { client, peer } = await launched();
    const before = Date.now();
    await client.request("disconnect");
    assert.ok(Date.now() - before < 18_000);
    assert.equal(identify(peer.pid), undefined);
    await client.waitFor("terminated");
    await client.closed();
  });
});

describe("proxy point 3: frames", () => {
  it("bodies pass byte by byte as they were written", async () => {
    const { client, peer } = await launched();
    const body = '{"seq":5,"type":"event","event":"odd","body":{"number":1.50,"text":"\\u00e4","order":{"b":1,"a":2}}}';
    peer.channel.send(frameOfBytes(Buffer.from(body)));
    const { seq } = await client.waitFor("odd");
    const raw = client.transcript.find(({ message }) => (message as DebugProtocol.Event).event === "odd")!;
    assert.deepEqual(raw.message, { ...(JSON.parse(body) as object), seq });
  });

  it("a frame of 10 MB comes through in both directions that take it", async () => {
    const { client, peer } = await launched();
    peer.event("output", { output: "x".repeat(10 * 1024 * 1024) });
    assert.equal((await client.waitFor<DebugProtocol.OutputEvent>("output")).body.output.length, 10 * 1024 * 1024);
    await assert.rejects(
      client.request("evaluate", { expression: "x".repeat(5 * 1024 * 1024) }),
      /dlv takes 4194304 at most/,
    );
    const threads = client.request("threads");
    peer.answer(await peer.request("threads"), { threads: [] });
    await threads;
  });

  it("a body of the client's that is not JSON is dropped, and the session goes on", async () => {
    const { client, session, peer } = await launched();
    session.toAdapter.write("Content-Length: 5\r\n\r\n{oops");
    const threads = client.request("threads");
    peer.answer(await peer.request("threads"), { threads: [] });
    await threads;
    assert.match(session.log.join("\n"), /no DAP message/);
  });

  it("a body of dlv's that is not JSON is dropped, and the session goes on", async () => {
    const { client, peer } = await launched();
    peer.channel.send(frameOfBytes(Buffer.from("{oops")));
    peer.event("next");
    await client.waitFor("next");
  });

  for (const [what, bytes] of [
    ["no length", "Content-Type: x\r\n\r\n{}"],
    ["a length of 4 GB", "Content-Length: 4294967296\r\n\r\n"],
    ["a cut frame and then the end", 'Content-Length: 100\r\n\r\n{"seq":1'],
  ] as const) {
    it(`${what} from the client ends the session in good order`, async () => {
      const { session, peer } = await launched();
      if (what.startsWith("a cut")) session.toAdapter.end(bytes);
      else session.toAdapter.write(bytes);
      await peer.closed;
      peer.do({ exit: 0 });
      await session.session.done;
    });
  }

  it("frames that come byte by byte are understood", async () => {
    const { session, peer } = await launched();
    for (const byte of Buffer.from(framed({ seq: 50, type: "request", command: "threads" }))) {
      session.toAdapter.write(Buffer.from([byte]));
    }
    assert.equal((await peer.request("threads")).seq, 50);
  });
});

describe("proxy point 5: the order of the end", () => {
  it("dlv's answer to disconnect and its terminated wait until dlv has ended", async () => {
    const { client, peer } = await launched();
    let answered = false;
    const disconnect = client.request("disconnect").then(() => (answered = true));
    peer.answer(await peer.request("disconnect"));
    peer.event("terminated");
    peer.do({ stdout: "last words" });
    await client.waitFor("output");
    assert.equal(answered, false);
    await peer.channel.close();
    peer.do({ exit: 0 });
    await disconnect;
    await client.waitFor("terminated");
  });
});

describe("a dlv that ends early", () => {
  it("fails what is pending with 7007, tells what dlv said, and ends the session", async () => {
    const { client, peer } = await launched();
    const pending = assert.rejects(client.request("threads"), (error: object) => idOf(error) === 7007);
    await peer.request("threads");
    peer.do({ stderr: "panic: index out of range\n\ngoroutine 1 [running]:\nmain.main()\n\t/x.go:1\n", exit: 2 });
    await pending;
    const line = await client.waitFor<DebugProtocol.OutputEvent>("output", ({ body }) =>
      body.output.startsWith("dlv ended"),
    );
    assert.match(line.body.output, /^dlv ended early, with exit status 2: panic: index out of range\. .*\n$/);
    await client.waitFor("terminated");
    assert.equal(client.events.filter(({ event }) => event === "terminated").length, 1);
    await assert.rejects(client.request("next"), (error: object) => idOf(error) === 7007);
    await client.request("disconnect");
    await client.closed();
  });

  it("after the program's end says nothing any more", async () => {
    const { client, peer } = await launched();
    peer.event("terminated");
    await client.waitFor("terminated");
    peer.do({ exit: 0 });
    await peer.closed;
    await client.request("disconnect");
    assert.deepEqual(
      client.events.map(({ event }) => event),
      ["terminated"],
    );
  });
});

describe("a client that does not read", () => {
  it("makes dlv wait, and gets everything in order when it reads again", async () => {
    const { client, session, peer } = await launched();
    session.toClient.pause();
    const pieces = 300;
    for (let piece = 0; piece < pieces; piece += 1) peer.event("output", { output: "x".repeat(100_000), piece });
    peer.event("end");
    // Nothing moves any more once every buffer on the way is full.
    let before = -1;
    while (session.toClient.readableLength !== before) {
      before = session.toClient.readableLength;
      for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(peer.channel.isBlocked, true);
    session.toClient.resume();
    await client.waitFor("end");
    const order = client.events.flatMap(({ event, body }) =>
      event === "output" ? [(body as { piece: number }).piece] : [],
    );
    assert.deepEqual(
      order,
      Array.from({ length: pieces }, (_, piece) => piece),
    );
  });
});

describe("a dlv that does not read", () => {
  it("makes the client wait, and gets everything in order when it reads again", async () => {
    const { client, session, peer } = await launched();
    peer.channel.pause();
    const count = 300;
    for (let piece = 0; piece < count; piece += 1) {
      const message = {
        seq: 1000 + piece,
        type: "request",
        command: "evaluate",
        arguments: { expression: "x".repeat(100_000) },
      };
      session.toAdapter.write(framed(message));
    }
    let before = -1;
    while (session.toAdapter.readableLength + session.toAdapter.writableLength !== before) {
      before = session.toAdapter.readableLength + session.toAdapter.writableLength;
      for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok(before > 10_000_000);
    peer.channel.resume();
    await peer.message(({ seq }) => seq === 1000 + count - 1);
    const order = peer.received.flatMap(({ seq }) => (seq >= 1000 && seq < 2000 ? [seq - 1000] : []));
    assert.deepEqual(
      order,
      Array.from({ length: count }, (_, piece) => piece),
    );
    await client.close();
  });
});

describe("mode run", () => {
  it("is handed over with what initialize said, and the front dlv ends", async () => {
    const requests: string[] = [];
    let context: SessionContext | undefined;
    let closedFor: string | undefined;
    const startRun = (given: SessionContext, request: DebugProtocol.Request): RunSession => {
      context = given;
      given.client.sendResponse(request);
      given.client.sendEvent("initialized");
      return {
        onClientFrame: (frame) => {
          const { command } = frame.message as DebugProtocol.Request;
          requests.push(command);
          given.client.sendResponse(frame.message as DebugProtocol.Request);
          if (command === "disconnect") given.finished();
        },
        close: (reason) => {
          closedFor = reason;
          return Promise.resolve();
        },
      };
    };
    const { client, session } = open({ startRun });
    const initialized = client.request("initialize", initializeArguments);
    const peer = await dlv.next();
    await peer.dial({ supportsLogPoints: true });
    await initialized;
    await client.request("launch", { mode: "run", program: "." });
    await client.waitFor("initialized");
    await peer.closed;
    assert.equal(context?.initializeArguments.adapterID, "go");
    assert.equal(context?.capabilities.supportsLogPoints, true);
    await client.request("buildDir");
    await client.request("disconnect");
    await client.closed();
    await session.done;
    assert.deepEqual(requests, ["buildDir", "disconnect"]);
    assert.equal(closedFor, undefined);
    assert.equal(identify(peer.pid), undefined);
    assert.deepEqual(
      client.events.map(({ event }) => event),
      ["initialized"],
    );
  });

  it("is closed when the client goes away, and its attach is handed over too", async () => {
    let closedFor: string | undefined;
    const startRun = (context: SessionContext, request: DebugProtocol.Request): RunSession => {
      context.client.sendResponse(request);
      const close = (reason: string): Promise<void> => {
        closedFor = reason;
        return Promise.reject(new Error("could not end it"));
      };
      return { onClientFrame: () => {}, close };
    };
    const session = open({ startRun });
    const initialized = session.client.request("initialize", initializeArguments);
    await (await dlv.next()).dial();
    await initialized;
    await session.client.request("attach", { mode: "run", processId: 1 });
    await session.end();
    assert.equal(closedFor, "client gone");
    assert.ok(session.log.includes("the run did not end well"));
  });
});

describe("which dlv", () => {
  it("without one initialize is answered all the same, and a launch in its modes says what is missing", async () => {
    const env = {
      ...testEnvironment(home.path),
      PATH: join(home.path, "empty"),
      GOPATH: join(home.path, "none"),
      XDG_DATA_HOME: home.path,
    };
    const { client } = open({ env });
    const capabilities = await client.request<DebugProtocol.Capabilities>("initialize", initializeArguments);
    assert.deepEqual(
      [capabilities.supportsConfigurationDoneRequest, capabilities.supportsTerminateRequest],
      [true, true],
    );
    await assert.rejects(client.request("threads"), (error: object) => idOf(error) === 7002);
    await assert.rejects(
      client.request("launch", { mode: "debug" }),
      (error: { body: { error: DebugProtocol.Message } }) => {
        assert.equal(error.body.error.showUser, true);
        assert.match(error.body.error.format, /dlv was not found .*doctor --fix/);
        return error.body.error.id === 7006;
      },
    );
    await client.request("disconnect");
    await client.closed();
  });

  it("one that ends at once counts as none, and the launch says what it said", async () => {
    const { client } = open();
    const initialized = client.request("initialize", initializeArguments);
    // Asked twice: over a Unix socket, and as a dlv before 1.24 has to be asked.
    for (let times = 0; times < 2; times += 1) (await dlv.next()).do({ stderr: "no, not today\n", exit: 1 });
    await initialized;
    await assert.rejects(
      client.request("launch", { mode: "debug" }),
      /ended before it served a session: no, not today/,
    );
    await client.request("disconnect");
  });

  it("one before 1.24, which dials TCP alone", async () => {
    const { client } = open();
    const initialized = client.request("initialize", initializeArguments);
    (await dlv.next()).do({ exit: 1 });
    const peer = await dlv.next();
    assert.match(peer.args.join(" "), /--client-addr=127\.0\.0\.1:\d+/);
    await peer.dial({ supportsStepBack: true });
    assert.equal(((await initialized) as DebugProtocol.Capabilities).supportsStepBack, true);
    const disconnect = client.request("disconnect");
    await peer.sayGoodbye();
    await disconnect;
  });

  it("dlvPath takes another in the first one's place, and what that can do besides is told", async () => {
    const session = open();
    const { client } = session;
    const initialized = client.request("initialize", initializeArguments);
    const first = await dlv.next();
    await first.dial({ supportsLogPoints: true });
    await initialized;
    const other = StandInDlv.at(mkdtempSync(join(home.path, "other")));
    const launch = client.request("launch", { mode: "exec", dlvPath: other.path });
    const second = await other.next();
    await second.dial({ supportsStepBack: true });
    await first.closed;
    second.answer(await second.request("launch"));
    await launch;
    const { body } = await client.waitFor<DebugProtocol.CapabilitiesEvent>("capabilities");
    assert.deepEqual(body.capabilities, { supportsLogPoints: false, supportsStepBack: true });
    assert.equal(identify(first.pid), undefined);
    const disconnect = client.request("disconnect");
    await second.sayGoodbye();
    await disconnect;
    other.close();
  });

  it("a dlvPath where there is none fails the launch and keeps the session", async () => {
    const session = open();
    const { client } = session;
    const initialized = client.request("initialize", initializeArguments);
    const peer = await dlv.next();
    await peer.dial();
    await initialized;
    await assert.rejects(
      client.request("launch", { mode: "exec", dlvPath: "/nonexistent/dlv" }),
      (error: object) => idOf(error) === 7006,
    );
    const launch = client.request("launch", { mode: "exec" });
    peer.answer(await peer.request("launch"));
    await launch;
  });

  it("flags of ours reach it", async () => {
    const { client } = open({ options: { dlvFlags: ["--check-go-version=false"] } });
    const initialized = client.request("initialize", initializeArguments);
    const peer = await dlv.next();
    assert.deepEqual(
      peer.args.filter((word) => !word.startsWith("--client-addr=unix:")),
      ["dap", "--check-go-version=false"],
    );
    assert.equal(peer.cwd, home.path);
    await peer.dial();
    await initialized;
  });

  it("refusing initialize is the client's to know, and it may try again", async () => {
    const { client } = open();
    const refused = client.request("initialize", { ...initializeArguments, pathFormat: "uri" });
    const peer = await dlv.next();
    await peer.dial("silent");
    const error = { id: 3000, format: "Failed to initialize: Unsupported 'pathFormat' value 'uri'." };
    peer.answer(await peer.request("initialize"), { error }, false);
    await assert.rejects(refused, (thrown: { body: { error: object } }) => {
      assert.deepEqual(thrown.body.error, error);
      return true;
    });
    const again = client.request("initialize", initializeArguments);
    const second = (await peer.message(
      (each) => each.type === "request" && each !== peer.received[0],
    )) as DebugProtocol.Request;
    peer.answer(second, {});
    await again;
  });
});

function framed(message: object): string {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
