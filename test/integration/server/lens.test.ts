/** Code lenses, hovers and code actions of kept runs: right texts at the right places. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { runGorunscope } from "../../support/gorunscope.ts";
import { type LanguageClient, withLanguageServer } from "../../support/languageClient.ts";
import { assertNothingLeft } from "../../support/leaks.ts";
import { lineOf, writeModule } from "../../support/goModule.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
let module: string;

const main = `package main

import (
	"fmt"
	lib "example.com/app/lib"
	_ "strings"
	. "os"
)

func main() {
	fmt.Println(lib.Name)
	Exit(3)
}
`;

before(async function () {
  this.timeout(300_000);
  world = makeWorld();
  warmCache(world);
  module = writeModule(world.path, "app", {
    "main.go": main,
    "lib/lib.go": 'package lib\n\nconst Name = "name"\n',
  });
  await runGorunscope(world, ["run", "."], { cwd: module });
});
after(async () => {
  await assertNothingLeft(world);
  world.remove();
});

const withServer = (test: (client: LanguageClient) => Promise<void>, options = {}) =>
  withLanguageServer(world, { folders: [module], ...options }, test);

/** Where a text of main.go begins. */
function at(text: string) {
  const line = lineOf(text, main) - 1;
  return { line, character: main.split("\n")[line]!.indexOf(text) };
}

describe("lenses of a run that has ended", () => {
  it("tell of it at func main and at the package clause", () =>
    withServer(async (client) => {
      const uri = await client.open(join(module, "main.go"));
      const last = await client.untilTitle(uri, /^exit 3 after/);
      assert.match(last, /^exit 3 after [\d.]+ m?s · \d+ of \d+ from cache$/);
      const titles = await client.titles(uri, at("func main").line);
      assert.deepEqual([titles[0], titles.at(-1)], ["▶ run", "build directory"]);
      assert.ok(!titles.includes("debug"));
      assert.match((await client.titles(uri, 0))[0] ?? "", /^rebuilt in|^from the cache · key/);
      for (const title of await client.titles(uri)) assert.ok(title.length <= 80, title);
    }));

  it("show hovers on func main, the package clause and each import", () =>
    withServer(async (client) => {
      const uri = await client.open(join(module, "main.go"));
      await client.untilTitle(uri, /^exit 3/);
      const onMain = await client.hoverText(uri, at("main()"));
      assert.match(onMain, /^\*\*go run example\.com\/app\*\*/);
      assert.match(onMain, /build directory/);
      assert.match(onMain, /```text\n/);
      const onPackage = await client.hoverText(uri, at("package main"));
      assert.match(
        onPackage,
        /^\*\*build example\.com\/app\*\*[\s\S]*- key `[0-9a-f]{64}`[\s\S]*- maps to `[0-9a-f]{64}`/,
      );
      for (const [text, path] of [
        ['"fmt"', "fmt"],
        ["lib ", "example.com/app/lib"],
        ['"example.com', "example.com/app/lib"],
        ["_ ", "strings"],
        [". ", "os"],
      ] as const) {
        const text_ = await client.hoverText(uri, at(text));
        assert.ok(text_.startsWith(`**build ${path}**`), `${path}: ${text_}`);
      }
      assert.equal(await client.hover(uri, at("fmt.Println")), null);
    }));

  it("also stand in a library's file", () =>
    withServer(async (client) => {
      const uri = await client.open(join(module, "lib/lib.go"));
      const titles = await client.titles(uri);
      assert.match(titles.join(), /^rebuilt in .*|^from the cache/);
    }));

  it("forecast the next run from the unsaved buffer", () =>
    withServer(async (client) => {
      const uri = await client.open(join(module, "main.go"));
      await client.untilTitle(uri, /^exit 3/);
      const libURI = await client.open(join(module, "lib/lib.go"));
      await client.edit(libURI, { line: 2, character: 14 }, { line: 2, character: 18 }, "other");
      const title = await client.untilTitle(uri, /^next run rebuilds/);
      assert.match(title, /lib\.go changed/);
      await client.edit(libURI, { line: 2, character: 14 }, { line: 2, character: 19 }, "name");
      await client.untilTitle(uri, /^exit 3/);
    }));
});
