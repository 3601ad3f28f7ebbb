/** A debug session in Neovim: with the debug client of the tests' own, and with nvim-dap where there is a checkout of it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { inEditors, withCheckouts, type Editor } from "../../support/editors.ts";
import { GatedModule, lineOf, mainFile, writeModule } from "../../support/goModule.ts";
import { assertNothingLeft, killAll } from "../../support/leaks.ts";
import { root, testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { ownClient, runScenario, type Scenario, type Shown } from "./neovim.ts";

const main = mainFile(["fmt", "os"], ["words := os.Args[1:]", "fmt.Println(words)", "os.Exit(3)"]);

let world: World;

before(async function () {
  this.timeout(300_000);
  await testDlv();
});
beforeEach(() => {
  world = makeWorld();
  warmCache(world);
});
afterEach(() => {
  killAll(world);
  world.remove();
});

/** A module with this main.go; the file's path. */
function writeMain(text: string): string {
  return join(writeModule(world.path, "edited", { "main.go": text, "lib/lib.go": "package lib\n" }), "main.go");
}

interface Debugged {
  line: number;
  scope: string;
  locals: [string, string][];
  key: string;
  view: string;
  code: number;
}

interface Live {
  closed: number;
  opened: number;
  stillOpen: number;
  cursor: string;
  cursorStays: string;
  stopped: string;
  running: string;
}

interface Mended {
  places: [number, string][];
  left: number;
  exited: number;
}

function debugs(nvim: Editor, plugins: string[]): void {
  const run = <T>(name: string, parameters: object, more: Partial<Scenario> = {}): Promise<Shown<T>> =>
    runScenario<T>({ nvim, world, name, parameters: { ...parameters }, plugins, options: { lsp: false }, ...more });
  const texts = ({ messages }: Shown<unknown>) => messages.map(({ text }) => text);

  it("stops at a breakpoint, shows locals, keys and the build directory, and runs to the end", async () => {
    const line = lineOf("Println", main);
    const { result } = await run<Debugged>("debug", { file: writeMain(main), line });
    assert.equal(result.line, line);
    assert.equal(result.scope, "go run");
    assert.match(new Map(result.locals).get("words")!, /^\[\]string len: 0/);
    assert.match(result.key, /^"?[0-9a-f]{64}"?$/);
    assert.match(result.view, new RegExp(`^buildDir \\(stopped\\): ${world.tmp}/go-build`));
    assert.equal(result.code, 3);
    await assertNothingLeft(world);
  });

  it("has a view that folds, and follows the run where it is", async () => {
    const text = mainFile(["time"], ["println()", "time.Sleep(time.Hour)"]);
    const { result } = await run<Live>("live", { file: writeMain(text), line: lineOf("println", text) });
    assert.equal(result.closed, 2, "folds are closed at first");
    assert.deepEqual([result.opened, result.stillOpen], [-1, -1]);
    assert.match(result.cursor, /^program \d+$/);
    assert.equal(result.cursorStays, result.cursor);
    assert.match(result.stopped, /^procTree \(stopped\): \d+ processes live\ngo \d+ /);
    await assertNothingLeft(world);
  });

  it("shows what does not compile at its place, and starts again", async () => {
    const mended = main.replace("os.Exit(3)", "os.Exit(0)");
    const file = writeMain(main.replace("fmt.Println(words)", "fmt.Println(wrds)"));
    const shown = await run<Mended>("compileError", { file, mended });
    assert.deepEqual(shown.result.places.toSorted(), [
      [7, "declared and not used: words"],
      [8, "undefined: wrds"],
    ]);
    assert.deepEqual([shown.result.left, shown.result.exited], [0, 0]);
    assert.equal(texts(shown).filter((text) => text.includes("Error on launch")).length, 1);
  });

  it("ends a build that is stopped", async () => {
    const gated = new GatedModule(world.path, "compile");
    try {
      const parameters = { file: join(gated.directory, "main.go"), buildFlags: gated.buildFlags };
      const { result } = await run<string>("stopBuilding", parameters);
      assert.ok(result.startsWith(world.tmp));
      await assertNothingLeft(world);
    } finally {
      gated.close();
    }
  });

  it("runs a package that is asked for, with arguments that are asked for", async () => {
    const file = writeMain(main);
    const answers = [
      ["go run with arguments…", "one two"],
      ["go run a package…", join(file, "..")],
    ];
    const { result } = await run<string>("arguments", { file, answers });
    assert.match(result, /\[one two\]\n/);
    assert.match(result, /\[\]\n/);
    const library = join(file, "..", "lib", "lib.go");
    const { result: asked } = await run<string>("arguments", {
      file: library,
      answers: [["go run", join(file, "..")]],
    });
    assert.match(asked, /\[\]\n/);
  });

  it("names the attribute that has a wrong type", async () => {
    const attributes = { keepWork: "sometimes" };
    const shown = await run("messages", { file: writeMain(main), attributes, pattern: "keepWork" });
    assert.equal(texts(shown).length, 1, texts(shown).join("\n"));
  });

  it("starts again after the adapter was killed", async () => {
    const shown = await run("killedAdapter", { file: writeMain(main), line: lineOf("Println", main) });
    assert.deepEqual(texts(shown), ["gorunscope: the debug adapter has ended without being asked to; start again"]);
    await assertNothingLeft(world);
  });

  it("says that the program is not there", async () => {
    const options = { command: ["no-such-gorunscope"], lsp: false };
    const shown = await run("messages", { file: writeMain(main), pattern: "not on your PATH" }, { options });
    assert.equal(texts(shown).length, 1, texts(shown).join("\n"));
  });

  it("says that the program is of another release", async () => {
    const other = join(root, "test", "editors", "otherRelease.mjs");
    const options = { command: [process.execPath, other], lsp: false };
    const shown = await run("messages", { file: writeMain(main), pattern: "7%.0%.0" }, { options });
    assert.ok(texts(shown).some((text) => text.includes("install both from one release")));
  });
}

inEditors(["nvim", "nvim-testing"], "a debug session", (nvim) => {
  debugs(nvim, [ownClient]);
  withCheckouts(["NVIM_DAP"], "with nvim-dap", ([dap = ""]) => debugs(nvim, [dap]));
});
