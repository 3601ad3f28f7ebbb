/** The package by itself: it compiles, reads and is built as Emacs' own conventions have it. */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inEditors } from "../../support/editors.ts";
import { killAll } from "../../support/leaks.ts";
import { root } from "../../support/tools.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { emacsPackage, runEmacs } from "./emacs.ts";

let world: World;

beforeEach(() => {
  world = makeWorld();
});
afterEach(() => {
  killAll(world);
  world.remove();
});

/** A copy of the package, and its files. */
function copy(): string[] {
  const folder = join(world.path, "package");
  mkdirSync(folder);
  cpSync(emacsPackage, folder, { recursive: true });
  return readdirSync(folder)
    .filter((file) => file.endsWith(".el"))
    .map((file) => join(folder, file));
}

inEditors(["emacs"], "the package", (emacs) => {
  it("compiles without a warning", async () => {
    const words = ["--eval", "(setq byte-compile-error-on-warn t)", "-f", "batch-byte-compile", ...copy()];
    const { status, output } = await runEmacs(emacs, world, words);
    assert.equal(status, 0, output);
  });

  it("has docstrings as checkdoc wants them", async () => {
    const check = "(progn (require 'checkdoc) (mapc #'checkdoc-file command-line-args-left))";
    assert.deepEqual(await runEmacs(emacs, world, ["--eval", check, ...copy()]), { status: 0, output: "" });
  });

  it("is as package-lint wants it", async () => {
    const files = copy();
    const main = JSON.stringify(files.find((file) => file.endsWith("/gorunscope.el")));
    const settings = `(progn (require 'package-lint) (setq package-lint-main-file ${main}))`;
    const words = ["--eval", settings, "-f", "package-lint-batch-and-exit", ...files];
    const { output } = await runEmacs(emacs, world, words);
    const said = output.split("\n").filter((line) => !line.startsWith("Entering directory"));
    assert.deepEqual(said, ["gorunscope.el:1:0: error: Package should have a Homepage or URL header."]);
  });

  it("is of the program's version", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    const text = (file: string) => readFileSync(join(emacsPackage, file), "utf8");
    assert.equal(/^;; Version: (.*)$/m.exec(text("gorunscope.el"))?.[1], version);
    assert.equal(/package-version "(.*)"/.exec(text("gorunscope-program.el"))?.[1], version);
  });
});
