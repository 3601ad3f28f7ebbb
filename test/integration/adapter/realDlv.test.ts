/** The proxy between a client and a real dlv, in dlv's own modes. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { version } from "../../../shared/contract/version.ts";
import { identify, isRunning, type Identity } from "../../../shared/process/identity.ts";
import { readStat } from "../../../shared/process/procfs.ts";
import {
  initializeArguments,
  openSession,
  type SessionOptions,
  type TestSession,
} from "../../support/adapterSession.ts";
import { buildDebugProgram, lineOf, type DebugProgram } from "../../support/debugProgram.ts";
import { scratch, testDlv, testEnvironment } from "../../support/tools.ts";

const home = scratch();
let program: DebugProgram;
let env: NodeJS.ProcessEnv;
const opened: TestSession[] = [];

function open(more: Partial<SessionOptions> = {}): TestSession {
  const session = openSession({ env, cwd: program.directory, ...more });
  opened.push(session);
  return session;
}

async function initialize({ client }: TestSession, more: object = {}): Promise<DebugProtocol.Capabilities> {
  return client.request<DebugProtocol.Capabilities>("initialize", { ...initializeArguments, ...more });
}

/** Launches the program to a breakpoint in work, or to run. */
async function launch(
  session: TestSession,
  args: string[],
  to: "stopped" | "running",
  more: object = {},
): Promise<Identity> {
  const { client } = session;
  await initialize(session);
  await client.request("launch", { mode: "exec", program: program.executable, args, ...more });
  const { body } = await client.waitFor<DebugProtocol.ProcessEvent>("process");
  const process = identify(body.systemProcessId!);
  assert.ok(process);
  await client.waitFor("initialized");
  const breakpoints = to === "stopped" ? [{ name: "main.work" }] : [];
  await client.request("setFunctionBreakpoints", { breakpoints });
  await client.request("configurationDone");
  if (to === "stopped") await client.waitFor("stopped");
  else await client.waitFor<DebugProtocol.OutputEvent>("output", ({ body }) => body.output.startsWith("begin"));
  return process;
}

/** The output of a category, as the client would show it. */
function output({ client }: TestSession, category: string): string {
  return client.events
    .filter(
      ({ event, body }) => event === "output" && (body as DebugProtocol.OutputEvent["body"]).category === category,
    )
    .map(({ body }) => (body as DebugProtocol.OutputEvent["body"]).output)
    .join("");
}

/** What came from the adapter, in a word each: the event's name, or → and the command that was answered. */
function received({ client }: TestSession): string[] {
  return client.transcript
    .filter(({ from }) => from === "adapter")
    .map(({ message }) =>
      message.type === "event"
        ? (message as DebugProtocol.Event).event
        : `→${(message as DebugProtocol.Response).command}`,
    );
}

before(async function () {
  this.timeout(300_000);
  await testDlv();
  env = testEnvironment(home.path);
  program = buildDebugProgram(home.path);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((session) => session.end()));
  const runtime = join(env["XDG_RUNTIME_DIR"]!, "gorunscope");
  assert.deepEqual(existsSync(runtime) ? readdirSync(runtime) : [], []);
});
after(() => home.remove());

describe("proxy point 2: one answer for each request", () => {
  it("a session answers every request once, and no answer comes that nobody asked for", async () => {
    const session = open();
    const { client } = session;
    await launch(session, [], "stopped");
    await Promise.allSettled([
      client.request("threads"),
      client.request("stackTrace", { threadId: 1 }),
      client.request("nonsense"),
      client.request("evaluate", { expression: "nowhere", context: "hover" }),
      client.request("source", {}),
      client.request("terminate"),
      client.request("terminate"),
    ]);
    await client.waitFor("terminated");
    await Promise.all([client.request("disconnect"), client.request("disconnect")]);
    await client.closed();
    const messages = client.transcript.filter(({ from }) => from === "adapter").map(({ message }) => message);
    const answered = messages.flatMap((message) =>
      message.type === "response" ? [(message as DebugProtocol.Response).request_seq] : [],
    );
    const asked = client.transcript.filter(({ from }) => from === "client").map(({ message }) => message.seq);
    assert.deepEqual(
      answered.toSorted((a, b) => a - b),
      asked,
    );
    assert.ok(messages.every((message) => message.type === "response" || !("request_seq" in message)));
    assert.deepEqual(
      messages.map(({ seq }) => seq),
      messages.map((_, index) => index + 1),
    );
  });
});

