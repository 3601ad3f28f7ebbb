/** Debugging a go run: breakpoints, steps, restart, and the ways to end it. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { BuildDirResponse, PhaseEvent } from "../../../shared/contract/answers.ts";
import type { DapClient } from "../../../shared/dap/client.ts";
import { GatedModule, lineOf, writeModule } from "../../support/goModule.ts";
import { launch, launchUntilStopped, outputOf, programEnd, startAdapter } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { makeWorld, type World } from "../../support/world.ts";

const main = `package main

import (
	"fmt"
	"os"
	"os/signal"

	"example.com/calls/sums"
)

const edition = "first"

func main() {
	name := "main's own"
	sum := sums.Add(2, 3)
	fmt.Println(edition, name, sum)
	if len(os.Args) > 1 {
		wait()
	}
	os.Exit(sum)
}

func wait() {
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	fmt.Println("waiting")
	<-interrupts
	fmt.Println("interrupted")
	os.Exit(3)
}
`;
const sums = `package sums

// Add adds.
func Add(one, two int) int {
	sum := one
	sum += two
	return sum
}
`;

let world: World;
let module: string;
let mainPath: string;
let sumsPath: string;

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  module = writeModule(world.path, "calls", { "main.go": main, "sums/sums.go": sums });
  mainPath = join(module, "main.go");
  sumsPath = join(module, "sums/sums.go");
});
after(() => world.remove());

/** Runs a test with a session that is closed at its end. */
async function withSession(test: (client: DapClient) => Promise<void>): Promise<void> {
  const { client } = await startAdapter(world);
  try {
    await test(client);
  } finally {
    await client.close();
  }
}

interface Place {
  frames: DebugProtocol.StackFrame[];
  line: number;
  name: string;
  locals: Record<string, string>;
}

/** Where the program is stopped. */
async function place(client: DapClient, threadId: number | undefined): Promise<Place> {
  const { stackFrames: frames } = await client.request<DebugProtocol.StackTraceResponse["body"]>("stackTrace", {
    threadId,
  });
  const frameId = frames[0]!.id;
  const { scopes } = await client.request<DebugProtocol.ScopesResponse["body"]>("scopes", { frameId });
  const { variablesReference } = scopes.find(({ name }) => name === "Locals")!;
  const { variables } = await client.request<DebugProtocol.VariablesResponse["body"]>("variables", {
    variablesReference,
  });
  const locals = Object.fromEntries(variables.map(({ name, value }) => [name, value]));
  return { frames, line: frames[0]!.line, name: frames[0]!.name, locals };
}

/** Waits until the program waits for Ctrl-C. */
async function waiting(client: DapClient): Promise<void> {
  await client.waitFor<DebugProtocol.OutputEvent>("output", ({ body }) => body.output.includes("waiting"));
}

/** The bodies of all events of a name so far. */
function bodies<T extends DebugProtocol.Event>(client: DapClient, name: T["event"]): T["body"][] {
  return client.events.filter(({ event }) => event === name).map(({ body }) => body as T["body"]);
}

/** A request after which the program runs until it stops again. */
async function go(client: DapClient, command: string, threadId: number | undefined): Promise<Place> {
  await client.request(command, { threadId });
  const { body } = await client.waitFor<DebugProtocol.StoppedEvent>("stopped");
  return place(client, body.threadId);
}

const mainLine = lineOf("sum := sums.Add", main);
const sumsLine = lineOf("sum += two", sums);

