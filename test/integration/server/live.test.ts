/** Runs that live, whoever has started them: seen by their sockets, shown in lenses, stopped and started anew. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PhaseEvent } from "../../../shared/contract/answers.ts";
import { gorunscopeCommand, startCommand, type Running } from "../../support/gorunscope.ts";
import { GatedModule, mainFile, writeHello, writeModule, writeWaiting } from "../../support/goModule.ts";
import { type LanguageClient, type LanguageClientOptions, withLanguageServer } from "../../support/languageClient.ts";
import { assertNothingLeft, killAll } from "../../support/leaks.ts";
import { launchUntilStopped, withSession } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
let waiting: string;

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  warmCache(world);
  waiting = writeWaiting(world.path);
});
afterEach(() => assertNothingLeft(world));
after(() => {
  killAll(world);
  world.remove();
});

const withServer = (test: (client: LanguageClient) => Promise<void>, options: LanguageClientOptions = {}) =>
  withLanguageServer(world, options, test);

function runInShell(...words: string[]): Running {
  return startCommand(world, [...gorunscopeCommand, "run", ...words], { cwd: waiting });
}

describe("a live run in the lenses", () => {
  it("is followed from the first tool to its end, and told of where the client asks for that", () =>
    withServer(
      async (client) => {
        const gated = new GatedModule(world.path, "compile");
        try {
          const uri = await client.open(join(gated.directory, "main.go"));
          const run = startCommand(world, [...gorunscopeCommand, "run", ...gated.buildFlags, "."], {
            cwd: gated.directory,
          });
          await gated.arrived();
          await client.untilTitle(uri, /^building \d+\/\d+ example\.com\/gated$/);
          gated.open();
          await client.untilTitle(uri, /^running \d+ s · pid \d+ · \d+ processes$/);
          assert.deepEqual((await client.titles(uri, 4)).slice(1), ["stop", "build directory"]);
          run.child.kill("SIGTERM");
          await run.ended;
          await client.untilTitle(uri, /^ended after|^exit/);
          const phases = client.said
            .filter(({ method }) => method === "gorunscope/runChanged")
            .map(({ params }) => (params as PhaseEvent).phase);
          assert.deepEqual(phases.slice(-3), ["starting", "running", "exited"]);
        } finally {
          gated.close();
        }
      },
      { initializationOptions: { runChanged: true } },
    ));

  it("is told of alike when its record has been written, and makes a forecast of before it untrue", () =>
    withServer(async (client) => {
      const directory = writeHello(world.path, "short");
      const uri = await client.open(join(directory, "main.go"));
      await client.untilTitle(uri, /^next run rebuilds/);
      const seen = new Set<string>();
      client.connection.onRequest("workspace/codeLens/refresh", async () => {
        for (const title of await client.titles(uri, 4)) seen.add(title);
        return null;
      });
      await startCommand(world, [...gorunscopeCommand, "run", "."], { cwd: directory }).ended;
      await withServer(async (other) => {
        const title = await other.untilTitle(await other.open(join(directory, "main.go")), /^exit 0/);
        const ends = [...seen].filter((each) => each.startsWith("exit"));
        assert.deepEqual(ends, [title]);
      });
      const after = [...seen].slice([...seen].findIndex((each) => each.startsWith("exit")));
      assert.deepEqual(
        after.filter((each) => /^next run/.test(each)),
        [],
      );
    }));

  it("vanishes when whoever served it is killed", () =>
    withServer(async (client) => {
      const uri = await client.open(join(waiting, "main.go"));
      const run = runInShell(".");
      await run.says(/ready/);
      await client.untilTitle(uri, /^running/);
      run.child.kill("SIGKILL");
      await client.untilTitle(uri, /▶ run/);
      assert.ok(!(await client.titles(uri)).some((title) => title.startsWith("running")));
      await run.ended;
    }));

  it("is stopped from its lens", () =>
    withServer(async (client) => {
      const uri = await client.open(join(waiting, "main.go"));
      const run = runInShell(".");
      await run.says(/ready/);
      await client.untilTitle(uri, /^running/);
      const { run: stopped } = await client.execute<{ run: string }>("stop", { uri });
      await run.ended;
      const title = await client.untilTitle(uri, /^ended|^exit/);
      assert.match(title, /^(ended|exit \d+) after/);
      const again = await client.execute("stop", { uri }).catch((error: unknown) => error);
      assert.match(String(again), /does not run now/);
      assert.match(stopped, /^\d{8}T\d{6}-/);
    }));

  it("is shown that is debugged, and has its answers", () =>
    withServer(async (client) =>
      withSession(world, async (session) => {
        const uri = await client.open(join(waiting, "main.go"));
        await launchUntilStopped(session, { cwd: waiting });
        await client.untilTitle(uri, /^stopped in the debugger · pid \d+/);
        const tree = await client.execute<{ root: { role: string } }>("procTree", { uri });
        assert.equal(tree.root.role, "go");
        const keys = await client.execute<{ actions: unknown[] }>("cacheKeys", { uri, package: "fmt" });
        assert.equal(keys.actions.length, 1);
        const before = await client.execute<{ run: string }>("buildDir", { uri });
        await client.execute("restart", { uri });
        await session.waitFor("stopped");
        await client.untilTitle(uri, /^stopped in the debugger/);
        assert.notEqual((await client.execute<{ run: string }>("buildDir", { uri })).run, before.run);
        await session.request("disconnect");
      }),
    ));
});

describe("a run that the server starts", () => {
  it("writes to the client's log, and is stopped and started anew", () =>
    withServer(async (client) => {
      const uri = await client.open(join(waiting, "main.go"));
      const { run } = await client.execute<{ run: string }>("run", { uri, args: ["partial"] });
      const starts = () =>
        client.said.filter(({ params }) =>
          (params as { message?: string } | undefined)?.message?.includes("waiting: no newlineready"),
        ).length;
      await client.until(() => starts() === 1, "the program's output is not in the log");
      await client.untilTitle(uri, /^running/);
      assert.deepEqual((await client.titles(uri)).slice(-3), ["stop", "restart", "build directory"]);
      await client.execute("restart", { uri });
      await client.until(() => starts() === 2, "it was not started anew");
      await client.untilTitle(uri, /^running/);
      const next = await client.execute<{ run: string }>("buildDir", { uri });
      assert.notEqual(next.run, run);
      await client.execute("stop", { uri });
      await client.untilTitle(uri, /^ended|^exit/);
    }));

  it("ends with the server", async () => {
    await withServer(async (client) => {
      const uri = await client.open(join(waiting, "main.go"));
      await client.execute("run", { uri });
      await client.untilTitle(uri, /^running/);
    });
  });

  it("tells of a build that fails", () =>
    withServer(async (client) => {
      const directory = writeModule(world.path, "broken", { "main.go": mainFile([], ["undefinedName()"]) });
      const uri = await client.open(join(directory, "main.go"));
      await client.execute("run", { uri });
      const { message } = await client.waitFor<{ message: string }>("window/showMessage");
      assert.match(message, /^broken: the build failed: .*main\.go:5:2: undefined: undefinedName$/);
      await client.untilTitle(uri, /^build failed in example\.com\/broken after/);
      await client.untilTitle(uri, /^failed to build/);
    }));

  it("goes to the client's terminal where it has one for us", () =>
    withServer(
      async (client) => {
        const uri = await client.open(join(waiting, "main.go"));
        await client.execute("run", { uri, args: ["end"] });
        const asked = await client.waitFor<{ command: string[]; cwd: string; title: string }>(
          "gorunscope/runInTerminal",
        );
        assert.deepEqual(asked.command, [...gorunscopeCommand, "run", waiting, "end"]);
        assert.deepEqual([asked.cwd, asked.title], [waiting, "waiting"]);
        assert.equal(await startCommand(world, asked.command, { cwd: asked.cwd }).ended.then(({ code }) => code), 0);
      },
      { initializationOptions: { canRunInTerminal: true } },
    ));
});

describe("commands", () => {
  it("show what a lens's client drops, without secrets", () =>
    withServer(async (client) => {
      const uri = await client.open(join(waiting, "main.go"));
      const run = runInShell(".", "daemon-secret-word");
      await run.says(/ready/);
      await client.untilTitle(uri, /^running/);
      const lens = (await client.lenses(uri)).find(({ command }) => command?.title === "build directory");
      const [argument] = lens!.command!.arguments as object[];
      const answer = await client.execute<{ command: string[] }>("buildDir", argument);
      assert.ok(answer.command.includes("daemon-secret-word"));
      const { uri: shown } = await client.waitFor<{ uri: string }>("window/showDocument");
      const text = readFileSync(fileURLToPath(shown), "utf8");
      assert.match(text, /\$WORK/);
      assert.doesNotMatch(text, /daemon-secret-word/);
      run.child.kill("SIGTERM");
      await run.ended;
    }));

  it("answer a launch configuration", () =>
    withServer(
      async (client) => {
        const uri = await client.open(join(waiting, "main.go"));
        assert.ok((await client.titles(uri)).includes("debug"));
        assert.deepEqual(await client.execute("debug", { uri }), {
          name: "go run waiting",
          request: "launch",
          mode: "run",
          program: waiting,
          cwd: waiting,
        });
      },
      { initializationOptions: { canDebug: true } },
    ));
});
