/** Requests that do not wait for the answer to `launch`, requests that there are none of, and requests without their arguments. */
import assert from "node:assert/strict";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { BuildDirResponse, CacheKeysResponse } from "../../../shared/contract/answers.ts";
import { DapError } from "../../../shared/dap/client.ts";
import { mainFile, writeHello, writeModule } from "../../support/goModule.ts";
import { launchUntilStopped, outputOf, withSession } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { assertOneAnswerEach } from "../ends/heard.ts";

let world: World;
let hello: string;

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  warmCache(world);
  hello = writeHello(world.path);
});
after(() => world.remove());

/** The error of a request that must fail. */
async function failureOf(answer: Promise<unknown>): Promise<{ id: number | undefined; format: string }> {
  const error: unknown = await answer.then(
    () => assert.fail("the request succeeded"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof DapError)) throw error;
  return { id: error.body?.error?.id, format: error.body?.error?.format ?? "" };
}

describe("requests sent together with launch", () => {
  it("are answered by the run that it starts, once", () =>
    withSession(world, async (client) => {
      const launched = client.request("launch", { mode: "run", program: hello });
      const buildDir = client.request<BuildDirResponse>("buildDir");
      const cacheKeys = client.request<CacheKeysResponse>("cacheKeys");
      const threads = client.request<DebugProtocol.ThreadsResponse["body"]>("threads");
      const console = client.request<DebugProtocol.EvaluateResponse["body"]>("evaluate", {
        expression: "gorun help",
        context: "repl",
      });
      const exceptions = client.request("setExceptionBreakpoints", { filters: [] });
      const functions = client.request<DebugProtocol.SetFunctionBreakpointsResponse["body"]>("setFunctionBreakpoints", {
        breakpoints: [{ name: "main.main" }],
      });
      const configured = client.request("configurationDone");
      assert.match((await cacheKeys).run, /^\d{8}T\d{6}-/);
      // What the run cannot say yet, the run itself says so.
      assert.match((await failureOf(buildDir)).format, /^the run is still being planned: /);
      assert.deepEqual(await threads, { threads: [] });
      assert.match((await console).result, /gorun buildDir/);
      // Some clients do not wait for a build.
      await exceptions;
      assert.ok(!client.events.some(({ event }) => event === "initialized"));
      await Promise.all([launched, configured]);
      assert.deepEqual(
        (await functions).breakpoints.map(({ verified }) => verified),
        [true],
      );
      await client.waitFor("stopped");
      assertOneAnswerEach(client);
    }));

  it("say at which exceptions to stop", async () => {
    const module = writeModule(world.path, "panics", { "main.go": mainFile([], ['panic("on purpose")']) });
    const wanted = [
      { filters: ["unrecovered-panic"], ending: "stopped" },
      { filters: [], ending: "exited" },
    ];
    for (const { filters, ending } of wanted) {
      await withSession(world, async (client) => {
        const launched = client.request("launch", { mode: "run", program: module });
        await client.request("setExceptionBreakpoints", { filters });
        await client.waitFor("initialized");
        await client.request("configurationDone");
        await launched;
        const { event } = await Promise.race([client.waitFor("stopped"), client.waitFor("exited")]);
        assert.equal(event, ending);
      });
    }
  });
});

describe("a mode that nobody knows", () => {
  it("gets dlv's error, and a hint where it is nearly run", () =>
    withSession(world, async (client) => {
      const { format } = await failureOf(client.request("launch", { mode: "runn", program: hello }));
      assert.match(format, /runn/);
      assert.equal(outputOf(client), 'gorunscope: there is no mode "runn"; did you mean "run"?\n');
    }));
});

describe("an attribute that is misspelt", () => {
  it("is told of once", () =>
    withSession(world, async (client) => {
      await launchUntilStopped(client, { program: hello, programm: "x" });
      const hints = outputOf(client, "console").match(/did you mean program\?/g);
      assert.equal(hints?.length, 1);
    }));
});

describe("requests of ours that there are none of", () => {
  it("are 7004 with the names of those that there are: before a launch, and in mode run", () =>
    withSession(world, async (client) => {
      const ask = () => failureOf(client.request("gorunscope.nothing"));
      const before = await ask();
      assert.equal(before.id, 7004);
      assert.match(
        before.format,
        /^there is no request gorunscope\.nothing\. There are buildDir, cacheKeys, procTree, /,
      );
      assert.equal((await failureOf(client.request("gorunscope.explain"))).id, 7001);
      await launchUntilStopped(client, { program: hello });
      assert.deepEqual(await ask(), before);
    }));
});

describe("requests without their arguments", () => {
  it("are 7004 and name the argument", () =>
    withSession(world, async (client) => {
      await launchUntilStopped(client, { program: hello });
      const wrong: [string, unknown, string][] = [
        ["evaluate", { context: "repl" }, "evaluate: the argument expression is missing, or is not text"],
        [
          "evaluate",
          { context: "repl", expression: 3 },
          "evaluate: the argument expression is missing, or is not text",
        ],
        ["completions", undefined, "completions: the argument text is missing, or is not text"],
        ["completions", { text: "gorun" }, "completions: the argument column is missing, or is not a number"],
      ];
      for (const [command, args, format] of wrong) {
        assert.deepEqual(await failureOf(client.request(command, args)), { id: 7004, format });
      }
    }));
});