describe("a debugged go run", () => {
  it("stops at breakpoints in main and in a package of the module, with locals, and steps", () =>
    withSession(async (client) => {
      const breakpoints = { [mainPath]: [mainLine], [sumsPath]: [sumsLine] };
      const [inMain, inSums] = await launch(client, { cwd: module }, { breakpoints });
      assert.deepEqual(
        [...inMain!, ...inSums!].map(({ verified, line }) => [verified, line]),
        [
          [true, mainLine],
          [true, sumsLine],
        ],
      );
      const { body } = await client.waitFor<DebugProtocol.StoppedEvent>("stopped");
      assert.deepEqual(body.hitBreakpointIds, [inMain![0]!.id]);
      const { threadId } = body;
      const first = await place(client, threadId);
      assert.deepEqual([first.name, first.line, first.locals.name], ["main.main", mainLine, `"main's own"`]);

      const inside = await go(client, "continue", threadId);
      assert.deepEqual(
        [inside.line, inside.locals.one, inside.locals.two, inside.locals.sum],
        [sumsLine, "2", "3", "2"],
      );
      assert.equal(inside.frames[1]?.name, "main.main");
      const next = await go(client, "next", threadId);
      assert.deepEqual([next.line, next.locals.sum], [sumsLine + 1, "5"]);
      const out = await go(client, "stepOut", threadId);
      assert.equal(out.name, "main.main");
      const after = await go(client, "next", threadId);
      assert.deepEqual([after.line, after.locals.sum], [mainLine + 1, "5"]);

      await client.request("continue", { threadId });
      assert.equal(await programEnd(client), 5);
      assert.equal(outputOf(client, "stdout"), "first main's own 5\n");
      const phases = bodies(client, "gorunscope.phase").map((body) => (body as PhaseEvent).phase);
      const stops = ["running", "stopped"];
      const steps = [...stops, ...stops, ...stops, ...stops, ...stops];
      assert.deepEqual(phases, ["loading", "building", "starting", ...steps, "running", "exited"]);
    }));

  it("steps into a package of the module", () =>
    withSession(async (client) => {
      const { threadId } = await launchUntilStopped(
        client,
        { cwd: module },
        { breakpoints: { [mainPath]: [mainLine] } },
      );
      const inside = await go(client, "stepIn", threadId);
      assert.equal(inside.name, "sums.Add");
      assert.equal(inside.frames[0]?.source?.path, sumsPath);
      await client.request("disconnect");
    }));
});

describe("restart", () => {
  it("is a new go run that picks an edit up, with the breakpoints under the ids that the client knows", () =>
    withSession(async (client) => {
      const set = async (path: string, ...lines: number[]) => {
        const args = { source: { path }, breakpoints: lines.map((line) => ({ line })) };
        const answer = await client.request<DebugProtocol.SetBreakpointsResponse["body"]>("setBreakpoints", args);
        return answer.breakpoints[0]?.id;
      };
      const breakpoints = { [mainPath]: [mainLine], [sumsPath]: [sumsLine] };
      const [, inSums] = await launch(client, { cwd: module }, { breakpoints });
      const id = inSums![0]!.id;
      await client.waitFor("stopped");
      await set(mainPath);
      const before = await client.request<BuildDirResponse>("buildDir");

      writeFileSync(mainPath, main.replace('"first"', '"second"'));
      await client.request("restart");
      const { body } = await client.waitFor<DebugProtocol.StoppedEvent>("stopped");
      assert.deepEqual(body.hitBreakpointIds, [id]);
      assert.equal((await place(client, body.threadId)).line, sumsLine);
      const changes = bodies<DebugProtocol.BreakpointEvent>(client, "breakpoint");
      const known = changes.map(({ reason, breakpoint }) => [reason, breakpoint.id, breakpoint.verified]);
      assert.deepEqual(known, [["changed", id, true]]);
      const after = await client.request<BuildDirResponse>("buildDir");
      assert.equal(after.phase, "stopped");
      assert.notEqual(after.run, before.run);
      assert.notEqual(after.executable?.buildID, before.executable?.buildID);

      const added = await set(mainPath, mainLine + 1);
      assert.notEqual(added, id, "the new dlv counts anew, and the client must not see that");
      await client.request("continue", { threadId: body.threadId });
      const stopped = await client.waitFor<DebugProtocol.StoppedEvent>("stopped");
      assert.deepEqual(stopped.body.hitBreakpointIds, [added]);
      await client.request("continue", { threadId: body.threadId });
      assert.equal(await programEnd(client), 5);
      writeFileSync(mainPath, main);

      assert.equal(outputOf(client, "stdout"), "second main's own 5\n");
      assert.equal(bodies(client, "initialized").length, 1);
      assert.equal(bodies(client, "terminated").length, 1);
      assert.equal(bodies(client, "stopped").length, 3);
    }));

  it("may bring other attributes, and while it builds breakpoints may be set", () =>
    withSession(async (client) => {
      await launch(client, { cwd: module, args: ["wait"] });
      await waiting(client);
      const restarted = client.request("restart", { arguments: { mode: "run", cwd: module, args: [] } });
      await client.waitFor("gorunscope.phase", ({ body }) => (body as PhaseEvent).phase === "exited");
      const source = { path: mainPath };
      const asked = client.request<DebugProtocol.SetBreakpointsResponse["body"]>("setBreakpoints", {
        source,
        breakpoints: [{ line: mainLine + 1 }],
      });
      await restarted;
      const { body } = await client.waitFor<DebugProtocol.StoppedEvent>("stopped");
      assert.deepEqual([body.reason, body.hitBreakpointIds], ["breakpoint", [(await asked).breakpoints[0]?.id]]);
      assert.equal((await place(client, body.threadId)).line, mainLine + 1);
      await client.request("continue", { threadId: body.threadId });
      assert.equal(await programEnd(client), 5);
    }));

  it("of a build that the client has not configured yet is a launch like the first", () =>
    withSession(async (client) => {
      const gated = new GatedModule(world.path, "compile");
      try {
        const attributes = { mode: "run", cwd: gated.directory, buildFlags: gated.buildFlags };
        const launched = client.request("launch", attributes);
        await gated.arrived();
        const restarted = client.request("restart", { arguments: { mode: "run", cwd: module } });
        await client.waitFor("initialized");
        await client.request("setFunctionBreakpoints", { breakpoints: [{ name: "main.main" }] });
        await client.request("configurationDone");
        await restarted;
        const { body } = await client.waitFor<DebugProtocol.StoppedEvent>("stopped");
        assert.equal((await place(client, body.threadId)).name, "main.main");
        await launched;
        await client.request("disconnect");
      } finally {
        gated.close();
      }
    }));

  it("of what does not compile any more is an error with the compiler's lines, and the session is over", () =>
    withSession(async (client) => {
      await launchUntilStopped(client, { cwd: module });
      writeFileSync(mainPath, main.replace("sum := ", "sum, ok := "));
      const failed = await client.request("restart").then(
        () => undefined,
        (error: unknown) => error as { message: string; body?: { error?: { id: number } } },
      );
      writeFileSync(mainPath, main);
      assert.equal(failed?.body?.error?.id, 7005);
      assert.match(failed.message, /main\.go:15/);
      await client.waitFor("terminated");
    }));

  it("works without a debugger, too", () =>
    withSession(async (client) => {
      await client.request("launch", { mode: "run", cwd: module, noDebug: true, args: ["wait"] });
      await waiting(client);
      await client.request("restart");
      await waiting(client);
      await client.request("terminate");
      assert.equal(await programEnd(client), 3);
    }));
});

