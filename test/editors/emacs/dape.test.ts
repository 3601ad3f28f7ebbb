/** A debug session in Emacs with dape. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inEditors } from "../../support/editors.ts";
import { GatedModule, lineOf, mainFile, writeModule } from "../../support/goModule.ts";
import { assertNothingLeft, killAll } from "../../support/leaks.ts";
import { root, testDlv } from "../../support/tools.ts";
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
  return join(writeModule(world.path, "edited", { "main.go": text, "lib/lib.go": "package lib\n" }), "main.go");
}

interface Debugged {
  line: number;
  scope: string;
  locals: string[];
  key: string;
  view: string;
  repl: string;
}

interface Live {
  closed: boolean;
  opened: string;
  stillOpen: string;
  stays: boolean;
  process: string;
  stopped: string;
  running: string;
}

inEditors(["emacs"], "a debug session with dape", (emacs) => {
  const run = <T>(name: string, parameters: object, more: Partial<Scenario> = {}): Promise<Shown<T>> =>
    runScenario<T>({ emacs, world, name, parameters: { ...parameters }, ...more });

  it("stops at a breakpoint, shows locals, keys and the build directory, and runs to the end", async () => {
    const line = lineOf("Println", main);
    const { result } = await run<Debugged>("dapeDebug", { file: writeMain(main), line });
    assert.equal(result.line, line);
    assert.equal(result.scope, "go run");
    assert.ok(result.locals.includes("words"), result.locals.join(" "));
    assert.match(result.key, /^"?[0-9a-f]{64}"?$/);
    assert.match(result.view, new RegExp(`^buildDir \\(stopped\\): ${world.tmp}/go-build`));
    assert.match(result.repl, /key +[0-9a-f]{40}[^]*\* Exit code 3 \*/);
    await assertNothingLeft(world);
  });

  it("needs no package of ours: what the documentation has for dape is enough", async () => {
    const setup = elispOf("'dape\n");
    const line = lineOf("Println", main);
    const { result } = await run<Debugged>("dapeBare", { file: writeMain(main), line, setup });
    assert.equal(result.line, line);
    assert.match(result.repl, /key +[0-9a-f]{40}[^]*\* Exit code 3 \*/);
    await assertNothingLeft(world);
  });

  it("has a view that folds, and follows the run where it is", async () => {
    const text = mainFile(["time"], ["println()", "time.Sleep(time.Hour)"]);
    const { result } = await run<Live>("dapeLive", { file: writeMain(text), line: lineOf("println", text) });
    const { closed, opened, stillOpen, stays } = result;
    assert.deepEqual([closed, opened, stillOpen, stays], [true, "yes", "yes", true]);
    assert.match(result.stopped, /^procTree \(stopped\): \d+ processes live\ngo \d+ /);
    assert.match(result.process, /^program \d+$/);
    await assertNothingLeft(world);
  });

  it("shows what does not compile at its place, and starts again", async () => {
    const mended = main.replace("os.Exit(3)", "os.Exit(0)");
    const file = writeMain(main.replace("fmt.Println(words)", "fmt.Println(wrds)"));
    const { result } = await run<Record<string, unknown>>("dapeCompileError", { file, mended });
    assert.deepEqual(result["places"], [
      ["main.go", 7],
      ["main.go", 8],
    ]);
    assert.match(String(result["errors"]), /main\.go:8:\d+: undefined: wrds/);
    assert.equal(result["left"], "");
  });

  it("ends a build that is stopped", async () => {
    const gated = new GatedModule(world.path, "compile");
    try {
      const parameters = { file: join(gated.directory, "main.go"), buildFlags: gated.buildFlags };
      const { result } = await run<{ view: string }>("dapeBuild", parameters);
      assert.ok(result.view.includes(world.tmp));
      await assertNothingLeft(world);
    } finally {
      gated.close();
    }
  });

  it("waits for a build that takes longer than dape waits", async () => {
    // Which is 10 seconds for each request.
    const text = mainFile([], [`println("built ${Date.now()}")`]);
    const file = join(writeModule(world.path, "slow", { "main.go": text }), "main.go");
    const script = join(world.path, "slow.sh");
    writeFileSync(script, 'case $1:$TOOLEXEC_IMPORTPATH in */compile:example.com/slow) sleep 12 ;; esac\nexec "$@"\n');
    const parameters = { file, buildFlags: [`-toolexec=sh ${script}`], line: lineOf("println", text) };
    const { result } = await run<{ repl: string }>("dapeBuild", parameters);
    assert.match(result.repl, /rebuilt \d+ of \d+ in 1\d\.\d s/);
    assert.match(result.repl, /go run: building…/);
    assert.doesNotMatch(result.repl, /timed out/);
    await assertNothingLeft(world);
  });

  it("runs a package that is asked for, with arguments that are asked for", async () => {
    const file = writeMain(main);
    const directory = join(file, "..");
    const starts = [
      { configuration: "gorunscope-run-arguments", answers: ["one 'two three'"] },
      { configuration: "gorunscope-run-package", answers: [directory] },
    ];
    const { result } = await run<string[]>("dapeAsks", { file, starts });
    assert.match(result[0]!, /\[one two three\]\n/);
    assert.match(result[1]!, /\[\]\n/);
    const library = join(directory, "lib", "lib.go");
    const asked = [{ configuration: "gorunscope-run", answers: [directory] }];
    const { result: again } = await run<string[]>("dapeAsks", { file: library, starts: asked });
    assert.match(again[0]!, /\[\]\n/);
  });

  it("names the attribute that has a wrong type", async () => {
    const attributes = { keepWork: "sometimes" };
    const { result } = await run<{ repl: string }>("dapeMessages", { file: writeMain(main), attributes });
    assert.match(result.repl, /keepWork/);
  });

  it("starts again after the adapter was killed", async () => {
    const { result } = await run<string>("dapeKilled", { file: writeMain(main), line: lineOf("Println", main) });
    assert.match(result, /Exit code 3/);
    await assertNothingLeft(world);
  });

  it("says that the program is not there", async () => {
    const program = ["no-such-gorunscope"];
    const { result } = await run<{ problem: string }>("dapeMessages", { file: writeMain(main) }, { program });
    assert.match(result.problem, /^.no-such-gorunscope. is not on your .exec-path.; install it \(npm install/);
  });

  it("says that the program is of another release", async () => {
    const other = join(world.path, "gorunscope");
    const adapter = join(root, "test", "editors", "otherRelease.mjs");
    const says = `[ "$1" = --version ] && echo 7.0.0 || exec '${process.execPath}' '${adapter}'`;
    writeFileSync(other, `#!/bin/sh\n${says}\n`, { mode: 0o755 });
    const { messages } = await run("dapeMessages", { file: writeMain(main) }, { program: [other] });
    const said = messages.filter((text) => text.includes("install both from one release"));
    assert.equal(said.length, 1, messages.join("\n"));
    assert.match(said[0]!, /this package is of gorunscope \d+\.\d+\.\d+, the program is 7\.0\.0/);
  });
});
