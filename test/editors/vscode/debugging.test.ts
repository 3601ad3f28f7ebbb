/** The extension in VS Code: its logic in the extension host, where VS Code itself runs it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { findEditor, inEditors } from "../../support/editors.ts";
import { GatedModule, lineOf, mainFile, writeModule } from "../../support/goModule.ts";
import { assertNothingLeft, processesOf } from "../../support/leaks.ts";
import { runCommand } from "../../support/gorunscope.ts";
import { shellWord } from "../../../shared/run/shimParts.ts";
import { root, testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { CodeServer } from "./codeServer.ts";

const main = mainFile(["fmt", "os"], ["words := os.Args[1:]", "fmt.Println(words)", "os.Exit(3)"]);

const otherRelease = join(root, "test", "editors", "otherRelease.mjs");

inEditors(["code-server"], "the extension", (editor) => {
  const browser = findEditor("chromium");
  if ("reason" in browser) {
    it.skip(`chromium is not there: ${browser.reason}`);
    return;
  }
  let code: CodeServer;
  let modules = 0;

  before(async function () {
    this.timeout(300_000);
    await testDlv();
    code = new CodeServer(editor);
    warmCache(code.world);
    await code.open();
  });
  after(() => code?.close());

  /** A module with this main.go; the file's path. */
  const writeMain = (text: string) =>
    join(writeModule(code.folder, `edited${++modules}`, { "main.go": text }), "main.go");
  const shows = (title: string, test: () => Promise<void>) => it(title, () => code.showing(title, test));

  shows(
    "debugs by F5 with no launch.json: stops, shows locals, a key and the build directory, runs to the end",
    async () => {
      const file = writeMain(main);
      const line = lineOf("Println", main);
      const stop = await code.run("debugToStop", { file, line });
      assert.equal(stop.line, line);
      assert.match(new Map(stop.locals).get("words")!, /^\[\]string len: 0/);
      assert.equal(stop.scopes.at(-1), "go run");
      assert.match(stop.key!, /^"?[0-9a-f]{64}"?$/);
      assert.equal(stop.configuration["program"], join(file, ".."));
      const shown = await code.run("showQuestion", { command: "gorunscope.showBuildDir", file });
      assert.ok(shown.includes(join(code.world.tmp, "go-build")), shown);
      assert.deepEqual(await code.run("toTheEnd"), { exitCode: 3 });
      await assertNothingLeft(code.world);
    },
  );

  shows("shows what does not compile at its place with one message, and starts again", async () => {
    const file = writeMain(main.replace("fmt.Println(words)", "fmt.Println(wrds)"));
    await code.run("launch", { file, attributes: { mode: "run" } });
    const errors = await code.run("diagnosticsOf", { file, count: 2 });
    assert.deepEqual(errors.toSorted(), [
      [7, "declared and not used: words", "go run"],
      [8, "undefined: wrds", "go run"],
    ]);
    const dialog = code.page.locator(".monaco-dialog-box");
    assert.match(await dialog.innerText(), /go/);
    await dialog.getByText("Cancel").click();
    const mended = writeMain(main);
    await code.run("debugToStop", { file: mended, line: lineOf("Println", main) });
    await code.run("diagnosticsOf", { file, count: 0 });
    await code.run("toTheEnd");
    await assertNothingLeft(code.world);
  });

  shows("ends a build that is stopped", async () => {
    const gated = new GatedModule(code.folder, "compile");
    try {
      const attributes = { mode: "run", buildFlags: gated.buildFlags };
      await code.run("launch", { file: join(gated.directory, "main.go"), attributes });
      await gated.arrived();
      await code.run("stopDebugging");
      await assertNothingLeft(code.world);
    } finally {
      gated.close();
    }
  });

  shows("names the attribute that has a wrong type", async () => {
    await code.run("launch", { file: writeMain(main), attributes: { mode: "run", keepWork: "sometimes" } });
    const dialog = code.page.locator(".monaco-dialog-box");
    assert.match(await dialog.innerText(), /keepWork/);
    await dialog.getByText("Cancel").click();
  });

  shows("has the server's lenses, hover and commands, which it does not register again", async () => {
    const file = writeMain(main);
    const lenses = await code.run("lenses", { file });
    assert.ok(lenses.includes("▶ run") && lenses.includes("debug"), lenses.join("\n"));
    const names = await code.run("commandNames");
    for (const name of ["run", "debug", "buildDir", "stop"]) assert.ok(names.includes(`gorunscope.${name}`), name);
    const { command, cwd } = await code.run("clickRun", { file });
    assert.equal(cwd, join(file, ".."));
    const { code: status, stdout } = await runCommand(code.world, command, { cwd });
    assert.deepEqual([status, stdout], [1, "[]\n"]);
    const hover = await code.run("hover", { file, line: lineOf('import "fmt"', main) });
    assert.match(hover, /fmt/);
    assert.match(hover, /[0-9a-f]{64}/);
    await code.run("clickLens", { file, title: "build directory" });
    assert.match(await code.run("shownText", { pattern: "go-build" }), /removed/);
    const line = lineOf("Println", main);
    assert.equal((await code.run("debugToStop", { file, line, by: "lens" })).line, line);
    assert.deepEqual(await code.run("toTheEnd"), { exitCode: 3 });
  });

  shows("says that the program is not there, once, and starts when it is", async () => {
    const file = writeMain(main);
    await code.run("setting", { name: "gorunscope.path", value: "/nonexistent/gorunscope" });
    await code.run("launch", { file, attributes: { mode: "run" } });
    const messages = await code.messages();
    assert.equal(messages.length, 1, messages.join("\n"));
    assert.match(messages[0]!, /there is no program \/nonexistent\/gorunscope\. Install gorunscope, or name it/);
    await code.run("setting", { name: "gorunscope.path", value: code.program });
    await code.run("debugToStop", { file, line: lineOf("Println", main) });
    assert.deepEqual(await code.run("toTheEnd"), { exitCode: 3 });
  });

  shows("starts again after the adapter was killed", async () => {
    const [file, line] = [writeMain(main), lineOf("Println", main)];
    await code.run("debugToStop", { file, line });
    const adapter = processesOf(code.world).find(({ command }) => command.includes("dap") && command.includes("--log"));
    process.kill(adapter!.pid, "SIGKILL");
    await code.run("noSession");
    const messages = (await code.messages()).filter((text) => /debug adapter/i.test(text));
    assert.equal(messages.length, 1, messages.join("\n"));
    await assertNothingLeft(code.world);
    await code.run("debugToStop", { file, line });
    assert.deepEqual(await code.run("toTheEnd"), { exitCode: 3 });
  });

  shows("says that the program is of another release", async () => {
    const other = code.writeProgram("other", `exec ${[process.execPath, otherRelease].map(shellWord).join(" ")}`);
    await code.run("setting", { name: "gorunscope.languageServer", value: false });
    await code.run("setting", { name: "gorunscope.path", value: other });
    await code.run("launch", { file: writeMain(main), attributes: { mode: "run" } });
    await code.page.locator(".monaco-dialog-box").getByText("Cancel").click();
    assert.ok(
      (await code.messages()).some((text) => /the program is 7\.0\.0; install both from one release/.test(text)),
    );
  });
});
