/** Helix with the languages.toml of the product: a debug session by its keys, and what its language client shows. */
import assert from "node:assert/strict";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findEditor, inEditors, type Editor } from "../../support/editors.ts";
import { GatedModule, lineOf, mainFile, writeModule } from "../../support/goModule.ts";
import { gorunscopeCommand, runGorunscope } from "../../support/gorunscope.ts";
import { filesIn, killAll, processesOf, type WorldProcess } from "../../support/leaks.ts";
import { root, testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { until } from "../../../shared/process/waiting.ts";
import { Screen } from "./screen.ts";

const main = mainFile(["fmt", "os"], ['greeting := "hello"', "fmt.Println(greeting)", "os.Exit(3)"]);

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

/** Helix's own log. */
const log = () => join(world.path, "helix.log");

/** Opens a file in Helix, at a line; shows Helix's log where the test fails. */
async function inHelix(hx: Editor, tmux: Editor, file: string, line: number, test: (screen: Screen) => Promise<void>) {
  const [bin, config] = [join(world.path, "bin"), join(world.path, "config")];
  for (const path of [bin, join(config, "helix")]) mkdirSync(path, { recursive: true });
  copyFileSync(join(root, "editors/helix/languages.toml"), join(config, "helix", "languages.toml"));
  writeFileSync(join(bin, "gorunscope"), `#!/bin/sh\nexec ${gorunscopeCommand.join(" ")} "$@"\n`);
  chmodSync(join(bin, "gorunscope"), 0o755);
  const env = { ...world.env, PATH: `${bin}:${process.env.PATH}`, XDG_CONFIG_HOME: config, TERM: "xterm-256color" };
  const words = [hx.command, "-v", "--log", log(), `${file}:${line}`];
  const screen = Screen.open(tmux, world, words, join(file, ".."), env);
  try {
    await screen.shows(/package main/);
    await test(screen);
  } catch (error) {
    const logged = existsSync(log()) ? readFileSync(log(), "utf8") : "";
    throw new Error(`in ${hx.name} ${hx.version}:\n${screen.text()}\n---- log\n${logged}`, { cause: error });
  } finally {
    screen.close();
  }
}

function command(screen: Screen, line: string): void {
  screen.type(`:${line}`);
  screen.press("Enter");
}

/** The processes that were not there before; the language server's own go commands come and go. */
function added(before: WorldProcess[]): WorldProcess[] {
  return processesOf(world).filter(({ pid }) => !before.some((process) => process.pid === pid));
}

/** A key of Helix's debug menu, which then stays until it is left. */
async function debugKey(screen: Screen, key: string): Promise<void> {
  screen.press("Space", "G", key);
  await leave(screen, /Debug \(experimental\)/);
}

/** Leaves menus and popups. Escape has to come alone: with a key behind it, it is that key with Alt. */
async function leave(screen: Screen, content: RegExp): Promise<void> {
  for (let tries = 0; tries < 10 && content.test(screen.text()); tries++) {
    screen.press("Escape");
    await until(() => !content.test(screen.text()), 500);
  }
}

/** Asks the language server, which may not be ready yet, until it shows something. */
async function asks(screen: Screen, keys: string[], pattern: RegExp): Promise<void> {
  for (let tries = 0; tries < 10 && !pattern.test(screen.text()); tries++) {
    screen.press(...keys);
    await until(() => pattern.test(screen.text()), 2000);
  }
  await screen.shows(pattern);
}

inEditors(["hx", "hx-testing"], "Helix", (hx) => {
  const tmux = findEditor("tmux");
  if ("reason" in tmux) {
    it.skip(`tmux is not there: ${tmux.reason}`);
    return;
  }

  it("stops at a breakpoint, shows variables and a key, and runs to the end", async () => {
    const directory = writeModule(world.path, "edited", { "main.go": main });
    await inHelix(hx, tmux, join(directory, "main.go"), lineOf("Println", main), async (screen) => {
      await debugKey(screen, "b");
      await screen.shows(/[●▲⊚◯].*Println/);
      const editor = processesOf(world);
      command(screen, "debug-start run .");
      await screen.shows(/stopped because of breakpoint/);
      screen.press("Space", "G", "v");
      await screen.shows(/greeting: string = "hello"/);
      await screen.shows(/go run[^]*cacheKeys: object = rebuilt/);
      await leave(screen, /greeting: string|Debug \(experimental\)/);
      command(screen, "debug-eval 'gorun cacheKeys fmt'");
      // Its status line is all that Helix has for an answer.
      await screen.shows(/build fmt +hit.* key +[0-9a-f]{40}/);
      await debugKey(screen, "c");
      // Back from where the program has stopped, and nothing more: the exit code goes to the log alone.
      await screen.shows(/[●◯] +8 /);
      assert.match(readFileSync(log(), "utf8"), /exited with status 3/);
      await until(() => added(editor).length === 0 && filesIn(world.tmp).length === 0, 5000);
      assert.deepEqual([added(editor), filesIn(world.tmp)], [[], []]);
    });
  });

  it("shows what does not compile, and ends a build that is stopped", async () => {
    const directory = writeModule(world.path, "broken", { "main.go": main.replace("greeting)", "greting)") });
    await inHelix(hx, tmux, join(directory, "main.go"), 1, async (screen) => {
      command(screen, "debug-start run .");
      // Helix puts the end of the session in the place of what has been said, which then stands in its log.
      await screen.shows(/Terminated debugging session/);
      assert.match(readFileSync(log(), "utf8"), /main\.go:8:\d+: undefined: greting/);
    });
    const gated = new GatedModule(world.path, "compile");
    try {
      await inHelix(hx, tmux, join(gated.directory, "main.go"), 1, async (screen) => {
        const editor = processesOf(world);
        command(screen, `debug-start command 'go run "${gated.buildFlags.join(" ")}" .'`);
        await gated.arrived();
        if (hx.version.startsWith("25.01.")) await debugKey(screen, "t");
        // Helix 25.07 has no session to end until `initialized`, which comes after the build; what it can do is go.
        else command(screen, "quit!");
        await until(() => added(editor).length === 0 && filesIn(world.tmp).length === 0, 10_000);
        assert.deepEqual([added(editor), filesIn(world.tmp)], [[], []]);
      });
    } finally {
      gated.close();
    }
  });

  it("shows a hover on an import and code actions on main", async () => {
    const directory = writeModule(world.path, "served", { "main.go": main });
    await runGorunscope(world, ["run", "."], { cwd: directory });
    await inHelix(hx, tmux, join(directory, "main.go"), lineOf('import "fmt"', main), async (screen) => {
      screen.press("w", "w");
      await asks(screen, ["Space", "k"], /[0-9a-f]{20}/);
      await leave(screen, /[0-9a-f]{20}/);
      screen.type(`${lineOf("func main", main)}gg`);
      await asks(screen, ["Space", "a"], /build directory/);
    });
  });
});
