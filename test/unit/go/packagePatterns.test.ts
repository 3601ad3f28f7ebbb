import assert from "node:assert/strict";
import { comparePatterns, matchesPackage, matchesPath, type Relation } from "../../../shared/go/packagePatterns.ts";

describe("package patterns", () => {
  it("match import paths as cmd/internal/pkgpattern does", () => {
    // From cmd/internal/pkgpattern/pat_test.go.
    const cases: [string, string[], string[]][] = [
      ["net", ["net"], ["net/http", "not"]],
      ["net...", ["net", "net/http", "netchan"], ["not/http"]],
      ["net/...", ["net", "net/http"], ["netchan", "not/http"]],
      [".../net", ["a/net", "/net"], ["net"]],
      ["vendor/...", ["/vendor"], []],
      ["...", ["foo", "foo/bar", "foo/vendor"], ["foo/vendor/bar", "vendor/bar"]],
      ["./...", ["./foo"], ["./vendor/foo", "./foo/vendor/bar"]],
      ["./vendor/...", ["./vendor", "./vendor/foo"], ["./vendor/foo/vendor/bar"]],
      ["mycode/vendor/...", ["mycode/vendor", "mycode/vendor/foo"], []],
      ["x/vendor/y", ["x/vendor/y"], ["x/vendor"]],
      ["x.y/z", ["x.y/z"], ["xxy/z"]],
      ["x/vendor/y/...", ["x/vendor/y", "x/vendor/y/z"], ["x/vendor", "x/vendor/x"]],
      [".../vendor/...", ["x/vendor", "x/vendor/y"], ["x", "vendor"]],
    ];
    for (const [pattern, yes, no] of cases) {
      for (const path of yes) assert.equal(matchesPath(pattern, path), true, `${pattern} ${path}`);
      for (const path of no) assert.equal(matchesPath(pattern, path), false, `${pattern} ${path}`);
    }
  });

  it("match packages by import path and directory, or say that it is not known", () => {
    const main = { importPath: "example.com/m/cmd/x", directory: "/m/cmd/x" };
    const cases: [string, boolean | undefined][] = [
      ["all", true],
      ["example.com/m/...", true],
      ["example.com/m", false],
      ["std", false],
      ["cmd", false],
      ["work", undefined],
      ["./x", true],
      [".", false],
      ["./...", true],
      ["../...", true],
      ["./x...", true],
      ["./y/...", false],
    ];
    for (const [pattern, expected] of cases) assert.equal(matchesPackage(pattern, main, "/m/cmd"), expected, pattern);
    assert.equal(matchesPackage("./...", main, undefined), undefined);
    assert.equal(matchesPackage("./...", { importPath: "a" }, "/m"), undefined);
    assert.equal(matchesPackage("a/...", {}, "/m"), undefined);
    assert.equal(matchesPackage("std", { importPath: "fmt" }, "/m"), undefined);
    assert.equal(matchesPackage("std", { importPath: "command-line-arguments" }, "/m"), false);
  });

  it("are compared where their texts tell", () => {
    const cases: [string, string, Relation][] = [
      ["a/...", "a/...", "equal"],
      ["all", "a", "superset"],
      ["a/b/...", "a/...", "subset"],
      ["a", "a/...", "subset"],
      ["ab/...", "a/...", "disjoint"],
      ["a", "b", "disjoint"],
      ["a/vendor/x", "a/...", "disjoint"],
      ["a/vendor/x/...", "a/...", "unknown"],
      [".../x", "a/...", "unknown"],
      [".../x", "a/x", "superset"],
      ["std", "example.com/m/...", "disjoint"],
      ["std", "example.com/m", "disjoint"],
      ["std", "net/...", "unknown"],
      ["cmd", "std", "subset"],
      ["work", "example.com/m/...", "unknown"],
      ["./...", "example.com/m/...", "unknown"],
      ["./...", "./a", "superset"],
      [".", "./a", "disjoint"],
      ["../...", "./a/...", "superset"],
      ["./a", "../m/a", "equal"],
      ["./...", "./vendor/x", "unknown"],
      ["./a...", "./ab", "unknown"],
    ];
    const reverse: Partial<Record<Relation, Relation>> = { subset: "superset", superset: "subset" };
    for (const [left, right, expected] of cases) {
      assert.equal(comparePatterns(left, right, "/src/m"), expected, `${left} : ${right}`);
      assert.equal(comparePatterns(right, left, "/src/m"), reverse[expected] ?? expected, `${right} : ${left}`);
    }
    assert.equal(comparePatterns("./...", "./a", undefined), "unknown");
  });
});
