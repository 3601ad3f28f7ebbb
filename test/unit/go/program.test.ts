import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { Failure } from "../../../shared/contract/errors.ts";
import { resolveProgram, type ListedPackage, type ProgramInput } from "../../../shared/go/program.ts";
import { makeTree, type Tree } from "./tree.ts";

const main = "package main\n\nfunc main() {}\n";

describe("the program of a launch", () => {
  let tree: Tree;
  before(() => {
    tree = makeTree({
      "m/go.mod": "module example.com/m\n",
      "m/cmd/app/main.go": `// Package main is a program.\n/* package x */\n${main}`,
      "m/cmd/app/util.go": "package main\n",
      "m/cmd/app/util_test.go": "package main\n",
      "m/cmd/one/main.go": main,
      "m/cmd/one/main_test.go": "package main\n",
      "m/cmd/one/doc.go": "package documentation\n",
      "m/gen/gen.go": `//go:build ignore\n\n${main}`,
      "m/gen/lib.go": "package gen\n",
      "m/many/a.go": `//go:build ignore\n\n${main}`,
      "m/many/b.go": `//go:build ignore\n\n${main}`,
      "m/tagged/main.go": main,
      "m/tagged/tool.go": `//go:build tool\n\n${main}`,
      "m/tagged/main_plan9.go": "package main\n",
      "m/tool.bin": "",
      "other/go.mod": "module example.org/other\n",
      "other/cmd/main.go": main,
      "other/cmd/more.go": "package main\n",
      "loose/main.go": main,
      "loose/more.go": "package main\n",
      "work/go.work": "use ./a\nuse ./b\n",
      "work/a/go.mod": "module example.com/a\n",
      "work/b/go.mod": "module example.com/b\n",
      "work/b/cmd/main.go": main,
      "goroot/src/go.mod": "module std\n",
      "goroot/src/x/main.go": main,
    });
  });
  after(() => tree.remove());
  const at = (path: string) => join(tree.root, path);
  const resolveIn = (directory: string, program: string[], more: Partial<ProgramInput> = {}) =>
    resolveProgram({ program, adapterCwd: at(directory), ...more });

  it("is what go run takes, as the user said it", async () => {
    assert.deepEqual(await resolveIn("m/cmd/app", []), {
      words: ["."],
      cwd: at("m/cmd/app"),
      packageDir: at("m/cmd/app"),
      importPath: "example.com/m/cmd/app",
      kind: "directory",
    });
    assert.deepEqual(await resolveIn("m", ["example.com/m/cmd/app"]), {
      words: ["example.com/m/cmd/app"],
      cwd: at("m"),
      packageDir: at("m/cmd/app"),
      importPath: "example.com/m/cmd/app",
      kind: "package",
    });
    assert.deepEqual(await resolveIn("m", ["golang.org/x/tools/cmd/stringer@v0.30.0"]), {
      words: ["golang.org/x/tools/cmd/stringer@v0.30.0"],
      cwd: at("m"),
      importPath: "golang.org/x/tools/cmd/stringer",
      kind: "versioned",
    });
    assert.deepEqual(await resolveIn("m", ["./cmd/app/main.go", "./cmd/app/util.go"]), {
      words: ["./cmd/app/main.go", "./cmd/app/util.go"],
      cwd: at("m"),
      packageDir: at("m/cmd/app"),
      importPath: "command-line-arguments",
      kind: "files",
    });
    assert.deepEqual(await resolveIn("m", ["./cmd/one/..."]), {
      words: ["./cmd/one/..."],
      cwd: at("m"),
      kind: "package",
    });
    assert.equal((await resolveIn("goroot/src", ["./x"])).importPath, "x");
  });

  describe("without cwd", () => {
    it("runs in the adapter's directory where that sees the program's module", async () => {
      const { cwd, words } = await resolveIn("m/cmd", [at("m/cmd/one")]);
      assert.deepEqual({ cwd, words }, { cwd: at("m/cmd"), words: [at("m/cmd/one")] });
      assert.equal((await resolveIn("work/a", ["../b/cmd"])).cwd, at("work/a"));
    });

    it("runs in the root of the program's module elsewhere", async () => {
      const { cwd, words, packageDir } = await resolveIn("m", ["../other/cmd"]);
      assert.deepEqual({ cwd, words, packageDir }, { cwd: at("other"), words: ["./cmd"], packageDir: at("other/cmd") });
      assert.equal((await resolveIn("m", [at("other/cmd")])).cwd, at("other"));
      assert.deepEqual((await resolveIn("m", ["../other/cmd/..."])).words, ["./cmd/..."]);
      assert.deepEqual((await resolveIn("m", ["../other/cmd/main.go", "../other/cmd/more.go"])).words, [
        "./cmd/main.go",
        "./cmd/more.go",
      ]);
      assert.equal((await resolveIn("work/a", ["../b/cmd"], { goEnv: { GOWORK: "off" } })).cwd, at("work/b"));
      assert.deepEqual((await resolveIn("m", ["../other"])).words, ["."]);
    });

    it("runs in the adapter's directory where the program has no module, or there are none", async () => {
      assert.equal((await resolveIn("m", ["../loose"])).cwd, at("m"));
      assert.equal((await resolveIn("m", ["../other/cmd"], { goEnv: { GO111MODULE: "off" } })).cwd, at("m"));
    });
  });

  it("with cwd is seen from there, and runs there", async () => {
    const { cwd, words, packageDir } = await resolveIn("m", ["./cmd"], { cwd: "../other" });
    assert.deepEqual({ cwd, words, packageDir }, { cwd: at("other"), words: ["./cmd"], packageDir: at("other/cmd") });
  });

  it("with -C is seen from there, and go starts before it", async () => {
    const { cwd, words, packageDir } = await resolveIn("m", ["./app"], { directoryFlag: "cmd" });
    assert.deepEqual({ cwd, words, packageDir }, { cwd: at("m"), words: ["./app"], packageDir: at("m/cmd/app") });
    const file = await resolveIn("m", ["app/util.go"], { directoryFlag: "cmd" });
    assert.deepEqual(file.words, ["./app"]);
  });

  describe("given as one file", () => {
    it("is its package, and says so", async () => {
      const resolved = await resolveIn("m", ["cmd/app/util.go"]);
      assert.deepEqual(resolved, {
        words: ["./cmd/app"],
        cwd: at("m"),
        packageDir: at("m/cmd/app"),
        importPath: "example.com/m/cmd/app",
        kind: "directory",
        notice: "util.go is one of the 2 files of its package: the package ./cmd/app is run",
      });
      assert.deepEqual((await resolveIn("m", [at("other/cmd/main.go")])).words, ["./cmd"]);
    });

    it("is the file where it is the only one of package main", async () => {
      for (const file of ["cmd/one/main.go", "gen/gen.go"]) {
        const resolved = await resolveIn("m", [file], { listPackage: () => assert.fail("go need not be asked") });
        assert.deepEqual([resolved.words, resolved.kind, resolved.notice], [[file], "files", undefined]);
      }
    });

    it("is the file where build constraints leave it, or all the others, out", async () => {
      for (const file of ["many/a.go", "tagged/main.go", "tagged/tool.go", "tagged/main_plan9.go"]) {
        assert.deepEqual((await resolveIn("m", [file])).words, [file]);
      }
    });

    it("asks go which files are built", async () => {
      const asked: string[] = [];
      const listing = (listed: ListedPackage | undefined) => (directory: string) => {
        asked.push(basename(directory));
        return Promise.resolve(listed);
      };
      const withTags = { GoFiles: ["main.go"], CgoFiles: ["tool.go"], IgnoredGoFiles: ["main_plan9.go"] };
      const tagged = await resolveIn("m", ["tagged/tool.go"], { listPackage: listing(withTags) });
      assert.deepEqual(tagged.words, ["./tagged"]);
      const alone = await resolveIn("m", ["cmd/app/main.go"], {
        listPackage: listing({ GoFiles: ["main.go"], IgnoredGoFiles: ["util.go"] }),
      });
      assert.deepEqual(alone.words, ["cmd/app/main.go"]);
      const ignored = await resolveIn("m", ["many/a.go"], {
        listPackage: listing({ IgnoredGoFiles: ["a.go", "b.go"] }),
      });
      assert.deepEqual(ignored.words, ["many/a.go"]);
      const unknown = await resolveIn("m", ["cmd/app/main.go"], { listPackage: listing(undefined) });
      assert.deepEqual(unknown.words, ["./cmd/app"]);
      assert.deepEqual(asked, ["tagged", "app", "many", "app"]);
    });

    it("is all files of its package where go would not take the directory", async () => {
      const { words, kind, notice } = await resolveIn("loose", ["main.go"]);
      assert.deepEqual([words, kind], [["./main.go", "./more.go"], "files"]);
      assert.match(notice ?? "", /main\.go is one of the 2 files .* all of them are run/);
    });
  });

  describe("is refused", () => {
    const refused = async (promise: Promise<unknown>, message: RegExp, advice: RegExp) => {
      await assert.rejects(promise, (error) => {
        assert.ok(error instanceof Failure);
        assert.equal(error.id, 7004);
        assert.match(error.message, message);
        assert.match(error.advice ?? "", advice);
        return true;
      });
    };

    it("where its path does not exist", async () => {
      for (const word of ["./nosuch", "../nosuch", "nosuch.go", at("nosuch"), "./nosuch/..."]) {
        await refused(
          resolveIn("m", [word]),
          /program .* does not exist/,
          /seen from the working directory, .*m\.$|Check the path/,
        );
      }
      assert.equal((await resolveIn("m", ["nosuch"])).kind, "package");
    });

    it("where cwd or the directory of -C does not exist", async () => {
      await refused(resolveIn("m", ["."], { cwd: "nosuch" }), /cwd .*m\/nosuch is not a directory/, /seen from/);
      await refused(resolveIn("m", ["."], { cwd: at("m/go.mod") }), /cwd .* is not a directory/, /Check the path/);
      await refused(
        resolveIn("m", ["."], { directoryFlag: "nosuch" }),
        /directory of -C .* is not a directory/,
        /seen from/,
      );
    });

    it("where it is no Go file, or words that go run would take for arguments", async () => {
      await refused(resolveIn("m", ["./tool.bin"]), /neither a directory nor a \.go file/, /mode exec/);
      await refused(resolveIn("m", ["./cmd/app", "x"]), /several words/, /args/);
    });
  });
});
