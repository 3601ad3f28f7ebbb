/** What sessions and `gorunscope run` leave behind: a record, whatever way they end, which explains the next run. */
import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CacheKeysResponse, ExplainResponse } from "../../../shared/contract/answers.ts";
import { RecordStore } from "../../../shared/record/store.ts";
import { say } from "../../support/answers.ts";
import { mainFile, writeModule } from "../../support/goModule.ts";
import { runGorunscope } from "../../support/gorunscope.ts";
import { idOfFailure, launchUntilStopped, outputOf, startAdapter, withSession } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

describe("a run's record", () => {
  let world: World;
  let directory: string;
  let store: RecordStore;

  before(async function () {
    this.timeout(300_000);
    await testDlv();
  });
  beforeEach(() => {
    world = makeWorld();
    warmCache(world, [], ["runtime", "time"]);
    directory = writeModule(world.path, "kept", { "main.go": mainFile([], [`println("kept", "${world.path}")`]) });
    store = new RecordStore(join(world.path, "state", "gorunscope"));
  });
  afterEach(() => world.remove());

  /** One session from launch to end, stopped once in main.main. */
  function session(test: (client: Parameters<Parameters<typeof withSession>[1]>[0]) => Promise<void>): Promise<void> {
    return withSession(world, async (client) => {
      await launchUntilStopped(client, { program: directory });
      await test(client);
    });
  }

  it("is kept of a session that is disconnected, with the program's end and dlv's version", async () => {
    await session(async (client) => {
      await client.request("continue", { threadId: 1 });
      await client.waitFor("terminated");
      await client.request("disconnect");
      const [summary, ...others] = await store.list();
      assert.deepEqual(others, []);
      const { kind, package: path, phase, exitCode, socket } = summary ?? {};
      assert.deepEqual(
        { kind, path, phase, exitCode, socket },
        { kind: "debug", path: "example.com/kept", phase: "exited", exitCode: 0, socket: undefined },
      );
      assert.match(summary?.dlvVersion ?? "", /^1\.\d+\.\d+/);
      const record = await store.load(summary?.run ?? "");
      for (const { id, inputs } of record.cacheKeys.actions) assert.ok(inputs && inputs.length > 5, id);
    });
  });

  it("is there while the program is stopped, names its socket, and stays when the adapter is killed", async () => {
    const adapter = await startAdapter(world);
    try {
      await launchUntilStopped(adapter.client, { program: directory });
      let summary = await store.latest();
      for (const end = Date.now() + 10_000; !summary && Date.now() < end;) {
        await adapter.client.request("threads");
        summary = await store.latest();
      }
      assert.ok(summary, "no record while the program is stopped");
      assert.ok(summary.socket?.startsWith(world.runtime), summary.socket);
      assert.equal(summary.phase, "stopped");
      process.kill(adapter.pid, "SIGKILL");
      await adapter.exited;
      assert.equal((await store.load(summary.run)).cacheKeys.actions.length, summary.build.actions);
    } finally {
      await adapter.client.close();
    }
  });

  it("explains the next run, in the same words everywhere", async () => {
    const first = await runGorunscope(world, ["run", "--summary", "."], { cwd: directory });
    assert.match(first.stderr, /^gorunscope: rebuilt \d+ of \d+ in .*: first go run of it here$/m);
    const [earlier] = await store.list();
    writeFileSync(join(directory, "main.go"), mainFile([], [`println("kept again", "${world.path}")`]));
    const second = await runGorunscope(world, ["run", "--summary", "."], { cwd: directory });
    const [, sentence = ""] =
      /^gorunscope: (rebuilt 2 of \d+ in .*: main\.go changed \(1 link\))$/m.exec(second.stderr) ?? [];
    assert.notEqual(sentence, "", second.stderr);
    const explained = await runGorunscope(world, ["explain"], { cwd: directory });
    assert.equal(explained.stdout.split("\n")[0], sentence);
    const answer = JSON.parse(
      (await runGorunscope(world, ["explain", "--json", "--run", earlier?.run ?? ""], { cwd: directory })).stdout,
    ) as ExplainResponse;
    assert.match(answer.sentence, /: first go run of it here$/);

    await session(async (client) => {
      const keys = await client.request<CacheKeysResponse>("cacheKeys", { onlyMisses: true });
      const debugged = await client.request<ExplainResponse>("gorunscope.explain");
      assert.equal(debugged.sentence, keys.summary.sentence);
      assert.match(debugged.sentence, /: first debug here, with other flags than before \(-gcflags, -ldflags\)$/);
      assert.equal((await say(client, "gorun explain")).split("\n")[0], debugged.sentence);
      assert.ok(outputOf(client, "console").includes(`go run: ${debugged.sentence}\n`));
      assert.equal((await say(client, "gorun cacheKeys")).split("\n")[0], debugged.sentence);
      const old = await client.request<ExplainResponse>("gorunscope.explain", { run: earlier?.run });
      assert.equal(old.sentence, answer.sentence);
      const oldKeys = await client.request<CacheKeysResponse>("cacheKeys", {
        run: earlier?.run,
        package: "example.com/kept",
      });
      assert.ok(oldKeys.actions.every(({ inputs }) => inputs));
      assert.equal(await idOfFailure(client.request("gorunscope.explain", { run: "none" })), 7004);
      assert.equal(await idOfFailure(client.request("gorunscope.explain", { package: "no/such" })), 7004);
    });
  });

  it("has no keys where they were not wanted, and is not kept where none are", async () => {
    await withSession(world, async (client) => {
      await client.request("launch", { mode: "run", noDebug: true, record: false, program: directory });
      await client.waitFor("terminated");
      await client.request("disconnect");
      const [summary] = await store.list();
      const { cacheKeys } = await store.load(summary?.run ?? "");
      assert.ok(cacheKeys.actions.every(({ actionID, inputs }) => actionID === undefined && inputs === undefined));
    });
    const env = { GORUNSCOPE_KEEP_RUNS: "0" };
    assert.equal((await runGorunscope(world, ["run", "."], { cwd: directory, env })).code, 0);
    assert.equal((await store.list()).length, 1);
  });

  it("that cannot be kept is told of once, and the run goes on", async () => {
    const env = { XDG_STATE_HOME: join(directory, "main.go") };
    const ended = await runGorunscope(world, ["run", "--summary", "."], { cwd: directory, env });
    assert.equal(ended.code, 0);
    assert.equal(ended.stderr.match(/could not be kept/g)?.length, 1, ended.stderr);
    const wrong = await runGorunscope(world, ["run", "--summary", "."], {
      cwd: directory,
      env: { GORUNSCOPE_KEEP_RUNS: "many" },
    });
    assert.equal(wrong.code, 0);
    assert.match(
      wrong.stderr,
      /GORUNSCOPE_KEEP_RUNS is "many", but takes a number of runs, as 200, or 0 for none\. The default is used/,
    );
  });

  it("of nobody, of another version, of no such package: each a sentence, and the status 1", async () => {
    const none = await runGorunscope(world, ["explain"], { cwd: directory });
    assert.equal(none.code, 1);
    assert.match(none.stderr, /^gorunscope: there is no record of a run in .*kept\. Start one with gorunscope run/);
    await runGorunscope(world, ["run", "."], { cwd: directory });
    const unknown = await runGorunscope(world, ["explain", "./nowhere"], { cwd: directory });
    assert.equal(unknown.code, 1);
    assert.match(unknown.stderr, /^gorunscope: the build has no package example\.com\/kept\/nowhere\. /);
    const [name = ""] = readdirSync(store.directory);
    writeFileSync(join(store.directory, name), "{}\n");
    const damaged = await runGorunscope(world, ["explain"], { cwd: directory });
    assert.equal(damaged.code, 1);
    assert.match(damaged.stderr, /is damaged\. /);
  });
});
