import assert from "node:assert/strict";
import { GoSource, longestSource } from "../../../server/source/goSource.ts";

/** What an outline says, as the texts that its spans cover. */
function said(text: string) {
  const { packageClause, imports, main } = new GoSource(text).outline;
  const covered = (span: { from: number; to: number } | undefined) => span && text.slice(span.from, span.to);
  return {
    clause: covered(packageClause),
    name: packageClause?.name,
    imports: imports.map((each) => [covered(each), each.path]),
    main: covered(main),
  };
}

describe("a Go file's outline", () => {
  it("has the package clause, imports of every form and func main", () => {
    const text =
      '// A comment.\n\n/* package no */ package main; import ("fmt"; . "os"\n_ "net"\nx `y/z`)\nimport "C"\nfunc main() {}\n';
    assert.deepEqual(said(text), {
      clause: "package main",
      name: "main",
      imports: [
        ['"fmt"', "fmt"],
        ['. "os"', "os"],
        ['_ "net"', "net"],
        ["x `y/z`", "y/z"],
        ['"C"', "C"],
      ],
      main: "func main",
    });
  });

  it("takes no method, no other function, no text and no comment for func main", () => {
    for (const text of [
      "package main\nfunc (t T) main() {}\n",
      "package main\nfunc mainly() {}\n",
      "package main\nvar s = `\nfunc main() {}\n`\n",
      "package main\n/*\nfunc main() {}\n*/\n",
    ]) {
      assert.equal(said(text).main, undefined, text);
    }
  });

  it("keeps what half-typed code leaves of it", () => {
    for (const text of [
      "package main\n\nfunc main( {\n\tfmt.Println(\n\nfunc other() { }\n",
      "package main\n\nfunc main",
      "package main\nfunc x() {\n if a {\n for {\n\nfunc main() {\n}\n",
      "package main\nfunc x() {\n switch x {\n case 1:\n foo(\n}\nfunc main() {\n}\nvar x = map[string]{\n",
      "package main\nfunc main() {\n s := `abc\n}\nfunc a() {\n}\n",
      'package main\nimport "fm\nfunc main() {\n x := \n}\n',
    ]) {
      assert.equal(said(text).main, "func main", text);
      assert.equal(said(text).name, "main", text);
    }
    assert.deepEqual(said('package main\nimport (\n"fm\n"os"\n)\n').imports, [['"os"', "os"]]);
    assert.equal(said("package \n\nfunc main() {}\n").clause, "package");
  });

  it("follows edits as if all were parsed anew", () => {
    let text = 'package main\n\nimport "fmt"\n\nfunc main() {\n\tfmt.Println("é😀")\n}\n';
    const source = new GoSource(text);
    const edits = [
      [0, 0, "// first\r\n"],
      [text.indexOf("main") + 10, 4, "m"],
      [5, 3, ""],
      [40, 0, "`"],
      [40, 1, ""],
      [30, 0, "func main() {}\n"],
    ] as const;
    for (const [from, removed, added] of edits) {
      text = text.slice(0, from) + added + text.slice(from + removed);
      source.replace({ from, to: from + removed, length: added.length }, text);
      assert.deepEqual(source.outline, new GoSource(text).outline, JSON.stringify(text));
    }
  });

  it("is empty of what is no Go, and of a file that is too long", () => {
    assert.deepEqual(said("<html>"), { clause: undefined, name: undefined, imports: [], main: undefined });
    const long = `package main\n${"// x\n".repeat(longestSource / 4)}`;
    assert.deepEqual(new GoSource(long).outline, { imports: [] });
  });
});
