/** The plugin by itself, and beside others of Neovim. */
import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inEditors, withCheckouts } from "../../support/editors.ts";
import { lineOf, mainFile, writeModule } from "../../support/goModule.ts";
import { assertNothingLeft, killAll } from "../../support/leaks.ts";
import { root, testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { runScenario } from "./neovim.ts";

const main = mainFile(["fmt"], ['greeting := "hello"', "fmt.Println(greeting)"]);

/** The drop-in dlv. */
const dlv = join(root, "dist", "gorunscope-dlv.js");

let world: World;

before(async function () {
  this.timeout(300_000);
  await testDlv();
});
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => {
  killAll(world);
  world.remove();
});

interface Healthy {
  health: string;
  help: string;
  completed: string[];
  flags: string[];
  version: string;
}

interface Stopped {
  line: number;
  scopes: string[];
  shown?: string;
}

inEditors(["nvim", "nvim-testing"], "the plugin", (nvim) => {
  const healthOf = async (options: Record<string, unknown>) => {
    const doc = join(world.path, "help", "doc");
    cpSync(join(root, "editors", "nvim", "doc"), doc, { recursive: true });
    return (await runScenario<Healthy>({ nvim, world, name: "health", parameters: { doc }, options })).result;
  };

  it("is of the program's version, has help and completes its command", async () => {
    const { health, help, completed, flags, version } = await healthOf({ lsp: false });
    const { version: program } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    assert.equal(version, program);
    assert.match(health, new RegExp(`OK gorunscope ${program}`));
    assert.match(health, /OK nvim-dap has the adapter gorunscope/);
    assert.match(help, /\*gorunscope-options\*/);
    assert.deepEqual(completed, ["cacheKeys", "compare"]);
    assert.deepEqual(flags.toSorted(), ["--inputs", "--misses"]);
  });

  it("says by checkhealth what is wrong with the options", async () => {
    const { health } = await healthOf({ command: ["no-such-gorunscope"], lsp: "yes", colour: true });
    assert.match(health, /ERROR no-such-gorunscope is not on your PATH/);
    assert.match(health, /ERROR vim\.g\.gorunscope\.lsp must be a boolean, and is a string/);
    assert.match(health, /ERROR vim\.g\.gorunscope has no option colour/);
  });

  const others = (plugins: string[], parameters: Record<string, unknown>) => {
    warmCache(world);
    const directory = writeModule(world.path, "other", { "main.go": main });
    const line = lineOf("Println", main);
    const all = { file: join(directory, "main.go"), line, ...parameters };
    const options = { lsp: false };
    return runScenario<Stopped>({ nvim, world, name: "otherPlugins", parameters: all, plugins, options });
  };

  withCheckouts(["NVIM_DAP", "NVIM_DAP_GO"], "with nvim-dap-go", (plugins) => {
    it("serves its configurations in place of dlv", async () => {
      const { result } = await others(plugins, { dlv, configuration: "Debug Package" });
      assert.deepEqual([result.line, result.scopes], [lineOf("Println", main), ["Locals"]]);
      await assertNothingLeft(world);
    });

    it('serves those of mode "run" of its type', async () => {
      const { result } = await others(plugins, { dlv, configuration: "a go run" });
      assert.deepEqual([result.line, result.scopes], [lineOf("Println", main), ["Locals", "go run"]]);
      await assertNothingLeft(world);
    });
  });

  withCheckouts(["NVIM_DAP", "NVIM_DAP_UI", "NVIM_NIO"], "with nvim-dap-ui", (plugins) => {
    it("shows the scope go run with nothing to do", async () => {
      const { result } = await others(plugins, { configuration: "go run", interface: "ui" });
      assert.match(result.shown!, /go run:?/);
      await assertNothingLeft(world);
    });
  });

  // nvim-dap-view needs Neovim 0.11.
  if (!nvim.version.startsWith("0.10.")) {
    withCheckouts(["NVIM_DAP", "NVIM_DAP_VIEW"], "with nvim-dap-view", (plugins) => {
      it("shows the scope go run with nothing to do", async () => {
        const { result } = await others(plugins, { configuration: "go run", interface: "view" });
        assert.match(result.shown!, /go run/);
        await assertNothingLeft(world);
      });
    });
  }
});
