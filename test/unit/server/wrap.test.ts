/** Who gets which message where one client has two servers. */
import assert from "node:assert/strict";
import type { Message } from "vscode-languageserver-protocol";
import { merges } from "../../../server/wrap/answers.ts";
import { mergedResult, ourParams, theirParams } from "../../../server/wrap/capabilities.ts";
import { Router } from "../../../server/wrap/router.ts";

type Said = Record<string, unknown>;

class World {
  readonly client: Said[] = [];
  readonly ours: Said[] = [];
  readonly theirs: Said[] = [];
  readonly router: Router;

  constructor() {
    const into = (said: Said[]) => (message: Message) => void said.push(message);
    this.router = new Router({ client: into(this.client), ours: into(this.ours), theirs: into(this.theirs) });
  }

  says(who: "client" | "ours" | "theirs", message: Said): void {
    const whole = { jsonrpc: "2.0", ...message };
    if (who === "client") this.router.fromClient(whole);
    else this.router.fromServer(who, whole);
  }

  /** After `initialize`, with nothing said since. */
  static initialized(): World {
    const world = new World();
    world.says("client", { id: 0, method: "initialize", params: { capabilities: {} } });
    world.says("theirs", { id: 0, result: { capabilities: { executeCommandProvider: { commands: ["gopls.x"] } } } });
    const commands = ["gorunscope.run"];
    world.says("ours", { id: 0, result: { capabilities: { executeCommandProvider: { commands } } } });
    for (const said of [world.client, world.ours, world.theirs]) said.length = 0;
    return world;
  }
}

const hover = (value: string, kind = "markdown") => ({ contents: { kind, value } });

describe("the messages of a client with two servers", () => {
  it("asks ours at initialize when the other has said which encoding it takes", () => {
    const world = new World();
    world.says("client", { id: "i", method: "initialize", params: { capabilities: {} } });
    assert.equal(world.ours.length, 0);
    world.says("theirs", { id: "i", result: { capabilities: { positionEncoding: "utf-32" } } });
    const { capabilities } = world.ours[0]!["params"] as { capabilities: unknown };
    assert.deepEqual(capabilities, { general: { positionEncodings: ["utf-32"] } });
    assert.equal(world.client.length, 0);
    world.says("ours", { id: "i", result: { capabilities: { hoverProvider: true } } });
    assert.equal(world.client[0]!["id"], "i");
  });

  it("asks both for hovers, and answers when both have", () => {
    const world = World.initialized();
    const params = { position: {}, workDoneToken: "t", partialResultToken: "p" };
    world.says("client", { id: 1, method: "textDocument/hover", params });
    assert.deepEqual(world.theirs[0]!["params"], { position: {}, workDoneToken: "t" });
    assert.deepEqual(world.ours[0]!["params"], { position: {} });
    world.says("ours", { id: 1, result: hover("ours") });
    assert.deepEqual(world.client, []);
    world.says("theirs", { id: 1, result: hover("theirs") });
    assert.deepEqual(world.client, [{ jsonrpc: "2.0", id: 1, result: hover("theirs\n\n---\n\nours") }]);
  });

  it("answers with the one that has an answer where the other fails", () => {
    const cases: [theirs: Said, ours: Said, answer: Said][] = [
      [{ error: { code: 1, message: "no" } }, { result: hover("ours") }, { result: hover("ours") }],
      [{ error: { code: 1, message: "no" } }, { result: null }, { error: { code: 1, message: "no" } }],
      [{ result: null }, { error: { code: 1, message: "no" } }, { result: null }],
    ];
    for (const [theirs, ours, answer] of cases) {
      const world = World.initialized();
      world.says("client", { id: 1, method: "textDocument/hover", params: {} });
      world.says("theirs", { id: 1, ...theirs });
      world.says("ours", { id: 1, ...ours });
      assert.deepEqual(world.client, [{ jsonrpc: "2.0", id: 1, ...answer }]);
    }
  });

  it("routes commands by their names, and everything else to the other", () => {
    const world = World.initialized();
    world.says("client", { id: 1, method: "workspace/executeCommand", params: { command: "gorunscope.run" } });
    world.says("client", { id: 2, method: "workspace/executeCommand", params: { command: "gopls.x" } });
    world.says("client", { id: 3, method: "textDocument/definition", params: {} });
    assert.deepEqual(
      world.ours.map(({ id }) => id),
      [1],
    );
    assert.deepEqual(
      world.theirs.map(({ id }) => id),
      [2, 3],
    );
  });

  it("resolves a lens of ours with itself", () => {
    const world = World.initialized();
    const lens = { range: {}, command: { title: "run", command: "gorunscope.run" } };
    world.says("client", { id: 1, method: "codeLens/resolve", params: lens });
    assert.deepEqual(world.client, [{ jsonrpc: "2.0", id: 1, result: lens }]);
    world.says("client", { id: 2, method: "codeLens/resolve", params: { range: {} } });
    assert.equal(world.theirs.length, 1);
  });

  it("keeps apart what both servers ask under the same id", () => {
    const world = World.initialized();
    for (const side of ["ours", "theirs"] as const) {
      world.says(side, { id: 7, method: "workspace/configuration", params: side });
    }
    const [first, second] = world.client.map(({ id }) => id);
    assert.notEqual(first, second);
    world.says("theirs", { method: "$/cancelRequest", params: { id: 7 } });
    assert.deepEqual(world.client[2]!["params"], { id: second });
    world.says("client", { id: second, result: "for theirs" });
    world.says("client", { id: first, result: "for ours" });
    world.says("client", { id: 99, result: "for nobody" });
    assert.deepEqual(world.theirs, [{ jsonrpc: "2.0", id: 7, result: "for theirs" }]);
    assert.deepEqual(world.ours, [{ jsonrpc: "2.0", id: 7, result: "for ours" }]);
  });

  it("breaks off a request and a progress where they are worked on", () => {
    const world = World.initialized();
    world.says("client", { id: 1, method: "textDocument/codeLens", params: {} });
    world.says("ours", { id: 1, result: [] });
    world.says("client", { method: "$/cancelRequest", params: { id: 1 } });
    world.says("ours", { id: 5, method: "window/workDoneProgress/create", params: { token: "t" } });
    world.says("client", { method: "window/workDoneProgress/cancel", params: { token: "t" } });
    assert.deepEqual(
      world.theirs.map(({ method }) => method),
      ["textDocument/codeLens", "$/cancelRequest"],
    );
    assert.deepEqual(
      world.ours.map(({ method }) => method),
      ["textDocument/codeLens", "window/workDoneProgress/cancel"],
    );
    world.says("ours", { method: "$/progress", params: { token: "t", value: { kind: "end" } } });
    world.says("client", { method: "window/workDoneProgress/cancel", params: { token: "t" } });
    assert.equal(world.theirs.length, 3);
  });

  it("tells both what the client tells, and answers shutdown when both have", () => {
    const world = World.initialized();
    world.says("client", { method: "textDocument/didOpen", params: {} });
    world.says("client", { id: 1, method: "shutdown" });
    world.says("theirs", { id: 1, result: null });
    assert.equal(world.client.length, 0);
    world.says("ours", { id: 1, result: null });
    world.says("client", { method: "exit" });
    assert.deepEqual(
      [world.ours, world.theirs].map((said) => said.map(({ method }) => method)),
      [
        ["textDocument/didOpen", "shutdown", "exit"],
        ["textDocument/didOpen", "shutdown", "exit"],
      ],
    );
    assert.deepEqual(world.client, [{ jsonrpc: "2.0", id: 1, result: null }]);
    assert.ok(world.router.wasToldToExit);
  });

  it("fails what the other was asked when it is gone, and goes on with what both answer", () => {
    const world = World.initialized();
    world.says("client", { id: 1, method: "textDocument/definition", params: {} });
    world.router.theirsGone("gone");
    world.says("client", { id: 2, method: "textDocument/references", params: {} });
    world.says("client", { id: 3, method: "textDocument/hover", params: {} });
    world.says("ours", { id: 3, result: hover("ours") });
    const error = { code: -32803, message: "gone" };
    assert.deepEqual(world.client, [
      { jsonrpc: "2.0", id: 1, error },
      { jsonrpc: "2.0", method: "window/showMessage", params: { type: 1, message: "gone" } },
      { jsonrpc: "2.0", id: 2, error },
      { jsonrpc: "2.0", id: 3, result: hover("ours") },
    ]);
  });
});