describe("proxy points 4, 6 and 11: order, exited before terminated, and the process event", () => {
  it("process, initialized, answer to launch; then exited before terminated, and the program's last output before both", async () => {
    const session = open();
    const { client } = session;
    await launch(session, [], "stopped");
    await client.request("continue", { threadId: 1 });
    const exited = await client.waitFor<DebugProtocol.ExitedEvent>("exited");
    assert.equal(exited.body.exitCode, 0);
    await client.waitFor("terminated");
    const { body } = client.events.find(({ event }) => event === "process") as DebugProtocol.ProcessEvent;
    assert.deepEqual([body.name, body.startMethod, body.isLocalProcess], [program.executable, "launch", true]);
    const order = received(session).filter((each) => /^(process|initialized|exited|terminated|→launch)$/.test(each));
    assert.deepEqual(order, ["process", "initialized", "→launch", "exited", "terminated"]);
    const last = client.events.findLastIndex(({ body }) =>
      (body as { output?: string } | undefined)?.output?.includes("without newline ü"),
    );
    assert.ok(last >= 0 && last < client.events.findIndex(({ event }) => event === "exited"));
    assert.equal(output(session, "stdout"), "begin end ä\nend without newline ü");
    assert.equal(output(session, "stderr"), "complaint\n");
    await client.request("disconnect");
  });
});

describe("proxy point 5: nothing is left when the end is told", () => {
  it("dlv, the program and what dlv built are gone when disconnect is answered", async () => {
    const session = open();
    const { client } = session;
    await initialize(session);
    await client.request("launch", { mode: "debug", program: "." });
    const { body } = await client.waitFor<DebugProtocol.ProcessEvent>("process");
    const debuggee = identify(body.systemProcessId!)!;
    const dlv = identify(readStat(debuggee.pid)!.parentPid)!;
    assert.match(body.name, /__debug_bin/);
    await client.request("disconnect");
    assert.deepEqual([isRunning(dlv), isRunning(debuggee), existsSync(body.name)], [false, false, false]);
    await client.waitFor("terminated");
    await client.closed();
  });

  it("also while dlv builds, when it reads no requests", async () => {
    const session = open();
    const { client } = session;
    await initialize(session);
    const launched = client.request("launch", { mode: "debug", program: ".", buildFlags: "-a" });
    launched.catch(() => undefined);
    await client.waitFor<DebugProtocol.OutputEvent>("output", ({ body }) => body.output.startsWith("Building"));
    const before = Date.now();
    await client.request("disconnect");
    assert.ok(Date.now() - before < 10_000);
    await assert.rejects(launched, /Failed to launch/);
    assert.deepEqual(readdirSync(program.directory).toSorted(), ["go.mod", "main.go"]);
  });
});

