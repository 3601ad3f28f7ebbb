/** What a session shows without any plugin: the scope, the console, output, progress, and events for those who know them. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { ActionEvent, BuildDirResponse, ProcessEvent } from "../../../shared/contract/answers.ts";
import { DapError, type DapClient } from "../../../shared/dap/client.ts";
import { GatedModule, lineOf, mainFile, writeHello, writeModule } from "../../support/goModule.ts";
import { launch, launchUntilStopped, outputOf, startAdapter, type AdapterOptions } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
let module: string;
const main = mainFile(["example.com/shown/lib"], ['gorun := "a variable"', "println(gorun, lib.Name())", "select {}"]);
const lib = 'package lib\n\nfunc Name() string {\n\treturn "lib"\n}\n';

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  module = writeModule(world.path, "shown", { "main.go": main, "lib/lib.go": lib });
});
after(() => world.remove());

async function withSession(test: (client: DapClient) => Promise<void>, options: AdapterOptions = {}): Promise<void> {
  const { client } = await startAdapter(world, options);
  try {
    await test(client);
  } finally {
    await client.close();
  }
}

/** Stops where the variable gorun has its value; the frame's id. */
async function stop(client: DapClient, attributes: object = {}): Promise<number> {
  const breakpoints = { [join(module, "main.go")]: [lineOf("println", main)] };
  const { threadId } = await launchUntilStopped(client, { cwd: module, ...attributes }, { breakpoints });
  const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse["body"]>("stackTrace", { threadId });
  return stackFrames[0]!.id;
}

type Variables = Map<string, DebugProtocol.Variable>;

async function expand(client: DapClient, variablesReference: number): Promise<Variables> {
  const { variables } = await client.request<DebugProtocol.VariablesResponse["body"]>("variables", {
    variablesReference,
  });
  return new Map(variables.map((variable) => [variable.name, variable]));
}

/** What the console answers, or why not. */
async function say(client: DapClient, expression: string, more: object = {}): Promise<string> {
  const args = { expression, context: "repl", ...more };
  return client.request<DebugProtocol.EvaluateResponse["body"]>("evaluate", args).then(
    ({ result }) => result,
    (error: unknown) => (error as DapError).message,
  );
}

describe("the scope go run", () => {
  it("is the last one, expensive, and expands to the three answers", () =>
    withSession(async (client) => {
      const frameId = await stop(client);
      const { scopes } = await client.request<DebugProtocol.ScopesResponse["body"]>("scopes", { frameId });
      assert.deepEqual(
        scopes.map(({ name, expensive }) => [name, expensive]),
        [
          ["Locals", false],
          ["go run", true],
        ],
      );
      const answers = await expand(client, scopes.at(-1)!.variablesReference);
      assert.deepEqual([...answers.keys()], ["buildDir", "cacheKeys", "procTree"]);
      assert.match(answers.get("cacheKeys")!.value, /^(rebuilt \d+|all \d+)/);

      const buildDir = await client.request<BuildDirResponse>("buildDir");
      const shown = await expand(client, answers.get("buildDir")!.variablesReference);
      assert.equal(shown.get("phase")?.value, "stopped");
      assert.equal(shown.get("work")?.value, buildDir.work?.path);
      assert.ok(shown.get("executable")?.value.startsWith(`${buildDir.executable?.path}, `));
      const process = await expand(client, shown.get("process")!.variablesReference);
      assert.equal(process.get("pid")?.value, String(buildDir.process?.pid));
      const keys = await expand(client, answers.get("cacheKeys")!.variablesReference);
      const actions = await expand(client, keys.get("actions")!.variablesReference);
      const own = await expand(client, actions.get("link example.com/shown")?.variablesReference ?? 0);
      assert.match(own.get("actionID")?.value ?? "", /^[0-9a-f]{64}$/);
      const inputs = await expand(client, own.get("inputs")!.variablesReference);
      assert.ok(inputs.has("import example.com/shown/lib"), [...inputs.keys()].join("\n"));
      const tree = await expand(client, answers.get("procTree")!.variablesReference);
      assert.ok(
        [...tree.keys()].some((name) => name.startsWith("go ")),
        [...tree.keys()].join("\n"),
      );

      const set = { variablesReference: scopes.at(-1)!.variablesReference, name: "buildDir", value: "1" };
      await assert.rejects(client.request("setVariable", set), (error: DapError) => error.body?.error?.id === 7004);
      const locals = await expand(client, scopes[0]!.variablesReference);
      assert.equal(locals.get("gorun")?.value, '"a variable"');
      await client.request("next", { threadId: 1 });
      await client.waitFor("stopped");
      const stale = client.request("variables", { variablesReference: answers.get("buildDir")!.variablesReference });
      await assert.rejects(stale, (error: DapError) => error.body?.error?.id === 7002);
    }));
});