describe("two servers' answers as one", () => {
  it("keeps hovers of older kinds and of plain text what they are", () => {
    const merge = merges["textDocument/hover"]!;
    assert.deepEqual(merge(hover("a", "plaintext"), hover("b", "plaintext")), hover("a\n\nb", "plaintext"));
    assert.deepEqual(merge(hover("a", "plaintext"), hover("b")), hover("```text\na\n```\n\n---\n\nb"));
    assert.deepEqual(merge({ contents: ["a", { language: "go", value: "b" }] }, hover("c")), {
      contents: ["a", { language: "go", value: "b" }, "c"],
    });
    const lists = merges["textDocument/codeLens"]!;
    assert.deepEqual([lists(null, []), lists(null, [1]), lists([1], [2])], [null, [1], [1, 2]]);
  });

  it("says at initialize all that either can", () => {
    const theirs = {
      capabilities: {
        textDocumentSync: { change: 2 as const, openClose: true, save: { includeText: true } },
        definitionProvider: true,
        codeActionProvider: { codeActionKinds: ["quickfix"], resolveProvider: true },
        executeCommandProvider: { commands: ["a"] },
      },
      serverInfo: { name: "gopls" },
    };
    const ours = {
      capabilities: {
        textDocumentSync: { change: 2 as const, openClose: true, save: { includeText: false } },
        hoverProvider: true,
        codeLensProvider: { resolveProvider: false },
        codeActionProvider: { codeActionKinds: ["gorunscope"] },
        executeCommandProvider: { commands: ["b"] },
      },
      serverInfo: { name: "gorunscope" },
    };
    assert.deepEqual(mergedResult(theirs, ours), {
      capabilities: {
        textDocumentSync: { change: 2, openClose: true, save: { includeText: true } },
        definitionProvider: true,
        hoverProvider: true,
        codeLensProvider: { resolveProvider: false },
        codeActionProvider: { codeActionKinds: ["quickfix", "gorunscope"], resolveProvider: true },
        executeCommandProvider: { commands: ["a", "b"] },
        workspace: {},
      },
      serverInfo: { name: "gorunscope" },
    });
  });

  it("gives each server its own initializationOptions", () => {
    const params = {
      processId: 1,
      rootUri: null,
      capabilities: {},
      initializationOptions: { hoverKind: "x", gorunscope: { hover: false } },
    };
    assert.deepEqual(theirParams(params).initializationOptions, { hoverKind: "x" });
    assert.deepEqual(ourParams(params, { capabilities: {} }).initializationOptions, { hover: false });
  });
});
