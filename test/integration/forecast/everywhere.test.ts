import assert from "node:assert/strict";
import { join } from "node:path";
import type { ForecastResponse } from "../../../shared/contract/answers.ts";
import { runGorunscope } from "../../support/gorunscope.ts";
import { launch, programEnd, withSession } from "../../support/session.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { writeTiny } from "../truth/subject.ts";
import { edit } from "./foretold.ts";

describe("a forecast on the command line, in the console and as a request", function () {
  this.timeout(120_000);
  let world: World;
  before(() => {
    world = makeWorld();
    warmCache(world, [], ["runtime"]);
  });
  after(() => world.remove());

  it("is the same sentence of the same actions", async () => {
    const { directory: cwd, leafDirectory } = writeTiny(world, "everywhere");
    const tags = "-tags=truthtag";
    await runGorunscope(world, ["run", "."], { cwd });
    await withSession(world, async (client) => {
      await launch(client, { program: ".", cwd, noDebug: true });
      await programEnd(client);
      const ask = async (): Promise<string> => {
        const whole = await client.request<ForecastResponse>("gorunscope.forecast", {});
        const console = await client.request<{ result: string }>("evaluate", {
          expression: "gorun forecast",
          context: "repl",
        });
        const text = await runGorunscope(world, ["forecast", "."], { cwd });
        const json = await runGorunscope(world, ["forecast", "--json", "."], { cwd });
        assert.deepEqual(JSON.parse(json.stdout), whole);
        for (const said of [console.result, text.stdout]) assert.equal(said.split("\n")[0], whole.sentence);
        return whole.sentence;
      };
      assert.match(await ask(), /^nothing to rebuild: all \d+ actions are in the cache$/);
      edit(join(leafDirectory, "truth.go"), "return 1 ", "return 2 ");
      assert.equal(await ask(), "leaf/truth.go changed: 1 rebuild certain, up to 3 more");
    });
    // Of a launch with flags it is the forecast with these flags.
    await withSession(world, async (client) => {
      await launch(client, { program: ".", cwd, noDebug: true, buildFlags: [tags] });
      await programEnd(client);
      edit(join(leafDirectory, "tagged.go"), "return 8 ", "return 9 ");
      const { sentence } = await client.request<ForecastResponse>("gorunscope.forecast", {});
      const { stdout } = await runGorunscope(world, ["forecast", tags, "."], { cwd });
      assert.equal(stdout.split("\n")[0], sentence);
      assert.match(sentence, /^leaf\/tagged\.go changed: /);
    });
  });
});
