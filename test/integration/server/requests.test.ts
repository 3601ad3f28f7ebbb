/** Requests that take long: their progress, and their end before their time. And settings that are others in each folder. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CancellationToken, CancellationTokenSource, ResponseError } from "vscode-languageserver-protocol/node";
import { writeHello } from "../../support/goModule.ts";
import { type LanguageClient, withLanguageServer } from "../../support/languageClient.ts";
import { assertNothingLeft } from "../../support/leaks.ts";
import { withSlowGo } from "../../support/slowGo.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

const requestCancelled = -32800;

let world: World;
let hello: string;

before(function () {
  this.timeout(300_000);
  world = makeWorld();
  warmCache(world);
  hello = writeHello(world.path);
});
afterEach(() => assertNothingLeft(world));
after(() => world.remove());

const progressOf = (client: LanguageClient) =>
  client.said
    .filter(({ method }) => method === "$/progress")
    .map(({ params }) => (params as { value: { kind: string; title?: string } }).value);

describe("a request that takes long", () => {
  const forecastOf = (client: LanguageClient, token = CancellationToken.None) =>
    client.connection.sendRequest(
      "workspace/executeCommand",
      { command: "gorunscope.forecast", arguments: [{ uri: pathToFileURL(join(hello, "main.go")).href }] },
      token,
    );

  it("is broken off by $/cancelRequest, and go with it", () =>
    withSlowGo(join(world.path, "cancelled"), (go) =>
      withLanguageServer(world, { initializationOptions: { goBinary: go.path } }, async (client) => {
        const source = new CancellationTokenSource();
        const asked = forecastOf(client, source.token).catch((error: unknown) => error);
        await go.arrived();
        source.cancel();
        const error = await asked;
        assert.ok(error instanceof ResponseError, String(error));
        assert.equal(error.code, requestCancelled);
      }),
    ));

  it("shows progress after a second, which ends with it and by which it is broken off", () =>
    withSlowGo(join(world.path, "shown"), (go) =>
      withLanguageServer(world, { initializationOptions: { goBinary: go.path } }, async (client) => {
        const asked = forecastOf(client);
        await go.arrived();
        await client.until(() => progressOf(client).length > 0, "no progress is shown");
        assert.deepEqual(progressOf(client), [{ kind: "begin", title: "gorunscope forecast", cancellable: true }]);
        go.open();
        await asked;
        await client.until(() => progressOf(client).length > 1, "the progress does not end");
        assert.deepEqual(progressOf(client)[1], { kind: "end" });
        go.shut();
        const again = forecastOf(client).catch((error: unknown) => error);
        await go.arrived();
        await client.until(() => progressOf(client).length > 2, "no progress is shown again");
        const { token } = client.said.findLast(({ method }) => method === "window/workDoneProgress/create")!.params as {
          token: string;
        };
        await client.connection.sendNotification("window/workDoneProgress/cancel", { token });
        assert.equal(((await again) as ResponseError<void>).code, requestCancelled);
      }),
    ));
});

describe("settings of single folders", () => {
  it("stand in each, and a wrong one is told once and leaves the default", async () => {
    const quiet = writeHello(world.path, "quiet");
    const wrong = writeHello(world.path, "wrong");
    const settings = (uri?: string) => {
      if (uri?.endsWith("/quiet")) return { codeLens: false };
      return uri?.endsWith("/wrong") ? { forecastDelay: "soon", args: ["x"] } : null;
    };
    await withLanguageServer(world, { folders: [hello, quiet, wrong], settings }, async (client) => {
      const [own, quietURI, wrongURI] = await Promise.all(
        [hello, quiet, wrong].map((directory) => client.open(join(directory, "main.go"))),
      );
      assert.ok((await client.titles(own!)).includes("▶ run"));
      assert.deepEqual(await client.titles(quietURI!), []);
      assert.ok((await client.titles(wrongURI!)).includes("▶ run"));
      const { args } = await client.execute<{ args: string[] }>("debug", { uri: wrongURI });
      assert.deepEqual(args, ["x"]);
      await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
      await client.until(() => client.countOf("workspace/configuration") > 1, "the settings are not asked for again");
      await client.titles(own!);
      const messages = client.said.filter(({ method }) => method === "window/showMessage");
      assert.deepEqual(
        messages.map(({ params }) => (params as { message: string }).message),
        [
          "gorunscope.forecastDelay takes a number of milliseconds from 0 to 60000; it got a string; 400 stands instead",
        ],
      );
    });
  });
});
