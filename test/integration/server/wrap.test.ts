/** gopls behind gorunscope: a session of all that gopls answers gives the same directly and through it, and ours beside it. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CancellationTokenSource,
  type CodeAction,
  type CodeLens,
  type Hover,
} from "vscode-languageserver-protocol/node";
import { until } from "../../../shared/process/waiting.ts";
import { gorunscopeCommand, runGorunscope } from "../../support/gorunscope.ts";
import { testGopls } from "../../support/gopls.ts";
import { at, lib, main, on, session, silent } from "../../support/goplsSession.ts";
import { writeModule } from "../../support/goModule.ts";
import { LanguageClient } from "../../support/languageClient.ts";
import { assertNothingLeft, killAll, processesOf } from "../../support/leaks.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
let module: string;
let gopls: string | undefined;

before(async function () {
  this.timeout(600_000);
  gopls = testGopls();
  if (gopls === undefined) return this.skip();
  world = makeWorld({ GOTELEMETRY: "off" });
  warmCache(world);
  module = writeModule(world.path, "wrapped", { "main.go": main, "lib/lib.go": lib });
  await runGorunscope(world, ["run", "."], { cwd: module });
});
afterEach(() => killAll(world));
after(async () => {
  if (gopls === undefined) return;
  await assertNothingLeft(world);
  world.remove();
});

const wrapped = (...words: string[]) => [...gorunscopeCommand, "lsp", "--wrap", words.join(" ")];

interface Wrapped {
  through: LanguageClient;
  uri: string;
}

/** What gopls does only where it is asked to. */
const asking = {
  initializationOptions: { hints: { assignVariableTypes: true, constantValues: true }, semanticTokens: true },
  capabilities: {
    textDocument: {
      semanticTokens: {
        requests: { full: true, range: true },
        tokenTypes: ["type", "variable", "function", "keyword", "string"],
        tokenModifiers: ["definition"],
        formats: ["relative" as const],
      },
    },
  },
};

/** A client with gopls behind ours, main.go open, and the run's lens there. */
async function withWrapped(test: (wrapped: Wrapped) => Promise<void>): Promise<void> {
  const through = await LanguageClient.start(world, { folders: [module], command: wrapped(gopls!), ...asking });
  try {
    const uri = await through.open(join(module, "main.go"));
    await through.untilTitle(uri, /^exit|^ended/);
    await test({ through, uri });
  } finally {
    await through.close();
  }
}

/** gopls gives some lists in the order of a Go map, which is another each time, and names tokens by the clock. */
function comparable(answer: unknown): unknown {
  if (!Array.isArray(answer)) return { ...(answer as object), resultId: undefined };
  return answer.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)) as unknown[];
}

/** What a request is answered, errors as what they say. */
function answerOf(client: LanguageClient, method: string, params: object): Promise<unknown> {
  return client.connection.sendRequest(method, params).catch((error: Error & { code?: number }) => {
    return { code: error.code, message: error.message };
  });
}