describe("proxy point 7: terminate", () => {
  it("is offered, beside dlv's own capabilities and our version", async () => {
    const capabilities = await initialize(open());
    assert.equal(capabilities.supportsTerminateRequest, true);
    assert.equal(capabilities.supportsLogPoints, true);
    assert.deepEqual((capabilities as { gorunscope?: unknown }).gorunscope, { version });
  });

  it("lets a running program end in its own way, as Ctrl-C does", async () => {
    const session = open();
    const { client } = session;
    await launch(session, ["wait"], "running");
    await client.request("terminate");
    assert.equal((await client.waitFor<DebugProtocol.ExitedEvent>("exited")).body.exitCode, 3);
    await client.waitFor("terminated");
    assert.match(output(session, "stdout"), /interrupted\n$/);
    // Helix takes no body here, not even an empty one.
    const answers = client.transcript.map(({ message }) => message as DebugProtocol.Response);
    assert.equal(
      answers.some(({ type, command, body }) => type === "response" && command === "terminate" && body !== undefined),
      false,
    );
    assert.ok(received(session).indexOf("→terminate") < received(session).indexOf("exited"));
    await client.request("disconnect");
  });

  it("continues a program that stands", async () => {
    const session = open();
    const { client } = session;
    await launch(session, ["wait"], "stopped");
    await client.request("terminate");
    await client.waitFor("continued");
    assert.equal((await client.waitFor<DebugProtocol.ExitedEvent>("exited")).body.exitCode, 3);
    await client.request("disconnect");
  });

  it("finds a restarted program", async () => {
    const session = open();
    const { client } = session;
    await initialize(session);
    const attributes = { request: "launch", mode: "debug", program: ".", args: ["wait"] };
    await client.request("launch", attributes);
    for (let times = 0; times < 2; times += 1) {
      await client.waitFor("initialized");
      await client.request("setFunctionBreakpoints", { breakpoints: times === 0 ? [{ name: "main.work" }] : [] });
      await client.request("configurationDone");
      await client.waitFor<DebugProtocol.OutputEvent>("output", ({ body }) => body.output.startsWith("begin"));
      if (times === 0) await client.waitFor("stopped");
      if (times === 0) await client.request("restart", { arguments: attributes });
    }
    await client.request("terminate");
    assert.equal((await client.waitFor<DebugProtocol.ExitedEvent>("exited")).body.exitCode, 3);
    await client.request("disconnect");
  });

  it("hears why dlv could not restart, which dlv tells after its answer", async () => {
    const session = open();
    const { client } = session;
    await launch(session, ["wait"], "stopped");
    await client.request("restart");
    await client.waitFor<DebugProtocol.OutputEvent>("output", ({ body }) =>
      body.output.includes("cannot rebuild a binary"),
    );
    await client.request("disconnect");
  });

  it("is answered though the program ignores it, and disconnect ends that too", async () => {
    const session = open();
    const { client } = session;
    const debuggee = await launch(session, ["stubborn"], "running");
    await client.request("terminate");
    assert.equal(isRunning(debuggee), true);
    assert.equal(received(session).includes("terminated"), false);
    await client.request("disconnect");
    assert.equal(isRunning(debuggee), false);
  });

  it("ends through dlv what runs without a debugger", async () => {
    const session = open();
    const { client } = session;
    await initialize(session);
    await client.request("launch", { mode: "exec", noDebug: true, program: program.executable, args: ["wait"] });
    await client.waitFor<DebugProtocol.OutputEvent>("output", ({ body }) => body.output.startsWith("begin"));
    await client.request("terminate");
    await client.waitFor("terminated");
    await client.request("disconnect");
    await client.closed();
  });

  it("ends through dlv what is loaded and does not run yet", async () => {
    const session = open();
    const { client } = session;
    await initialize(session);
    await client.request("launch", { mode: "exec", program: program.executable });
    const debuggee = identify((await client.waitFor<DebugProtocol.ProcessEvent>("process")).body.systemProcessId!)!;
    await client.request("terminate");
    assert.equal(isRunning(debuggee), false);
    await client.waitFor("terminated");
    await client.request("disconnect");
  });
});

describe("proxy point 9: disconnect", () => {
  it("ends what was launched", async () => {
    const session = open();
    const debuggee = await launch(session, ["stubborn"], "running");
    await session.client.request("disconnect", {});
    assert.equal(isRunning(debuggee), false);
  });

  it("ends what was attached to if it says so, though the client goes away at once", async () => {
    const child = spawn(program.executable, ["wait"], { stdio: ["ignore", "pipe", "ignore"] });
    const exited = once(child, "exit");
    await once(child.stdout, "data");
    const session = open();
    const { client } = session;
    await initialize(session);
    await client.request("attach", { mode: "local", processId: child.pid });
    await client.waitFor("initialized");
    await client.request("configurationDone");
    const request = { seq: 90, type: "request", command: "disconnect", arguments: { terminateDebuggee: true } };
    const body = JSON.stringify(request);
    session.toAdapter.end(`Content-Length: ${body.length}\r\n\r\n${body}`);
    await session.session.done;
    // dlv interrupts what it has attached to, also where it is told to end it.
    assert.deepEqual(await exited, [3, null]);
    assert.equal(received(session).filter((each) => each === "→disconnect").length, 1);
  });

  for (const how of ["disconnect", "the end of input"]) {
    it(`leaves what was attached to: ${how}`, async () => {
      const child = spawn(program.executable, ["stubborn"], { stdio: ["ignore", "pipe", "ignore"] });
      try {
        await once(child.stdout, "data");
        const session = open();
        const { client } = session;
        await initialize(session);
        await client.request("attach", { mode: "local", processId: child.pid });
        await client.waitFor("initialized");
        await client.request("configurationDone");
        if (how === "disconnect") await client.request("disconnect");
        else await session.end();
        assert.equal(isRunning(identify(child.pid!)!), true);
      } finally {
        child.kill("SIGKILL");
      }
    });
  }
});

