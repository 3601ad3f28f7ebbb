/** What the client hears of the build without any plugin: output, progress, and events for those who know them. */
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { ActionEvent, BuildDirResponse, ProcessEvent } from "../../../shared/contract/answers.ts";
import { DapError } from "../../../shared/dap/client.ts";
import { say } from "../../support/answers.ts";
import { GatedModule, lineOf, mainFile, writeHello, writeModule } from "../../support/goModule.ts";
import { bodiesOf, launch, launchUntilStopped, outputOf, withSession } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
let module: string;
const main = mainFile(["example.com/told/lib"], ["println(lib.Name())"]);
const lib = 'package lib\n\nfunc Name() string {\n\treturn "lib"\n}\n';

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  warmCache(world);
  module = writeModule(world.path, "told", { "main.go": main, "lib/lib.go": lib });
});
after(() => world.remove());

describe("output", () => {
  it("has the summary sentence before the program starts", () =>
    withSession(world, async (client) => {
      await launchUntilStopped(client, { cwd: module });
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
    await withSession(world, async (client) => {
      const failed = await client.request("launch", { mode: "run", cwd: broken }).catch((error: unknown) => error);
      assert.ok(failed instanceof DapError);
      assert.equal(failed.body?.error?.id, 7005);
      assert.match(failed.message, /^go run failed to build: .*main\.go:7:2: undefined: undefinedOne \(and 1 more\)$/);
      assert.match(failed.body?.error?.format ?? "", /declared and not used: unused/);
      await client.waitFor("terminated");
      const errors = bodiesOf<DebugProtocol.OutputEvent>(client, "output").filter(({ source }) => source !== undefined);
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
    withSession(world, async (client) => {
      const path = join(module, "lib/lib.go");
      const line = lineOf("return", lib);
      const attributes = { cwd: module, debugPackages: "none" };
      await launch(client, attributes, { breakpoints: { [path]: [line], [join(module, "main.go")]: [line] } });
      const hints = outputOf(client, "console")
        .split("\n")
        .filter((text) => text.includes("Set debugPackages"));
      assert.equal(hints.length, 1);
      assert.ok(hints[0]?.includes(path));
    }));
});

describe("proxy point 8: a build that takes its time", () => {
  let gated: GatedModule;
  let attributes: Record<string, unknown>;

  beforeEach(() => {
    gated = new GatedModule(mkdtempSync(join(world.path, "gate-")), "compile");
    attributes = { mode: "run", cwd: gated.directory, buildFlags: gated.buildFlags };
  });
  afterEach(() => gated.close());

  it("shows progress, with a percentage that never falls and the package at work", () =>
    withSession(world, async (client) => {
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
      world,
      async (client) => {
        const launched = launch(client, attributes);
        await client.waitFor<DebugProtocol.OutputEvent>(
          "output",
          ({ body }) => body.category === "console" && body.output === "go run: building…\n",
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
    withSession(world, async (client) => {
      const began = Date.now();
      const launched = client.request("launch", attributes);
      await gated.arrived();
      // What is compiled is read when the gate opens: an error by then fails the build.
      writeFileSync(join(gated.directory, "main.go"), "package main\n\nfunc main() { undefinedOne() }\n");
      await launched;
      const took = Date.now() - began;
      assert.ok(took > 4500 && took < 9000, `${took} ms`);
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
    await withSession(world, async (client) => {
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
      world,
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