describe("terminate", () => {
  it("runs the program's own handler of Ctrl-C, and its exit code is told", () =>
    withSession(async (client) => {
      await launch(client, { cwd: module, args: ["wait"] });
      await waiting(client);
      await client.request("terminate");
      assert.equal(await programEnd(client), 3);
      assert.match(outputOf(client, "stdout"), /interrupted\n$/);
    }));

  it("of a stopped program lets it run on to its handler", () =>
    withSession(async (client) => {
      const line = lineOf('fmt.Println("waiting")', main);
      await launchUntilStopped(client, { cwd: module, args: ["wait"] }, { breakpoints: { [mainPath]: [line] } });
      await client.request("terminate");
      assert.equal(await programEnd(client), 3);
      assert.match(outputOf(client, "stdout"), /waiting\ninterrupted\n$/);
      assert.equal(bodies(client, "continued").length, 1);
    }));
});

describe("disconnect", () => {
  for (const noDebug of [false, true]) {
    it(`ends a program that runs ${noDebug ? "without" : "under"} the debugger, before it is answered`, () =>
      withSession(async (client) => {
        if (noDebug) await client.request("launch", { mode: "run", cwd: module, args: ["wait"], noDebug });
        else await launch(client, { cwd: module, args: ["wait"] });
        await waiting(client);
        const { process, work } = await client.request<BuildDirResponse>("buildDir");
        assert.ok(process && readFileSync(`/proc/${process.pid}/cmdline`, "utf8").endsWith("\0wait\0"));
        await client.request("disconnect");
        assert.equal(existsSync(`/proc/${process.pid}`), false);
        assert.equal(existsSync(work!.path), false);
        await client.closed();
      }));
  }
});
