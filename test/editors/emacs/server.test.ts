/** The language server in Emacs: beside gopls in lsp-mode, before gopls in eglot, and alone on the command line. */
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { inEditors } from "../../support/editors.ts";
import { testGopls } from "../../support/gopls.ts";
import { lineOf, mainFile, writeModule } from "../../support/goModule.ts";
import { runGorunscope } from "../../support/gorunscope.ts";
import { killAll, processesOf } from "../../support/leaks.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { until } from "../../../shared/process/waiting.ts";
import { runScenario } from "./emacs.ts";

const main = mainFile(["fmt", "os"], ['fmt.Println("hello")', "os.Exit(3)"]);

let world: World;
let directory: string;
let gopls: string | undefined;

before(async function () {
  this.timeout(600_000);
  gopls = testGopls();
  await testDlv();
  world = makeWorld({ GOTELEMETRY: "off" });
  warmCache(world);
  directory = writeModule(world.path, "served", { "main.go": main });
  await runGorunscope(world, ["run", "."], { cwd: directory });
});
afterEach(() => killAll(world));
after(() => world.remove());

const parameters = () => ({
  file: join(directory, "main.go"),
  main: lineOf("func main", main),
  import: lineOf('import "fmt"', main),
  line: lineOf("Println", main),
});

/** Where the editor finds gopls. */
const env = () => ({ PATH: `${dirname(gopls!)}:${process.env.PATH}` });

/** Emacs may kill what does not end at once; what that leaves on the disk goes with the next gorunscope. */
async function assertServersGone(): Promise<void> {
  await until(() => processesOf(world).length === 0, 10_000);
  assert.deepEqual(processesOf(world), []);
}

interface Lsp {
  servers: string[];
  lenses: string;
  view: string;
  hover: string;
  pages: Record<string, string>;
}

interface Eglot {
  titles: string[];
  main: string;
  view: string;
  keys: string;
  import: string;
  call: string;
  stopped: number;
  output: string;
}

inEditors(["emacs"], "the language server", (emacs) => {
  it("stands beside gopls in lsp-mode: lenses, hovers, actions and views", async function () {
    if (gopls === undefined) this.skip();
    const { result } = await runScenario<Lsp>({ emacs, world, name: "lspMode", parameters: parameters(), env: env() });
    assert.deepEqual(result.servers.toSorted(), ["gopls", "gorunscope"]);
    assert.match(result.lenses, /▶ run/);
    assert.match(result.view, /^buildDir \(exited\): /);
    assert.match(result.hover, /Package fmt implements/);
    assert.match(result.hover, /[0-9a-f]{64}/);
    assert.match(result.pages["cacheKeys"]!, /\nexample\.com\/served {2}miss/);
    assert.match(result.pages["procTree"]!, /\ngo \d+ {2}exited/);
    await assertServersGone();
  });

  it("is one with gopls in eglot: hovers of both, actions that show, debug and run", async function () {
    if (gopls === undefined) this.skip();
    const { result } = await runScenario<Eglot>({ emacs, world, name: "eglot", parameters: parameters(), env: env() });
    assert.match(result.main, /go run example\.com\/served/);
    assert.match(result.view, /^buildDir \(exited\): /);
    assert.match(result.keys, /\nexample\.com\/served {2}miss/);
    assert.match(result.import, /Package fmt implements[^]*[0-9a-f]{64}/);
    assert.match(result.call, /func fmt\.Println|func Println/);
    assert.equal(result.stopped, lineOf("Println", main));
    assert.match(result.output, /^hello\nexit status 3/);
    await assertServersGone();
  });

  it("asks the program itself where there is neither a session nor a server", async () => {
    const { result } = await runScenario<Record<string, string>>({
      emacs,
      world,
      name: "program",
      parameters: parameters(),
    });
    assert.match(result["explain"]!, /^explain: /);
    assert.match(result["environment"]!, /^environment: \d+ variables\n/);
    assert.match(result["forecast"]!, /^forecast: /);
    assert.match(result["compare"]!, /^compare: |compare --build/);
    assert.match(result["buildDir"]!, /^buildDir:\nno debug session runs, and no language server/);
  });
});
