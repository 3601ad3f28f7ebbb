/** The language server in Neovim, as vim.lsp shows it, and the views that it fills. */
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inEditors } from "../../support/editors.ts";
import { lineOf, mainFile, writeModule } from "../../support/goModule.ts";
import { runGorunscope } from "../../support/gorunscope.ts";
import { until } from "../../../shared/process/waiting.ts";
import { killAll, processesOf } from "../../support/leaks.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { runScenario } from "./neovim.ts";

const main = mainFile(["fmt", "os"], ['fmt.Println("hello")', "os.Exit(3)"]);

let world: World;
let directory: string;

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  warmCache(world);
  directory = writeModule(world.path, "served", { "main.go": main });
});
afterEach(() => killAll(world));
after(() => world.remove());

interface Served {
  titles: string[];
  hover: string;
  view: string;
  refused: string;
  pages: Record<string, string>;
}

inEditors(["nvim", "nvim-testing"], "the language server", (nvim) => {
  it("shows lenses and a hover, and fills all views", async () => {
    // One run is all that there was, and it has compiled main.
    writeFileSync(join(directory, "main.go"), `${main}\n// In ${nvim.name}.\n`);
    rmSync(join(world.env.XDG_STATE_HOME!, "gorunscope"), { recursive: true, force: true });
    await runGorunscope(world, ["run", "."], { cwd: directory });
    const parameters = {
      file: join(directory, "main.go"),
      main: lineOf("func main", main),
      import: lineOf('import "fmt"', main),
      choice: "build directory",
    };
    const { result } = await runScenario<Served>({ nvim, world, name: "server", parameters });
    assert.ok(result.titles.includes("▶ run") && result.titles.includes("debug"), result.titles.join("\n"));
    assert.match(result.hover, /fmt/);
    assert.match(result.hover, /[0-9a-f]{64}/);
    assert.match(result.view, /^buildDir \(exited\): /);
    assert.match(result.pages["cacheKeys"]!, /\nexample\.com\/served {2}miss/);
    assert.match(result.pages["procTree"]!, /\ngo \d+ {2}exited/);
    assert.match(result.refused, /^there is no record .*\nType gorunscope compare --build/);
    await until(() => processesOf(world).length === 0, 5000);
    assert.deepEqual(processesOf(world), [], "the server ends with Neovim");
  });

  it("debugs and runs by the lenses on main", async () => {
    const line = lineOf("Println", main);
    const parameters = { file: join(directory, "main.go"), main: lineOf("func main", main), line };
    const { result } = await runScenario<{ line: number; output: string }>({ nvim, world, name: "lenses", parameters });
    assert.equal(result.line, line);
    assert.match(result.output, /^hello\nexit status 3/);
  });
});
