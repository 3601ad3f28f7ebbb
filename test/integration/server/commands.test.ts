/** What commands are given: a file, a directory, a package, a run; and the requests' own arguments, which they hand on. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type {
  CacheKeysResponse,
  ForecastResponse,
  ProcNode,
  ProcTreeResponse,
} from "../../../shared/contract/answers.ts";
import { startCommand, gorunscopeCommand, runGorunscope } from "../../support/gorunscope.ts";
import { mainFile, writeModule, writeWaiting } from "../../support/goModule.ts";
import { type LanguageClient, withLanguageServer } from "../../support/languageClient.ts";
import { assertNothingLeft, killAll } from "../../support/leaks.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
/** A module with two programs and a library; the first has been run. */
let module: string;

before(async function () {
  this.timeout(300_000);
  world = makeWorld();
  warmCache(world);
  module = writeModule(world.path, "twomains", {
    "cmd/one/main.go": mainFile(["example.com/twomains/lib", "os"], ["os.Exit(lib.Status)"]),
    "cmd/two/main.go": mainFile([], ['println("two")']),
    "lib/lib.go": "package lib\n\nconst Status = 3\n",
  });
  await runGorunscope(world, ["run", "./cmd/one"], { cwd: module });
});
afterEach(() => assertNothingLeft(world));
after(() => {
  killAll(world);
  world.remove();
});

const withServer = (test: (client: LanguageClient) => Promise<void>) =>
  withLanguageServer(world, { folders: [module], initializationOptions: { forecast: "off" } }, test);

const uriOf = (...parts: string[]) => pathToFileURL(join(module, ...parts)).href;

describe("a command about a directory", () => {
  it("means the program in it, as one about a file of it does", () =>
    withServer(async (client) => {
      const file = uriOf("cmd", "one", "main.go");
      for (const name of ["debug", "buildDir", "cacheKeys", "explain", "environment", "forecast"]) {
        const expected = await client.execute(name, { uri: file });
        for (const uri of [uriOf("cmd", "one"), `${uriOf("cmd", "one")}/`]) {
          assert.deepEqual(await client.execute(name, { uri }), expected, `${name} ${uri}`);
        }
      }
      assert.deepEqual(await client.execute("debug", { uri: uriOf("cmd", "one") }), {
        name: "go run one",
        request: "launch",
        mode: "run",
        program: join(module, "cmd", "one"),
        cwd: module,
      });
    }));

  it("runs it", () =>
    withServer(async (client) => {
      await client.execute("run", { uri: uriOf("cmd", "two") });
      await client.waitFor<{ message: string }>("window/logMessage", ({ message }) => message === "two: two");
      await client.untilTitle(await client.open(join(module, "cmd", "two", "main.go")), /^exit 0/);
    }));

  it("is wrong where there is none", () =>
    withServer(async (client) => {
      for (const name of ["run", "debug", "forecast", "buildDir"]) {
        await assert.rejects(client.execute(name, { uri: uriOf("cmd", "three") }), { code: -32602 }, name);
      }
    }));
});

describe("a command about a run", () => {
  it("means its program, also where that was given as files", () =>
    withServer(async (client) => {
      const alone = join(world.path, "alone");
      mkdirSync(alone);
      const files = writeModule(alone, "files", {
        "a.go": mainFile([], ["b()"]),
        "b.go": "package main\n\nfunc b() {}\n",
      });
      await runGorunscope(world, ["run", "a.go", "b.go"], { cwd: files });
      const uri = await client.open(join(files, "a.go"));
      await client.untilTitle(uri, /^exit 0/);
      const { run } = await client.execute<{ run: string }>("buildDir", { uri });
      const { program, cwd } = await client.execute<{ program: unknown; cwd: string }>("debug", { run });
      assert.deepEqual([program, cwd], [[join(files, "a.go"), join(files, "b.go")], files]);
      const { actions } = await client.execute<CacheKeysResponse>("cacheKeys", { uri, package: "example.com/files" });
      assert.ok(actions.length > 1);
      const { sentence } = await client.execute<ForecastResponse>("forecast", { run });
      assert.match(sentence, /^nothing to rebuild/);
      await assert.rejects(client.execute("forecast", { run: "none" }), { code: -32803 });
    }));
});

describe("the requests' own arguments", () => {
  it("of cacheKeys choose actions and bring inputs", () =>
    withServer(async (client) => {
      const uri = uriOf("cmd", "one", "main.go");
      const ask = (args: object) => client.execute<CacheKeysResponse>("cacheKeys", { uri, ...args });
      const misses = (await ask({ onlyMisses: true })).actions;
      assert.deepEqual([...new Set(misses.map(({ state }) => state))], ["miss"]);
      assert.ok((await ask({})).actions.length > misses.length);
      assert.ok((await ask({ inputs: true })).actions.every(({ inputs }) => inputs !== undefined));
      assert.ok((await ask({ package: "os", inputs: false })).actions.every(({ inputs }) => inputs === undefined));
    }));

  it("of forecast say what for, with which texts, and of which package", () =>
    withServer(async (client) => {
      const uri = uriOf("cmd", "one", "main.go");
      const ask = (args: object) => client.execute<ForecastResponse>("forecast", { uri, ...args });
      assert.equal((await ask({})).for, "run");
      const debug = await ask({ for: "debug" });
      assert.equal(debug.for, "debug");
      assert.ok(
        debug.actions.some(({ state }) => state === "miss"),
        debug.sentence,
      );
      const overlay = { [join(module, "lib", "lib.go")]: "package lib\n\nconst Status = 4\n" };
      assert.match((await ask({ overlay })).sentence, /lib\.go changed/);
      const part = await ask({ package: "example.com/twomains/lib" });
      assert.deepEqual(part.actions, [{ action: "build", package: "example.com/twomains/lib", state: "hit" }]);
    }));

  it("of procTree leave out what has ended", () =>
    withServer(async (client) => {
      const waiting = writeWaiting(world.path);
      const run = startCommand(world, [...gorunscopeCommand, "run", "."], { cwd: waiting });
      await run.says(/ready/);
      const uri = await client.open(join(waiting, "main.go"));
      await client.untilTitle(uri, /^running/);
      const states = async (args: object) => {
        const { root } = await client.execute<ProcTreeResponse>("procTree", { uri, ...args });
        const all = (node: ProcNode): string[] => [node.state, ...node.children.flatMap(all)];
        return all(root);
      };
      assert.ok((await states({})).includes("exited"));
      assert.ok(!(await states({ live: true })).includes("exited"));
      run.child.kill("SIGTERM");
      await run.ended;
    }));
});
