/** gorunscope is upgraded while its server runs: what was loaded goes on, what was not says what to do. */
import assert from "node:assert/strict";
import { cpSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeWaiting } from "../../support/goModule.ts";
import { gorunscopeCommand, startCommand } from "../../support/gorunscope.ts";
import { withLanguageServer } from "../../support/languageClient.ts";
import { assertNothingLeft, killAll } from "../../support/leaks.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

const sentence =
  "a part of gorunscope is gone: it was replaced or removed while it ran. Restart the language server or the debug session.";

describe("a gorunscope that is replaced", () => {
  let world: World;
  let waiting: string;
  let script: string;
  let replace: () => void;
  before(function () {
    this.timeout(300_000);
    world = makeWorld();
    warmCache(world);
    waiting = writeWaiting(world.path);
  });
  beforeEach(function () {
    const copy = join(world.path, `copy${this.currentTest!.title.length}`);
    cpSync(dirname(gorunscopeCommand[1]!), copy, { recursive: true });
    script = join(copy, "gorunscope.js");
    replace = () => renameSync(copy, `${copy}.old`);
  });
  afterEach(async () => {
    try {
      await assertNothingLeft(world);
    } finally {
      killAll(world);
    }
  });
  after(() => world.remove());

  it("has a server that lives on and says that it is to be restarted", () =>
    withLanguageServer(world, { command: [process.execPath, script, "lsp", "--stdio"] }, async (client) => {
      const uri = await client.open(join(waiting, "main.go"));
      await client.untilTitle(uri, /▶ run/);
      replace();
      await assert.rejects(client.execute("run", { uri }), { message: sentence });
      const run = startCommand(world, [...gorunscopeCommand, "run", "."], { cwd: waiting });
      await run.says(/ready/);
      await client.untilTitle(uri, /^running/);
      await client.execute("stop", { uri });
      await run.ended;
      await client.untilTitle(uri, /^ended after|^exit/);
      await assert.rejects(client.execute("compare", { uri }), { message: sentence });
    }));

  it("has a run that goes on, though nobody can ask it any more", async () => {
    const run = startCommand(world, [process.execPath, script, "run", "."], { cwd: waiting });
    await run.says(/ready/);
    replace();
    await withLanguageServer(world, {}, async (client) => {
      // The first answer comes when the server has tried all live runs.
      await client.lenses(await client.open(join(waiting, "main.go")));
    });
    assert.equal(run.child.exitCode, null, run.output);
    run.child.kill("SIGTERM");
    assert.equal((await run.ended).signal, "SIGTERM", run.output);
  });
});
