import assert from "node:assert/strict";
import type { ProcessRole } from "../../../shared/contract/answers.ts";
import { roleOf } from "../../../shared/process/roles.ts";

const tools = "/usr/local/go/pkg/tool/linux_amd64";
const cached = `/home/user/.cache/go-build/ab/${"0123456789abcdef".repeat(4)}-d/hello`;

function below(
  role: ProcessRole,
  command: string[],
  rest: { leadsGroup?: boolean; executable?: string } = {},
): ProcessRole {
  const { leadsGroup = false, executable = command[0] } = rest;
  return roleOf({ command, executable, leadsGroup }, { role });
}

describe("roleOf", () => {
  it("knows Go's tools at work", () => {
    for (const name of ["compile", "link", "asm", "cgo"])
      assert.equal(below("go", [`${tools}/${name}`, "-o", "x"]), name);
  });

  it("calls a question for a tool's identity a tool, as everything else that builds", () => {
    assert.equal(below("go", [`${tools}/compile`, "-V=full"]), "tool");
    assert.equal(below("go", ["/usr/bin/gcc", "-c"]), "tool");
    assert.equal(below("go", ["git", "cat-file"]), "tool");
    assert.equal(below("link", ["/usr/bin/gcc"]), "tool");
    assert.equal(below("tool", ["/usr/libexec/gcc/cc1"]), "tool");
  });

  it("does not take another link or asm for Go's", () => {
    assert.equal(below("go", ["/usr/bin/link", "a", "b"]), "tool");
  });

  it("finds a tool below a wrapper", () => {
    assert.equal(below("tool", [`${tools}/compile`, "-o", "x"]), "compile");
  });

  it("knows the program by where go puts it", () => {
    assert.equal(below("go", ["/tmp/go-build123/b001/exe/hello"]), "program");
    assert.equal(below("go", [cached]), "program");
    assert.equal(below("go", ["hello"], { executable: cached }), "program");
  });

  it("knows a debugger that stands in for the program", () => {
    assert.equal(below("go", ["/home/user/go/bin/dlv", "dap"]), "debugger");
  });

  it("tells dlv's program from dlv's own children", () => {
    assert.equal(below("debugger", [cached], { leadsGroup: true }), "program");
    assert.equal(below("debugger", [cached], { leadsGroup: true, executable: "/bin/dlv" }), "tool");
    assert.equal(below("debugger", ["/bin/dlv"], { leadsGroup: true }), "tool");
    assert.equal(below("debugger", ["debuginfod-find"]), "tool");
  });

  it("calls everything below the program a child", () => {
    assert.equal(below("program", [`${tools}/compile`, "-o", "x"]), "child");
    assert.equal(below("child", ["sh"]), "child");
  });
});
