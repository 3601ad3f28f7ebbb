/** A debug session in Emacs with dap-mode. */
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { inEditors } from "../../support/editors.ts";
import { GatedModule, lineOf, mainFile, writeModule } from "../../support/goModule.ts";
import { assertNothingLeft, killAll } from "../../support/leaks.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { elispOf, runScenario, type Scenario, type Shown } from "./emacs.ts";

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
  return join(writeModule(world.path, "edited", { "main.go": text }), "main.go");
}

interface Debugged {
  line: number;
  scope: string;
  locals: string[];
  key: string;
  view: string;
  output: string;
}

inEditors(["emacs"], "a debug session with dap-mode", (emacs) => {
  const run = <T>(name: string, parameters: object, more: Partial<Scenario> = {}): Promise<Shown<T>> =>
    runScenario<T>({ emacs, world, name, parameters: { ...parameters }, ...more });

  it("stops at a breakpoint, shows locals, keys and the build directory, and runs to the end", async () => {
    const line = lineOf("Println", main);
    const { result } = await run<Debugged>("dapDebug", { file: writeMain(main), line });
    assert.equal(result.line, line);
    assert.equal(result.scope, "go run");
    assert.ok(result.locals.includes("words"), result.locals.join(" "));
    assert.match(result.key, /^"?[0-9a-f]{64}"?$/);
    assert.match(result.view, new RegExp(`^buildDir \\(stopped\\): ${world.tmp}/go-build`));
    // dap-mode shows no exit code.
    assert.match(result.output, /^\[\]$/m);
    await assertNothingLeft(world);
  });

  it("needs no package of ours: what the documentation has for dap-mode is enough", async () => {
    const file = writeMain(main);
    const setup = elispOf("'dap-mode\n").replace("/path/to/the/package", dirname(file));
    const line = lineOf("Println", main);
    const { result } = await run<{ line: number; scope: string }>("dapBare", { file, line, setup });
    assert.deepEqual(result, { line, scope: "go run" });
    await assertNothingLeft(world);
  });

  it("shows what does not compile at its place", async () => {
    const file = writeMain(main.replace("fmt.Println(words)", "fmt.Println(wrds)"));
    const { result } = await run<{ places: number[]; output: string }>("dapCompileError", { file });
    assert.deepEqual(result.places, [7, 8], result.output);
    await assertNothingLeft(world);
  });

  it("ends a build that is stopped", async () => {
    const gated = new GatedModule(world.path, "compile");
    try {
      const parameters = { file: join(gated.directory, "main.go"), buildFlags: gated.buildFlags };
      const { result } = await run<string>("dapBuild", parameters);
      assert.ok(result.includes(world.tmp));
      await assertNothingLeft(world);
    } finally {
      gated.close();
    }
  });

  it("runs a package that is asked for, with arguments that are asked for", async () => {
    const file = writeMain(main);
    const starts = [
      { template: "gorunscope: go run with arguments", answers: ["one 'two three'"] },
      { template: "gorunscope: go run a package", answers: [join(file, "..")] },
    ];
    const { result } = await run<string[]>("dapAsks", { file, starts });
    assert.match(result[0]!, /\[one two three\]\n/);
    assert.match(result[1]!, /\[\]\n/);
  });

  it("says that the program is not there", async () => {
    const { result } = await run<string>("dapMissing", { file: writeMain(main) }, { program: ["no-such-gorunscope"] });
    assert.match(result, /^.no-such-gorunscope. is not on your .exec-path./);
  });
});