describe("proxy points 12, 13 and 15: launch attributes", () => {
  it("Helix hears that the session is over after a failed launch, the others do not", async () => {
    for (const clientID of ["hx", "vscode"]) {
      const session = open();
      const { client } = session;
      await initialize(session, { clientID });
      await assert.rejects(client.request("launch", { mode: "exec", program: "/nonexistent" }), { command: "launch" });
      await client.request("disconnect");
      await client.closed();
      const count = received(session).filter((each) => each === "terminated").length;
      assert.equal(count, clientID === "hx" ? 2 : 1);
    }
  });

  it("an absent dlvPath may be null or false, and keys of the client's own go through", async () => {
    const session = open();
    await launch(session, [], "stopped", { dlvPath: null, dlvToolPath: false, __sessionId: "x", substitutePath: [] });
    await session.client.request("disconnect");
  });

  it("a dlvPath of another type is an error that names it, and starts nothing", async () => {
    const session = open();
    await initialize(session);
    await assert.rejects(
      session.client.request("launch", { mode: "exec", program: program.executable, dlvPath: 7 }),
      /dlvPath takes a string, not 7/,
    );
    assert.equal(received(session).includes("process"), false);
  });

  it("dlv builds where the adapter was started", async () => {
    const session = open({ cwd: dirname(program.directory) });
    const { client } = session;
    await initialize(session);
    await assert.rejects(client.request("launch", { mode: "debug", program: "." }));
    const there = open();
    await initialize(there);
    await there.client.request("launch", { mode: "debug", program: "." });
    await Promise.all([client.request("disconnect"), there.client.request("disconnect")]);
  });

  it("a mode that only dlv knows is dlv's to judge", async () => {
    const session = open();
    await initialize(session);
    await assert.rejects(session.client.request("launch", { mode: "sideways", program: "." }), /Failed to launch/);
  });
});

describe("what dlv does goes through", () => {
  it("breakpoints, stack, variables, evaluate, step", async () => {
    const session = open();
    const { client } = session;
    await initialize(session);
    await client.request("launch", { mode: "exec", program: program.executable });
    await client.waitFor("initialized");
    const line = lineOf("// breakpoint");
    const set = await client.request<DebugProtocol.SetBreakpointsResponse["body"]>("setBreakpoints", {
      source: { path: program.file },
      breakpoints: [{ line }],
    });
    assert.deepEqual(
      set.breakpoints.map(({ verified }) => verified),
      [true],
    );
    await client.request("configurationDone");
    const stopped = await client.waitFor<DebugProtocol.StoppedEvent>("stopped");
    const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse["body"]>("stackTrace", {
      threadId: stopped.body.threadId,
    });
    assert.deepEqual([stackFrames[0]?.name, stackFrames[0]?.line], ["main.work", line]);
    const main = stackFrames[1]!;
    const { scopes } = await client.request<DebugProtocol.ScopesResponse["body"]>("scopes", { frameId: main.id });
    const { variables } = await client.request<DebugProtocol.VariablesResponse["body"]>("variables", {
      variablesReference: scopes[0]!.variablesReference,
    });
    assert.equal(variables.find(({ name }) => name === "how")?.value, '"end"');
    const { result } = await client.request<DebugProtocol.EvaluateResponse["body"]>("evaluate", {
      expression: "len(how)",
      frameId: main.id,
    });
    assert.equal(result, "3");
    await client.request("next", { threadId: stopped.body.threadId });
    assert.equal((await client.waitFor<DebugProtocol.StoppedEvent>("stopped")).body.reason, "step");
    await client.request("disconnect");
  });

  it("custom requests say that there is no go run", async () => {
    const session = open();
    await launch(session, [], "stopped");
    for (const command of ["buildDir", "cacheKeys", "procTree", "gorunscope.explain"]) {
      await assert.rejects(
        session.client.request(command),
        (error: { body?: { error?: { id: number } } }) => error.body?.error?.id === 7001,
      );
    }
    await session.client.request("disconnect");
  });
});

describe("dlv killed in the middle", () => {
  it("ends its program, fails what was asked with 7007, says so, and ends the session", async () => {
    const session = open();
    const { client } = session;
    const debuggee = await launch(session, ["stubborn"], "running");
    process.kill(readStat(debuggee.pid)!.parentPid, "SIGKILL");
    await client.waitFor("terminated");
    assert.equal(isRunning(debuggee), false);
    assert.match(output(session, "stderr"), /dlv ended early, by SIGKILL/);
    await assert.rejects(
      client.request("threads"),
      (error: { body?: { error?: { id: number } } }) => error.body?.error?.id === 7007,
    );
    await client.request("terminate");
    await client.request("disconnect");
    await client.closed();
  });
});
