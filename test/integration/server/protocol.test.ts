/** The protocol's own rules, and what clients say that makes no sense: an error or an empty answer, never a crash, never a hang. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ResponseError } from "vscode-languageserver-protocol/node";
import { identify, isRunning } from "../../../shared/process/identity.ts";
import { until } from "../../../shared/process/waiting.ts";
import { gorunscopeCommand, runGorunscope } from "../../support/gorunscope.ts";
import { writeHello } from "../../support/goModule.ts";
import { LanguageClient, withLanguageServer, type LanguageClientOptions } from "../../support/languageClient.ts";
import { assertNothingLeft } from "../../support/leaks.ts";
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
afterEach(() => assertNothingLeft(world));
after(() => world.remove());

const withServer = (test: (client: LanguageClient) => Promise<void>, options: LanguageClientOptions = {}) =>
  withLanguageServer(world, options, test);

async function codeOf(asked: Promise<unknown>): Promise<number> {
  const error = await asked.then(
    (answer) => new Error(`it was answered: ${JSON.stringify(answer)}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ResponseError, String(error));
  return error.code;
}

const [invalidParams, requestFailed, notInitialized, invalidRequest] = [-32602, -32803, -32002, -32600];

describe("the server's life", () => {
  it("advertises what it does, and nothing that gopls answers in its own way", () =>
    withServer((client) => {
      const { capabilities, serverInfo } = client.initialized!;
      assert.equal(serverInfo?.name, "gorunscope");
      assert.deepEqual(Object.keys(capabilities).sort(), [
        "codeActionProvider",
        "codeLensProvider",
        "executeCommandProvider",
        "hoverProvider",
        "positionEncoding",
        "textDocumentSync",
        "workspace",
      ]);
      assert.deepEqual(
        capabilities.executeCommandProvider?.commands.filter((name) => !name.startsWith("gorunscope.")),
        [],
      );
      return Promise.resolve();
    }));

  it("answers nothing before initialize, and takes notifications then for nothing", async () => {
    const client = await LanguageClient.start(world, { bare: true });
    const uri = await client.open(join(hello, "main.go"));
    assert.equal(await codeOf(client.lenses(uri)), notInitialized);
    await client.initialize();
    assert.deepEqual(await client.lenses(uri), []);
    assert.equal(await codeOf(client.initialize()), invalidRequest);
    await client.close();
  });

  it("ends with 0 after shutdown and exit, with 1 after exit alone, and when the connection closes", async () => {
    const polite = await LanguageClient.start(world);
    await polite.connection.sendRequest("shutdown");
    assert.equal(await codeOf(polite.lenses("file:///x.go")), invalidRequest);
    await polite.connection.sendNotification("exit");
    assert.deepEqual(await polite.exited, { code: 0, signal: null });
    const hasty = await LanguageClient.start(world);
    await hasty.connection.sendNotification("exit");
    assert.deepEqual(await hasty.exited, { code: 1, signal: null });
    const gone = await LanguageClient.start(world);
    gone.process.stdin!.end();
    assert.deepEqual(await gone.exited, { code: 1, signal: null });
  });

  it("ends when the process does that --clientProcessId names", async () => {
    const parent = spawn("sleep", ["600"]);
    const command = [...gorunscopeCommand, "lsp", "--stdio", `--clientProcessId=${parent.pid}`];
    const client = await LanguageClient.start(world, { command });
    const server = identify(client.process.pid!)!;
    parent.kill();
    assert.ok(await until(() => !isRunning(server), 10_000));
  });

  it("does not start with options that it does not have", async () => {
    for (const words of [["--nonsense"], ["--clientProcessId", "x"]]) {
      const { code, stderr } = await runGorunscope(world, ["lsp", ...words]);
      assert.equal(code, 2);
      assert.match(stderr, /^gorunscope: .*\. See gorunscope lsp --help\.\n$/);
    }
    assert.match((await runGorunscope(world, ["lsp", "--help"])).stdout, /--clientProcessId PID/);
  });
});

describe("what makes no sense", () => {
  it("is an error where a command is wrong", () =>
    withServer(async (client) => {
      assert.equal(await codeOf(client.execute("nonsense")), invalidParams);
      assert.equal(await codeOf(client.execute("timeline")), invalidParams);
      assert.equal(await codeOf(client.execute("buildDir", 3)), invalidParams);
      assert.equal(await codeOf(client.execute("buildDir", { run: 3 })), invalidParams);
      assert.equal(await codeOf(client.execute("run", {})), invalidParams);
      assert.equal(await codeOf(client.execute("run", { uri: "untitled:Untitled-1" })), invalidParams);
      assert.equal(await codeOf(client.execute("buildDir", { run: "none" })), requestFailed);
      assert.equal(
        await codeOf(client.execute("stop", { uri: pathToFileURL(join(hello, "main.go")).href })),
        requestFailed,
      );
      const { message } = await client.waitFor<{ message: string }>("window/logMessage");
      assert.match(message, /there is no command gorunscope\.nonsense/);
    }));

  it("is an error where a request lacks what the protocol asks for", () =>
    withServer(async (client) => {
      const textDocument = { uri: await client.open(join(hello, "main.go")) };
      const position = { line: -1, character: 0 };
      for (const [method, params] of [
        ["textDocument/codeLens", {}],
        ["textDocument/hover", { textDocument }],
        ["textDocument/hover", { textDocument, position }],
        ["textDocument/codeAction", { textDocument, range: { start: position, end: position }, context: {} }],
        ["textDocument/codeAction", { textDocument }],
      ] as const) {
        assert.equal(await codeOf(client.connection.sendRequest(method, params)), invalidParams, method);
      }
    }));

  it("is an empty answer where a document is none of ours", () =>
    withServer(async (client) => {
      const path = join(hello, "notes.txt");
      for (const uri of ["untitled:Untitled-1", "git:/x.go", "nonsense", pathToFileURL(path).href]) {
        const textDocument = { uri, languageId: "plaintext", version: 1, text: "package main\nfunc main() {}\n" };
        await client.connection.sendNotification("textDocument/didOpen", { textDocument });
        assert.deepEqual(await client.lenses(uri), [], uri);
        assert.equal(await client.hover(uri, { line: 1, character: 6 }), null, uri);
        assert.deepEqual(await client.actions(uri, { line: 1, character: 6 }), [], uri);
      }
    }));

  it("does no harm: positions past the end, a deleted file, a very large one", () =>
    withServer(async (client) => {
      const deleted = join(hello, "deleted.go");
      writeFileSync(deleted, "package main\n");
      const uri = await client.open(deleted);
      rmSync(deleted);
      assert.equal(await client.hover(uri, { line: 900, character: 900 }), null);
      await client.edit(uri, { line: 900, character: 0 }, { line: 901, character: 0 }, "func main() {}\n");
      assert.deepEqual(await client.titles(uri, 1), ["▶ run"]);
      const large = await client.open(
        join(hello, "large.go"),
        `package main\n${"var x = 1 // more\n".repeat(300_000)}`,
      );
      assert.deepEqual(await client.lenses(large), []);
      const odd = await client.open(join(hello, "odd.go"), "\u0000\ufffd{{{{((((".repeat(2000));
      assert.deepEqual(await client.lenses(odd), []);
      await client.connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version: 3 },
      } as never);
      await client.connection.sendNotification("workspace/nonsense", {});
      assert.deepEqual(await client.titles(uri, 1), ["▶ run"]);
    }));

  it("is one message for each wrong setting, and the default stands", () =>
    withServer(
      async (client) => {
        const uri = await client.open(join(hello, "main.go"));
        assert.ok((await client.titles(uri)).includes("▶ run"));
        const messages = client.said.filter(({ method }) => method === "window/showMessage");
        assert.deepEqual(
          messages.map(({ params }) => (params as { message: string }).message),
          ["gorunscope.codeLens takes true or false; it got a string; true stands instead"],
        );
      },
      { settings: { codeLens: "maybe" }, initializationOptions: { codeLens: "maybe" } },
    ));
});

describe("what the client says of itself", () => {
  it("decides about settings", () =>
    withServer(
      async (client) => {
        const uri = await client.open(join(hello, "main.go"));
        await client.waitFor("workspace/configuration");
        assert.deepEqual(await client.lenses(uri), []);
      },
      { settings: { codeLens: false } },
    ));

  it("decides about positions and markup", async () => {
    const text = "package main\r\n\r\n/* 😀é */ func main() {\r\n}\r\n";
    for (const [encodings, character] of [
      [["utf-8", "utf-16"], 13],
      [["utf-16"], 10],
    ] as const) {
      const capabilities = { general: { positionEncodings: [...encodings] } };
      await withServer(
        async (client) => {
          assert.equal(client.initialized?.capabilities.positionEncoding, encodings[0]);
          const uri = await client.open(join(hello, "main.go"), text);
          const lens = (await client.lenses(uri)).find(({ range }) => range.start.line === 2)!;
          assert.deepEqual(lens.range.start, { line: 2, character });
          // An edit before it on its line moves it, counted in the same way.
          await client.edit(uri, { line: 2, character: character - 4 }, { line: 2, character: character - 4 }, "é");
          const [moved] = (await client.lenses(uri)).filter(({ range }) => range.start.line === 2);
          assert.equal(moved!.range.start.character, character + (encodings[0] === "utf-8" ? 2 : 1));
        },
        { capabilities },
      );
    }
  });

  it("offers the lenses' commands as actions to a client without lenses, and to any that asks for them", async () => {
    const position = { line: 4, character: 6 };
    await withServer(async (client) => {
      const uri = await client.open(join(hello, "main.go"));
      assert.deepEqual(await client.actions(uri, position, { triggerKind: 2 }), []);
      const titles = (await client.actions(uri, position)).map(({ title }) => title);
      assert.equal(titles[0], "▶ run");
      assert.deepEqual(await client.actions(uri, position, { only: ["quickfix"] }), []);
    });
    await withServer(
      async (client) => {
        const uri = await client.open(join(hello, "main.go"));
        const actions = await client.actions(uri, position, { triggerKind: 2 });
        assert.equal(actions[0]?.command?.command, "gorunscope.run");
      },
      { capabilities: { textDocument: { codeLens: undefined } } as never },
    );
  });

  it("may have no go", () =>
    withServer(
      async (client) => {
        const uri = await client.open(join(hello, "main.go"));
        await client.untilTitle(uri, /^no-such-go was not found on PATH: install Go, or set gorunscope\.goBinary$/);
      },
      { initializationOptions: { goBinary: "no-such-go" } },
    ));
});
