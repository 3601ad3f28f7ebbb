import assert from "node:assert/strict";
import { foldEnded, groupSentence, procTreeSentence, purposeOf } from "../../../shared/text/processes.ts";
import { procTreeText } from "../../../shared/text/procTree.ts";
import { widthOf } from "../../../shared/text/columns.ts";
import { assertGolden } from "../../support/golden.ts";
import { cgoProcTree, coldProcTree, endedProcess, recordedProcTree } from "./answers.ts";

const plain = { width: 80, color: false };

describe("procTreeText", () => {
  it("draws the tree at 80 columns", () => {
    assertGolden("text/procTree.txt", procTreeText(recordedProcTree(), plain));
  });

  it("folds ended tools, but not those that failed", () => {
    assertGolden("text/procTreeCold.txt", procTreeText(coldProcTree(), plain));
  });

  it("folds ended tools with all that they have started, and a compiler's no to a question of go's", () => {
    assertGolden("text/procTreeCgo.txt", procTreeText(cgoProcTree(), plain));
  });

  it("has lines of its own for what does not fit beside the columns", () => {
    assertGolden("text/procTreeNarrow.txt", procTreeText(recordedProcTree(), { ...plain, width: 50 }));
  });

  it("is drawn in ASCII where that is all there is", () => {
    const text = procTreeText(coldProcTree(), { ...plain, unicode: false });
    assertGolden("text/procTreeAscii.txt", text);
    assert.match(text, /^[ -~\n]*$/);
  });

  it("has colours only where they are wanted", () => {
    const colored = procTreeText(recordedProcTree(), { ...plain, color: true });
    const bare = colored.replace(/\x1b\[\d+m/g, "");
    assert.notEqual(colored, bare);
    assert.equal(bare, procTreeText(recordedProcTree(), plain));
  });

  it("keeps to the width", () => {
    for (const width of [40, 50, 51, 66, 80, 200]) {
      for (const line of procTreeText(coldProcTree(), { ...plain, width }).split("\n")) {
        assert.ok(widthOf(line) <= width, `${width}: ${line}`);
      }
    }
  });

  it("says what deeply nested processes do", () => {
    const tree = recordedProcTree();
    for (let depth = 0; depth < 40; depth++) {
      tree.root = {
        ...tree.root,
        pid: 6000 + depth,
        role: "child",
        command: ["sh", String(depth)],
        children: [tree.root],
      };
    }
    const text = procTreeText(tree, plain);
    for (let depth = 0; depth < 40; depth++) assert.match(text, new RegExp(` sh ${depth}$`, "m"));
  });

  it("shows hostile names safely", () => {
    const tree = recordedProcTree();
    tree.root.command = ["/tmp/\x1b[2J/go", "run", "./\u202e", "a\nb"];
    const text = procTreeText(tree, { ...plain, width: 200 });
    assert.match(text, /go run '\.\/\\u202e' 'a\\nb'/);
    assert.equal(text.split("\n").length, procTreeText(recordedProcTree(), plain).split("\n").length);
    assert.doesNotMatch(text, /\x1b/);
  });
});

describe("processes in few words", () => {
  it("counts the living and the ended", () => {
    const tree = recordedProcTree();
    assert.equal(procTreeSentence(tree), "4 processes, program pid 4711, 4 ended");
    tree.root.children = tree.root.children.filter(({ state }) => state !== "exited");
    const program = tree.root.children[0]?.children[0];
    assert.ok(program);
    program.children = [];
    assert.equal(procTreeSentence(tree), "3 processes, program pid 4711");
    program.state = "exited";
    program.signal = "SIGSEGV";
    assert.equal(procTreeSentence(tree), "2 processes, program pid 4711 (SIGSEGV), 1 ended");
    tree.root = { ...tree.root, state: "exited", exitCode: 1, children: [] };
    assert.equal(procTreeSentence(tree), "no process lives, 1 ended");
  });

  it("folds more than the limit, and nothing above what lives", () => {
    const tools = Array.from({ length: 6 }, (_, index) => endedProcess(index));
    assert.equal(foldEnded(tools, 6).groups.length, 0);
    const child = endedProcess(101, { role: "tool", command: ["/usr/bin/cc1", "-quiet"], package: "runtime/cgo" });
    const parent = endedProcess(100, { role: "cgo", children: [child] });
    const { single, groups } = foldEnded([...tools, parent], 6);
    assert.deepEqual(single, []);
    assert.match(groupSentence(groups[0]!), /^8 tools ended: 6 compile, 1 cgo, 1 of the C compiler; slowest: /);
    child.state = "running";
    assert.deepEqual(foldEnded([...tools, parent], 5).single, [parent]);
  });

  it("leaves a tool that failed a line, and names those whose role does not", () => {
    const gcc = { role: "tool", command: ["/usr/bin/gcc", "-c", "a.c"], package: "runtime/cgo" } as const;
    const failed = endedProcess(1, { ...gcc, command: [...gcc.command], exitCode: 1 });
    const asked = endedProcess(2, { ...gcc, command: ["/usr/bin/gcc", "-x", "c", "-"], exitCode: 1 });
    assert.deepEqual(foldEnded([failed, asked], 0).single, [failed]);
    assert.equal(purposeOf(failed), "gcc runtime/cgo");
  });

  it("tells how the program's ended children ended", () => {
    const members = [
      endedProcess(1, { role: "child", command: ["true"] }),
      endedProcess(2, { role: "child", command: ["true"] }),
      endedProcess(3, { role: "child", command: ["/bin/sleep", "1"], exitCode: 7 }, 1000),
    ];
    assert.equal(
      groupSentence({ name: "children", members }),
      "3 children ended: 2 exit status 0, 1 exit status 7; slowest: sleep 1 1.0 s",
    );
  });
});
