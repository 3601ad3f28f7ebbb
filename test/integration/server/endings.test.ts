/** However a server ends, and whatever it is doing then: nothing of it is left. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../../shared/process/waiting.ts";
import { writeHello, writeModule } from "../../support/goModule.ts";
import { LanguageClient } from "../../support/languageClient.ts";
import { assertNothingLeft, filesIn, killAll, leftoversOf } from "../../support/leaks.ts";
import { withSlowGo } from "../../support/slowGo.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
let hello: string;

before(function () {
  this.timeout(300_000);
  world = makeWorld();
  warmCache(world);
  hello = writeHello(world.path);
});
afterEach(async () => {
  try {
    await assertNothingLeft(world);
  } finally {
    killAll(world);
  }
});
after(() => world.remove());

/** As the client's own process would end: it reads no more, and writes no more. */
function vanish({ process }: LanguageClient): void {
  process.stdout!.destroy();
  process.stdin!.destroy();
}

/** The ways in which editors end a server, by the status that it ends with. */
const ends: [string, number, (client: LanguageClient) => unknown][] = [
  ["exit alone", 1, (client) => client.connection.sendNotification("exit")],
  ["a closed connection", 1, (client) => client.process.stdin!.end()],
  ["a client that is gone", 1, vanish],
  ...(["SIGTERM", "SIGHUP", "SIGINT"] as const).map((name): (typeof ends)[number] => [
    name,
    1,
    (client) => client.process.kill(name),
  ]),
];

describe("a server that ends while it forecasts", () => {
  for (const [name, status, end] of ends) {
    it(`leaves no directory and no go command after ${name}`, () =>
      withSlowGo(join(world.path, name.replaceAll(" ", "-")), async (go) => {
        const client = await LanguageClient.start(world, { initializationOptions: { goBinary: go.path } });
        await client.open(join(hello, "main.go"));
        await go.arrived();
        assert.notDeepEqual(filesIn(world.runtime), []);
        await end(client);
        assert.deepEqual(await client.exited, { code: status, signal: null });
      }));
  }

  it("has the next server remove what it could not", () =>
    withSlowGo(join(world.path, "killed"), async (go) => {
      const client = await LanguageClient.start(world, { initializationOptions: { goBinary: go.path } });
      await client.open(join(hello, "main.go"));
      await go.arrived();
      client.process.kill("SIGKILL");
      await client.exited;
      go.open();
      assert.notDeepEqual(filesIn(world.runtime), []);
      const next = await LanguageClient.start(world, { initializationOptions: { forecast: "off" } });
      await next.lenses(await next.open(join(hello, "main.go")));
      await next.close();
    }));
});

describe("a server that ends while it carries out a command", () => {
  for (const name of ["run", "forecast"]) {
    it(`leaves nothing of ${name}`, async () => {
      const client = await LanguageClient.start(world, { initializationOptions: { forecast: "off" } });
      const uri = await client.open(join(hello, "main.go"));
      const asked = client.execute(name, { uri, show: true }).catch(() => undefined);
      // Its private directory is the first that it makes.
      assert.ok(await until(() => filesIn(world.runtime).length > 0, 10_000));
      await client.connection.sendNotification("exit");
      await client.exited;
      assert.deepEqual(leftoversOf(world), [], "what the server has started ends before it");
      client.connection.dispose();
      await asked;
    });
  }
});

/** Writes down which signal has ended it. */
const polite = `package main

import (
	"fmt"
	"os"
	"os/signal"
)

func main() {
	told := make(chan os.Signal, 1)
	signal.Notify(told, os.Interrupt)
	fmt.Println("ready")
	os.WriteFile("ended", []byte((<-told).String()), 0o600)
}
`;

describe("a server whose client dies while its program runs", () => {
  it("lets the program end as Ctrl-C does, and is gone with it", async () => {
    const module = writeModule(world.path, "polite", { "main.go": polite });
    const client = await LanguageClient.start(world, { initializationOptions: { runChanged: true } });
    const uri = await client.open(join(module, "main.go"));
    await client.execute("run", { uri });
    await client.waitFor<{ message: string }>("window/logMessage", ({ message }) => message.includes("ready"));
    await client.untilTitle(uri, /^running/);
    vanish(client);
    assert.deepEqual(await client.exited, { code: 1, signal: null });
    assert.deepEqual(leftoversOf(world), []);
    assert.equal(readFileSync(join(module, "ended"), "utf8"), "interrupt");
  });
});
