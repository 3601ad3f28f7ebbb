/** gopls and gorunscope on the same buffer: what both answer is never the same thing twice, and neither loses anything. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { runGorunscope } from "../../support/gorunscope.ts";
import { testGopls } from "../../support/gopls.ts";
import { lineOf, writeModule } from "../../support/goModule.ts";
import { LanguageClient } from "../../support/languageClient.ts";
import { assertNothingLeft } from "../../support/leaks.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

const main = `package main

import (
	"fmt"

	"example.com/beside/lib"
)

func main() {
	fmt.Println(lib.Name)
}
`;

let world: World;
let module: string;
let gopls: string | undefined;

before(async function () {
  this.timeout(600_000);
  gopls = testGopls();
  if (gopls === undefined) return this.skip();
  world = makeWorld({ GOTELEMETRY: "off" });
  warmCache(world);
  module = writeModule(world.path, "beside", { "main.go": main, "lib/lib.go": 'package lib\n\nconst Name = "n"\n' });
  await runGorunscope(world, ["run", "."], { cwd: module });
});
after(async () => {
  if (gopls === undefined) return;
  await assertNothingLeft(world);
  world.remove();
});

/** Both servers with the same file open. */
async function withBoth(test: (ours: LanguageClient, theirs: LanguageClient, uri: string) => Promise<void>) {
  const ours = await LanguageClient.start(world, { folders: [module] });
  const theirs = await LanguageClient.start(world, { folders: [module], command: [gopls!] });
  try {
    const uri = await ours.open(join(module, "main.go"));
    await theirs.open(join(module, "main.go"));
    await ours.untilTitle(uri, /^exit|^ended/);
    await test(ours, theirs, uri);
  } finally {
    await Promise.all([ours.close(), theirs.close()]);
  }
}

const places = ["package main", '"fmt"', '"example.com/beside/lib"', "main() {"].map((text) => {
  const line = lineOf(text, main) - 1;
  return { text, position: { line, character: main.split("\n")[line]!.indexOf(text) + 2 } };
});

describe("beside gopls", () => {
  it("answers no method of its own, and its commands and actions have names of their own", () =>
    withBoth(async (ours, theirs) => {
      const providers = (client: LanguageClient) =>
        Object.keys(client.initialized!.capabilities).filter((name) => name.endsWith("Provider"));
      const both = providers(ours).filter((name) => providers(theirs).includes(name));
      assert.deepEqual(both.sort(), [
        "codeActionProvider",
        "codeLensProvider",
        "executeCommandProvider",
        "hoverProvider",
      ]);
      const commands = (client: LanguageClient) => client.initialized!.capabilities.executeCommandProvider!.commands;
      assert.deepEqual(
        commands(ours).filter((name) => commands(theirs).includes(name)),
        [],
      );
      return Promise.resolve();
    }));

  it("says other things than gopls in lenses, hovers and actions", () =>
    withBoth(async (ours, theirs, uri) => {
      const theirTitles = await theirs.titles(uri);
      assert.deepEqual(
        (await ours.titles(uri)).filter((title) => theirTitles.includes(title)),
        [],
      );
      for (const { text, position } of places) {
        const [our, their] = [await ours.hoverText(uri, position), await theirs.hoverText(uri, position)];
        assert.match(our, /- key `[0-9a-f]{64}`/, text);
        assert.ok(!their.includes("short ID"), text);
        assert.ok(!our.includes("```go"), text);
        const kinds = (actions: { kind?: string }[]) => new Set(actions.map(({ kind }) => kind?.split(".")[0]));
        const [ourKinds, theirKinds] = [
          kinds(await ours.actions(uri, position)),
          kinds(await theirs.actions(uri, position)),
        ];
        assert.deepEqual([...ourKinds], ["gorunscope"], text);
        assert.ok(!theirKinds.has("gorunscope"), text);
      }
      // What is gopls' alone is not ours to answer.
      const inside = { line: lineOf("fmt.Println", main) - 1, character: 6 };
      assert.equal(await ours.hover(uri, inside), null);
      assert.match(await theirs.hoverText(uri, inside), /Println/);
    }));
});