describe("the console", () => {
  it("answers gorun commands; everything else, and (gorun), is the program's", () =>
    withSession(async (client) => {
      const frameId = await stop(client);
      assert.match(await say(client, "gorun"), /gorun buildDir .*\n.*gorun cacheKeys \[package\]/);
      assert.ok((await say(client, "gorun buildDir", { frameId })).includes("go-build"));
      assert.match(await say(client, "gorun cacheKeys example.com/shown/lib"), /[0-9a-f]{64}/);
      assert.match(await say(client, "gorun procTree"), /\bgo\b[^]*\bdlv/);
      assert.match(await say(client, "gorun nonsense"), /gorun has no command nonsense/);
      assert.equal(await say(client, "(gorun)", { frameId }), '"a variable"');
      assert.equal(await say(client, "len(gorun)", { frameId }), "10");
      for (const context of ["hover", "watch", "variables", "clipboard"]) {
        assert.equal(await say(client, "gorun", { frameId, context }), '"a variable"', context);
      }
    }));

  it("completes them", () =>
    withSession(async (client) => {
      await stop(client);
      const complete = async (text: string) => {
        const args = { text, column: text.length + 1 };
        const { targets } = await client.request<DebugProtocol.CompletionsResponse["body"]>("completions", args);
        return targets.map(({ label }) => label);
      };
      const announced = client.events.filter(({ event }) => event === "capabilities");
      assert.ok(
        announced.some(
          ({ body }) => (body as DebugProtocol.CapabilitiesEvent["body"]).capabilities.supportsCompletionsRequest,
        ),
      );
      assert.deepEqual(await complete("gor"), ["gorun"]);
      assert.deepEqual(await complete("gorun c"), ["cacheKeys"]);
      assert.deepEqual(await complete("gorun cacheKeys shown"), ["example.com/shown", "example.com/shown/lib"]);
      assert.deepEqual(await complete("len"), []);
    }));
});

describe("output", () => {
  it("has the summary sentence before the program starts", () =>
    withSession(async (client) => {
      await stop(client);
      const order = client.events.map(({ event, body }) =>
        event === "output" ? (body as DebugProtocol.OutputEvent["body"]).output : event,
      );
      const summary = order.findIndex((text) =>
        /^go run: (rebuilt \d+ of \d+|all \d+ from the cache) in .*\n$/.test(text),
      );
      assert.ok(summary >= 0 && summary < order.indexOf("process"), order.join(" "));
    }));

  it("has each compiler error at its place, and the launch fails with the first", async () => {
    const broken = writeModule(world.path, "broken", {
      "main.go": mainFile(["example.com/broken/lib"], ["lib.Name()", "undefinedOne()", "var unused int"]),
      "lib/lib.go": "package lib\n\nfunc Name() {}\n",
    });
    await withSession(async (client) => {
      const failed = await client.request("launch", { mode: "run", cwd: broken }).catch((error: unknown) => error);
      assert.ok(failed instanceof DapError);
      assert.equal(failed.body?.error?.id, 7005);
      assert.match(failed.message, /^go run failed to build: .*main\.go:7:2: undefined: undefinedOne \(and 1 more\)$/);
      assert.match(failed.body?.error?.format ?? "", /declared and not used: unused/);
      await client.waitFor("terminated");
      const errors = client.events
        .filter(({ event }) => event === "output")
        .map(({ body }) => body as DebugProtocol.OutputEvent["body"])
        .filter(({ source }) => source !== undefined);
      assert.deepEqual(
        errors.map(({ source, line, column, category }) => [source?.path, line, column, category]),
        [
          [join(broken, "main.go"), 7, 2, "stderr"],
          [join(broken, "main.go"), 8, 6, "stderr"],
        ],
      );
      assert.match(await say(client, "gorun cacheKeys"), /failed/);
    });
  });

  it("hints once at debugPackages, for a breakpoint in a package that is optimised", () =>
    withSession(async (client) => {
      const path = join(module, "lib/lib.go");
      const line = lineOf("return", lib);
      const attributes = { cwd: module, debugPackages: "none" };
      await launch(client, attributes, { breakpoints: { [path]: [line], [join(module, "main.go")]: [line] } });
      const hints = outputOf(client, "console")
        .split("\n")
        .filter((text) => text.includes("debugPackages"));
      assert.equal(hints.length, 1);
      assert.ok(hints[0]?.includes(path));
    }));
});

