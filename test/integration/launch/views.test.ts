/** What a session shows of its run without any plugin: the scope in the Variables view, and the console's commands. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { BuildDirResponse } from "../../../shared/contract/answers.ts";
import type { DapClient } from "../../../shared/dap/client.ts";
import { say } from "../../support/answers.ts";
import { lineOf, mainFile, writeModule } from "../../support/goModule.ts";
import { bodiesOf, idOfFailure, launchUntilStopped, withSession } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
let module: string;
const main = mainFile(["example.com/shown/lib"], ['gorun := "a variable"', "println(gorun, lib.Name())", "println()"]);
const lib = 'package lib\n\nfunc Name() string {\n\treturn "lib"\n}\n';

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  warmCache(world);
  module = writeModule(world.path, "shown", { "main.go": main, "lib/lib.go": lib });
});
after(() => world.remove());

/** Stops where the variable gorun has its value; the frame's id. */
async function stop(client: DapClient): Promise<number> {
  const breakpoints = { [join(module, "main.go")]: [lineOf("println", main)] };
  const { threadId } = await launchUntilStopped(client, { cwd: module }, { breakpoints });
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

describe("the scope go run", () => {
  it("is the last one, expensive, and expands to the answers", () =>
    withSession(world, async (client) => {
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
      assert.deepEqual([...answers.keys()], ["buildDir", "cacheKeys", "procTree", "environment"]);
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
      const environment = await expand(client, answers.get("environment")!.variablesReference);
      const variables = await expand(client, environment.get("variables")!.variablesReference);
      assert.match(variables.get("GOROOT")?.value ?? "", /\w/);

      const set = { variablesReference: scopes.at(-1)!.variablesReference, name: "buildDir", value: "1" };
      assert.equal(await idOfFailure(client.request("setVariable", set)), 7004);
      const locals = await expand(client, scopes[0]!.variablesReference);
      assert.equal(locals.get("gorun")?.value, '"a variable"');
      await client.request("next", { threadId: 1 });
      await client.waitFor("stopped");
      const stale = client.request("variables", { variablesReference: answers.get("buildDir")!.variablesReference });
      assert.equal(await idOfFailure(stale), 7002);
    }));
});

describe("the console", () => {
  it("answers gorun commands; everything else, and (gorun), is the program's", () =>
    withSession(world, async (client) => {
      const frameId = await stop(client);
      assert.match(await say(client, "gorun"), /gorun buildDir .*\n.*gorun cacheKeys \[package\]/);
      assert.ok((await say(client, "gorun buildDir", { frameId })).includes("go-build"));
      assert.match(await say(client, "gorun cacheKeys example.com/shown/lib"), /[0-9a-f]{64}/);
      assert.match(await say(client, "gorun explain ./lib"), /^build example\.com\/shown\/lib: /);
      assert.match(await say(client, "gorun procTree"), /\bgo\b[^]*\bdlv/);
      assert.match(await say(client, "gorun nonsense"), /gorun has no command nonsense/);
      assert.equal(await say(client, "(gorun)", { frameId }), '"a variable"');
      assert.equal(await say(client, "len(gorun)", { frameId }), "10");
      for (const context of ["hover", "watch", "variables", "clipboard"]) {
        assert.equal(await say(client, "gorun", { frameId, context }), '"a variable"', context);
      }
    }));

  it("completes them", () =>
    withSession(world, async (client) => {
      await stop(client);
      const complete = async (text: string) => {
        const args = { text, column: text.length + 1 };
        const { targets } = await client.request<DebugProtocol.CompletionsResponse["body"]>("completions", args);
        return targets.map(({ label }) => label);
      };
      const announced = bodiesOf<DebugProtocol.CapabilitiesEvent>(client, "capabilities");
      assert.ok(announced.some(({ capabilities }) => capabilities.supportsCompletionsRequest));
      assert.deepEqual(await complete("gor"), ["gorun"]);
      assert.deepEqual(await complete("gorun c"), ["cacheKeys", "compare"]);
      assert.deepEqual(await complete("gorun cacheKeys shown"), ["example.com/shown", "example.com/shown/lib"]);
      assert.deepEqual(await complete("len"), []);
    }));
});
