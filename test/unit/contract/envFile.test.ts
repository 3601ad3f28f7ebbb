import assert from "node:assert/strict";
import { join } from "node:path";
import { Failure } from "../../../shared/contract/errors.ts";
import { readEnvFiles } from "../../../shared/contract/envFile.ts";
import { makeTree } from "../go/tree.ts";

function readText(text: string, environment: NodeJS.ProcessEnv = {}): Record<string, string> {
  const tree = makeTree({ ".env": text });
  try {
    return readEnvFiles([".env"], tree.root, environment);
  } finally {
    tree.remove();
  }
}

describe("a file of variables", () => {
  it("has names and values, comments, export and quotes", () => {
    const text = [
      "\uFEFFA=1",
      "",
      "# comment=no",
      "  export  B = two words \r",
      "C='single ${A} \\n #'",
      'D="double\\nline"',
      "E=",
      'F=""',
      'G.h-i=it\'s "here" # kept',
      `H="a" # a "comment"`,
      `I='{"x": "y"}'`,
      `J="{"x": 1}"`,
      "K=a=b",
    ].join("\n");
    assert.deepEqual(readText(text), {
      A: "1",
      B: "two words",
      C: "single ${A} \\n #",
      D: "double\nline",
      E: "",
      F: "",
      "G.h-i": 'it\'s "here" # kept',
      H: "a",
      I: '{"x": "y"}',
      J: '{"x": 1}',
      K: "a=b",
    });
  });

  it("may use variables of lines before and of the environment", () => {
    assert.deepEqual(readText('A=1\nB=${A}${HOME}${NOSUCH}$A\nC="\\${A} ${B}"\n', { HOME: "/h", A: "outer" }), {
      A: "1",
      B: "1/h$A",
      C: "${A} 1/h$A",
    });
  });

  it("is overridden by a later file; relative paths are seen from cwd", () => {
    const tree = makeTree({ "a.env": "A=1\nB=1\n", "sub/b.env": "B=2\nC=${A}\n" });
    try {
      assert.deepEqual(readEnvFiles(["../a.env", join(tree.root, "sub/b.env")], join(tree.root, "sub")), {
        A: "1",
        B: "2",
        C: "1",
      });
      assert.deepEqual(readEnvFiles([], tree.root), {});
    } finally {
      tree.remove();
    }
  });

  it("is refused with file and line, never with the value", () => {
    for (const line of ["hunter2", 'A="hunter2', "A='hunter2", '"', "=hunter2", "A='x' hunter2", 'A="']) {
      assert.throws(
        () => readText(`OK=1\n${line === '"' ? 'B="' : line}\n`),
        (error) =>
          error instanceof Failure
          && error.id === 7004
          && /\/\.env, line 2 /.test(error.message)
          && !error.format.includes("hunter2"),
        line,
      );
    }
  });

  it("is refused where it cannot be read", () => {
    assert.throws(
      () => readEnvFiles(["nosuch.env"], "/nonexistent"),
      (error) =>
        error instanceof Failure && error.id === 7004 && /\/nonexistent\/nosuch\.env .*ENOENT/.test(error.message),
    );
  });
});
