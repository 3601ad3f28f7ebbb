/** The packaged extension in VS Code's workbench, by clicks. */
import assert from "node:assert/strict";
import { findEditor, inEditors } from "../../support/editors.ts";
import { mainFile, writeModule } from "../../support/goModule.ts";
import { assertNothingLeft } from "../../support/leaks.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { version } from "../../../shared/contract/version.ts";
import { CodeServer } from "./codeServer.ts";

const main = mainFile(["fmt"], ['greeting := "hello"', "fmt.Println(greeting)"]);

inEditors(["code-server"], "the package", (editor) => {
  const browser = findEditor("chromium");
  if ("reason" in browser) {
    it.skip(`chromium is not there: ${browser.reason}`);
    return;
  }
  let code: CodeServer;

  before(async function () {
    this.timeout(300_000);
    await testDlv();
    code = new CodeServer(editor);
    warmCache(code.world);
    writeModule(code.folder, "clicked", { "main.go": main });
    await code.open();
  });
  after(() => code?.close());

  it("is listed when it is installed", async () => {
    assert.ok((await code.extensions()).includes(`gorunscope.gorunscope@${version}`));
  });

  it("debugs by clicks, and shows the run in the side bar", () =>
    code.showing("clicks", async () => {
      const { page } = code;
      const row = (name: RegExp) => page.getByRole("treeitem", { name }).first();
      const button = (name: string | RegExp) => page.getByRole("button", { name }).first();
      await row(/^clicked/).click();
      await row(/^main\.go/).dblclick();
      await page.locator(".view-line", { hasText: "fmt.Println(greeting)" }).click();
      await page.keyboard.press("F9");
      await page.getByRole("tab", { name: /^Run and Debug/ }).click();
      await page.locator(".monaco-button", { hasText: "Run and Debug" }).click();
      await page.locator(".debug-top-stack-frame-line").first().waitFor();
      // VS Code opens no view of an extension's there by itself, and draws no row that is not in sight.
      for (const section of [/^Watch Section/, /^Call Stack Section/, /^Breakpoints Section/])
        await button(section).click();
      await button(/^Go run Section/i).click();
      const header = await button(/^Go run Section/i).boundingBox();
      await page.mouse.move(header!.x + 100, header!.y);
      await page.mouse.down();
      await page.mouse.move(header!.x + 100, header!.y - 450, { steps: 10 });
      await page.mouse.up();
      await row(/^Processes.*program pid \d+/).waitFor();
      await row(/^program \d+/).waitFor();
      // What has ended since is listed, too: closed, the next rows are in sight.
      await row(/^Processes/).click();
      await row(/^Build directory.*go-build/).waitFor();
      await row(/^Cache keys/).click();
      await row(/^example\.com\/clicked.*miss/).waitFor();
      await page.mouse.move(900, 500);
      await code.picture("go-run");
      await button(/^Continue/).click();
      await row(/^Processes.*no process lives/).waitFor();
      await assertNothingLeft(code.world);
    }));
});