describe("a build that takes its time", () => {
  let gated: GatedModule;
  let attributes: Record<string, unknown>;

  beforeEach(() => {
    const parent = makeWorld();
    gated = new GatedModule(parent.path, "compile");
    attributes = { mode: "run", cwd: gated.directory, buildFlags: gated.buildFlags };
    closing.push(() => {
      gated.close();
      parent.remove();
    });
  });
  const closing: (() => void)[] = [];
  afterEach(() => closing.splice(0).forEach((close) => close()));

  it("shows progress, with a percentage that never falls and the package at work", () =>
    withSession(async (client) => {
      const launched = launch(client, attributes);
      await gated.arrived();
      const working = await client.waitFor<DebugProtocol.ProgressUpdateEvent>("progressUpdate", ({ body }) =>
        (body.message ?? "").endsWith(" example.com/gated"),
      );
      gated.open();
      await client.waitFor(
        "progressEnd",
        ({ body }) => (body as { progressId: string }).progressId === working.body.progressId,
      );
      await launched;
      const progress = client.events.filter(({ event }) => event.startsWith("progress"));
      assert.deepEqual([progress[0]?.event, progress.at(-1)?.event], ["progressStart", "progressEnd"]);
      assert.equal((progress[0]?.body as DebugProtocol.ProgressStartEvent["body"]).title, "go run .");
      const figures = progress.flatMap(({ body }) => (body as { percentage?: number }).percentage ?? []);
      assert.ok(figures.length > 0);
      assert.deepEqual(
        figures,
        figures.toSorted((a, b) => a - b),
      );
      assert.equal(outputOf(client).includes("building"), false);
    }));

  it("says so in a line of output where the client shows no progress", () =>
    withSession(
      async (client) => {
        const launched = launch(client, attributes);
        await client.waitFor<DebugProtocol.OutputEvent>(
          "output",
          ({ body }) => body.category === "stdout" && body.output === "go run: building…\n",
        );
        gated.open();
        await launched;
        assert.equal(
          client.events.some(({ event }) => event.startsWith("progress")),
          false,
        );
      },
      { initialize: { supportsProgressReporting: false } },
    ));

  it("is answered after 5 seconds; its failure is output then, and terminated", () =>
    withSession(async (client) => {
      const began = Date.now();
      const launched = client.request("launch", attributes);
      await gated.arrived();
      // What is compiled is read when the gate opens: an error by then fails the build.
      writeFileSync(join(gated.directory, "main.go"), "package main\n\nfunc main() { undefinedOne() }\n");
      await launched;
      const took = Date.now() - began;
      assert.ok(took > 4500 && took < 7000, `${took} ms`);
      assert.equal(
        client.events.some(({ event }) => event === "initialized"),
        false,
      );
      const asked = client.request("setFunctionBreakpoints", { breakpoints: [] }).catch((error: unknown) => error);
      gated.open();
      await client.waitFor("terminated");
      assert.match(outputOf(client, "stderr"), /gorunscope: go run failed to build: .*undefined: undefinedOne/);
      assert.equal(((await asked) as DapError).body?.error?.id, 7002);
    }));
});

describe("custom events", () => {
  it("tell of phases, actions and processes", async () => {
    const fresh = writeHello(world.path, "events");
    await withSession(async (client) => {
      await launch(client, { cwd: fresh });
      await client.waitFor("terminated");
      const { run } = await client.request<BuildDirResponse>("buildDir");
      const own = client.events.filter(({ event }) => event.startsWith("gorunscope."));
      assert.ok(own.every(({ body }) => (body as { run: string }).run === run));
      const actions = own.filter(({ event }) => event === "gorunscope.action").map(({ body }) => body as ActionEvent);
      const linked = actions.filter(({ id }) => id === "link example.com/events").map(({ state }) => state);
      assert.deepEqual(linked, ["building", "miss"]);
      const processes = own
        .filter(({ event }) => event === "gorunscope.process")
        .map(({ body }) => body as ProcessEvent);
      for (const role of ["go", "compile", "link", "debugger", "program"]) {
        const ends = processes.filter((process) => process.role === role && process.exitedAt !== undefined);
        assert.ok(ends.length > 0, `no end of a ${role}`);
      }
      assert.ok(processes.every((process) => !("children" in process)));
    });
  });

  it("are not sent to a client that ends its session on an unknown event", async () => {
    const fresh = writeHello(world.path, "helix");
    await withSession(
      async (client) => {
        await launch(client, { cwd: fresh });
        await client.waitFor("terminated");
        assert.equal(
          client.events.some(({ event }) => event.startsWith("gorunscope.")),
          false,
        );
      },
      { initialize: { clientID: "hx" } },
    );
  });
});