describe("gopls behind gorunscope", () => {
  it("gives the answers that gopls gives directly, of every method that gopls has", () =>
    withWrapped(async ({ through, uri }) => {
      const direct = await LanguageClient.start(world, { folders: [module], command: [gopls!], ...asking });
      try {
        await direct.open(join(module, "main.go"));
        const providers = Object.keys(direct.initialized!.capabilities).filter((name) => !silent.includes(name));
        assert.deepEqual(
          providers.filter((name) => !(name in session)),
          [],
          "not in the session",
        );
        for (const [provider, requests] of Object.entries(session)) {
          for (const [method, params] of requests) {
            const [theirs, ours] = [
              await answerOf(direct, method, params(uri)),
              await answerOf(through, method, params(uri)),
            ];
            assert.deepEqual(comparable(withoutOurs(ours)), comparable(theirs), `${provider}: ${method}`);
            if (providers.includes(provider)) assert.notEqual(theirs, null, `${method} says nothing to compare`);
          }
        }
        await Promise.all([direct, through].map((client) => client.waitFor("textDocument/publishDiagnostics")));
      } finally {
        await direct.close();
      }
    }));

  it("adds ours: lenses, actions, commands, and to a hover what the last run did", () =>
    withWrapped(async ({ through, uri }) => {
      const titles = await through.titles(uri);
      assert.ok(titles.includes("▶ run") && titles.some((title) => /go generate/.test(title)), titles.join("\n"));
      const hover = await through.hoverText(uri, at('"fmt"', 2));
      assert.match(hover, /Package fmt implements formatted I\/O[^]*\n---\n[^]*key `[0-9a-f]{64}`/);
      assert.match(await through.hoverText(uri, at("main() {", 1)), /go run example\.com\/wrapped/);
      const actions = await through.actions(uri, at("main() {", 1));
      const ours = actions.find(({ kind }) => kind?.startsWith("gorunscope"));
      assert.ok(ours, JSON.stringify(actions));
      assert.deepEqual(await through.connection.sendRequest("codeAction/resolve", ours), ours);
      const { commands } = through.initialized!.capabilities.executeCommandProvider!;
      assert.ok(commands.includes("gorunscope.buildDir") && commands.includes("gopls.list_imports"));
      const answer = await through.execute<{ work?: { path: string } }>("buildDir", { uri });
      assert.ok(answer.work?.path.startsWith(world.tmp));
    }));

  it("breaks off what the client does not need any more", () =>
    withWrapped(async ({ through, uri }) => {
      const source = new CancellationTokenSource();
      const asked = through.connection.sendRequest("textDocument/references", on(uri, at("Println", 1)), source.token);
      source.cancel();
      // gopls may have been faster, and has more than one code for a request that was broken off.
      await asked.catch((error: Error) => assert.match(error.message, /cancel/));
      assert.match(await through.hoverText(uri, at("Println", 1)), /func fmt\.Println/);
    }));

  it("shows an edit in both, and asks for settings of both", () =>
    withWrapped(async ({ through, uri }) => {
      const { line } = at("return 1+1");
      await through.edit(uri, { line, character: 0 }, { line, character: 0 }, "func added() {}\n");
      const symbols = await through.connection.sendRequest<{ name: string }[]>("textDocument/documentSymbol", {
        textDocument: { uri },
      });
      assert.ok(symbols.some(({ name }) => name === "added"));
      await through.untilTitle(uri, /^next run rebuilds/);
      const sections = through.said
        .filter(({ method }) => method === "workspace/configuration")
        .flatMap(({ params }) => (params as { items: { section: string }[] }).items.map(({ section }) => section));
      assert.deepEqual([...new Set(sections)].sort(), ["gopls", "gorunscope"]);
    }));

  it("ends with gopls, and says so", async () => {
    const through = await LanguageClient.start(world, { folders: [module], command: wrapped(gopls!) });
    await through.open(join(module, "main.go"));
    const child = processesOf(world).find(({ command }) => command[0] === gopls)!;
    process.kill(child.pid, "SIGKILL");
    const { message } = await through.waitFor<{ message: string }>("window/showMessage");
    assert.equal(message, "gopls was ended by SIGKILL; the language server ends with it");
    assert.deepEqual(await through.exited, { code: 1, signal: null });
    await assertNothingLeft(world);
  });

  it("ends gopls when it is killed itself, and when the connection closes", async () => {
    for (const go of [
      (client: LanguageClient) => client.process.kill("SIGKILL"),
      (client: LanguageClient) => client.process.stdin!.end(),
    ]) {
      const through = await LanguageClient.start(world, { folders: [module], command: wrapped(gopls!) });
      go(through);
      await through.exited;
      await until(() => processesOf(world).length === 0, 10_000);
      assert.deepEqual(processesOf(world), []);
    }
  });

  it("says what is no language server, and what is not there", async () => {
    const initializeFails = async (words: string[]) => {
      const client = await LanguageClient.start(world, { command: wrapped(...words), bare: true });
      const error = await client.initialize().then(
        () => assert.fail("initialize was answered"),
        (reason: Error) => reason,
      );
      assert.deepEqual(await client.exited, { code: 1, signal: null });
      return error.message;
    };
    assert.equal(await initializeFails(["no-such-server"]), "no-such-server was not found on PATH");
    assert.equal(await initializeFails(["false"]), "false has ended with status 1; the language server ends with it");
    const script = join(world.path, "babbler");
    writeFileSync(script, "#!/bin/sh\nprintf 'hello: world\\r\\n\\r\\n'\nexec sleep 1000\n", { mode: 0o755 });
    assert.match(await initializeFails([script]), /^babbler does not speak the protocol: Header must provide/);
    await assertNothingLeft(world);
  });

  it("takes its own initializationOptions, and leaves gopls' to gopls", async () => {
    const initializationOptions = { hoverKind: "SingleLine", gorunscope: { hover: false, canDebug: true } };
    const through = await LanguageClient.start(world, {
      folders: [module],
      command: wrapped(gopls!),
      initializationOptions,
    });
    try {
      const uri = await through.open(join(module, "main.go"));
      const titles = await through.titles(uri);
      assert.ok(titles.includes("debug"), titles.join("\n"));
      const hover = await through.hoverText(uri, at('"fmt"', 2));
      assert.ok(!hover.includes("- key"), hover);
      assert.equal(
        through.said.some(({ params }) => JSON.stringify(params ?? "").includes("unexpected setting")),
        false,
      );
    } finally {
      await through.close();
    }
  });
});

/** An answer without what ours has added. */
function withoutOurs(answer: unknown): unknown {
  if (Array.isArray(answer)) {
    const isTheirs = (item: Partial<CodeAction & CodeLens & Hover> | null) =>
      !item?.command?.command?.startsWith?.("gorunscope.");
    return (answer as object[]).filter(isTheirs);
  }
  return answer;
}
