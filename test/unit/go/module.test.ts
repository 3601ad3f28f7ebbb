import assert from "node:assert/strict";
import { join } from "node:path";
import { directiveArguments } from "../../../shared/go/modFile.ts";
import { findModule, findWorkspace, mainModules, modulePattern } from "../../../shared/go/module.ts";
import { makeTree, type Tree } from "./tree.ts";

describe("a go.mod file", () => {
  it("names its module in every form", () => {
    const cases: [string, string[]][] = [
      ["module example.com/m\n\ngo 1.26\n", ["example.com/m"]],
      ["// Copyright\n\nmodule example.com/m.v2/x-y // Deprecated: use z\n", ["example.com/m.v2/x-y"]],
      ['module "example.com/m"\n', ["example.com/m"]],
      ["module `example.com/m`\n", ["example.com/m"]],
      ["module (\n\texample.com/m\n)\n", ["example.com/m"]],
      ["/* module other */ module example.com/m\r\n", ["example.com/m"]],
      ["/*\nmodule other\n*/\nmodule example.com/m\n", ["example.com/m"]],
      ["require (\n\tmodule v1.0.0\n)\n", []],
      ["modules example.com/m\n", []],
      ["", []],
    ];
    for (const [text, expected] of cases) assert.deepEqual(directiveArguments(text, "module"), expected, text);
  });

  it("lists the directories of a go.work's use lines", () => {
    const text = 'go 1.26\n\nuse ./a // one\nuse (\n\t"./b c"\n\t// ./no\n\t../d\n)\nreplace x => ./e\n';
    assert.deepEqual(directiveArguments(text, "use"), ["./a", "./b c", "../d"]);
  });
});

describe("modules", () => {
  let tree: Tree;
  before(() => {
    tree = makeTree({
      "go.work": "go 1.26\nuse (\n\t./a\n\t./b\n\t./gone\n)\n",
      "a/go.mod": "module example.com/a\n",
      "a/cmd/x/main.go": "package main\n",
      "a/vendor/example.org/dep/dep.go": "package dep\n",
      "b/go.mod": "module example.com/b\n",
      "c/go.mod": "go 1.26\n",
      "c/nested/go.mod/": "",
      "goroot/src/go.mod": "module std\n",
      "goroot/src/fmt/print.go": "package fmt\n",
      "goroot/src/cmd/go.mod": "module cmd\n",
    });
  });
  after(() => tree.remove());
  const at = (path: string) => join(tree.root, path);

  it("are found in the directory or above", () => {
    assert.deepEqual(findModule(at("a/cmd/x")), { root: at("a"), modulePath: "example.com/a", goMod: at("a/go.mod") });
    assert.deepEqual(findModule(at("c/nested")), { root: at("c"), goMod: at("c/go.mod") });
    assert.deepEqual(findModule(at("a/nosuch/dir"))?.root, at("a"));
    assert.equal(findModule("/"), undefined);
  });

  it("of vendored packages are the main module, of Go's own tree std and cmd", () => {
    assert.equal(findModule(at("a/vendor/example.org/dep"))?.modulePath, "example.com/a");
    const off = { GOWORK: "off" };
    assert.deepEqual(mainModules(at("goroot/src/fmt"), off), [{ path: "std", root: at("goroot/src") }]);
    assert.deepEqual(mainModules(at("goroot/src/cmd"), off).map(modulePattern), ["cmd/..."]);
    assert.equal(modulePattern({ path: "std" }), "std");
  });

  it("of a workspace are its use lines', the own one first", () => {
    const workspace = findWorkspace(at("b"));
    assert.equal(workspace?.root, tree.root);
    assert.deepEqual(
      workspace?.modules.map(({ root }) => root),
      [at("a"), at("b")],
    );
    assert.deepEqual(mainModules(at("b"), {}), [
      { path: "example.com/b", root: at("b") },
      { path: "example.com/a", root: at("a") },
    ]);
    assert.deepEqual(
      mainModules(at("c"), {}).map(({ path }) => path),
      ["example.com/a", "example.com/b"],
    );
  });

  it("follow GOWORK and GO111MODULE", () => {
    assert.deepEqual(mainModules(at("b"), { GOWORK: "off" }), [{ path: "example.com/b", root: at("b") }]);
    assert.deepEqual(
      mainModules("/", { GOWORK: at("go.work") }).map(({ path }) => path),
      ["example.com/a", "example.com/b"],
    );
    assert.equal(findWorkspace(at("b"), at("nosuch.work")), undefined);
    assert.deepEqual(mainModules(at("b"), { GO111MODULE: "off" }), []);
    assert.deepEqual(mainModules(at("c"), { GOWORK: "off" }), []);
  });
});
