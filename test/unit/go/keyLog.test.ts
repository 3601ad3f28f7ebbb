import assert from "node:assert/strict";
import fc from "fast-check";
import { parseActionGraph } from "../../../shared/go/actionGraph.ts";
import { shortID } from "../../../shared/go/buildCache.ts";
import { KeyLog } from "../../../shared/go/keyLog.ts";
import { fixture, plain, readLog, versions } from "./fixtures.ts";

const id = (digit: string) => digit.repeat(64);

function log(...lines: string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(""));
}

describe("KeyLog", () => {
  for (const version of versions) {
    it(`finds the key of each build and link action in a log of ${version}`, () => {
      const read = readLog(fixture(`keys-${version}.txt.gz`));
      const graph = parseActionGraph(fixture(`graph-${version}.json.gz`).toString());
      const expected = graph?.actions
        .filter((action) => action.actionID !== undefined)
        .map((action) => `${action.mode} ${action.package} ${action.actionID}`);
      const found = [...read.blocks.values()].map(
        (block) => `${block.kind} ${block.package} ${shortID(block.actionID ?? "")}`,
      );
      assert.ok(expected && expected.length > 20);
      assert.deepEqual(found.sort(), expected.sort());
      assert.deepEqual(read.lines, ["hello"]);
    });
  }

  it("decodes a block's inputs in order", () => {
    const read = readLog(fixture("keys-zoo-go1.26.8.txt"));
    assert.deepEqual(plain(read.blocks.get("build example.com/zoo/native")), {
      kind: "build",
      package: "example.com/zoo/native",
      actionID: "ab39ec3d35ce4d0dd4508f7d9d030aa0596f1e267d638d47f82e678da1c2bf30",
      ambiguous: false,
      inputs: [
        "go1.26.8",
        "compile\n",
        "dir /tmp/zoo/native\n",
        "go 1.23\n",
        "goos linux goarch amd64\n",
        'import "example.com/zoo/native"\n',
        'omitdebug false standard false local false prefix ""\n',
        'cgo "cgo version go1.26.8"\n',
        'CC=["gcc"] [] ["-O2" "-g" "-DZOO=1"] ["-O2" "-g"]\n',
        'CC ID="gcc version 12.2.0 (Debian 12.2.0-14+deb12u1) "\n',
        'CXX=["g++"] ["-O2" "-g" "-std=c++11"]\n',
        'CXX ID="gcc version 12.2.0 (Debian 12.2.0-14+deb12u1) "\n',
        "compile compile version go1.26.8 [] []\n",
        "GOAMD64=v1\n",
        "file native.go slD5bJSHWGE778RPufjg\n",
        "file sum.c 5cxZxgM3zH68vDFhlRka\n",
        "file product.cc uX3T2Flaw1Pb2MS3DMRJ\n",
        "import unsafe \n",
        "import runtime/cgo HVehmhAjFUFIwvepQ1Tw\n",
        "import syscall veBdlSzYNh_QAKP7bv48\n",
      ],
    });
  });

  it("tells of each block when it opens and when its key came", () => {
    const read = readLog(
      log(
        "HASH[build a]",
        "HASH[build b]",
        'HASH[build b]: "1"',
        `HASH[build b]: ${id("b")}`,
        'HASH[build a]: "2"',
        `HASH[build a]: ${id("a")}`,
      ),
    );
    assert.deepEqual(read.events, ["open build a", "open build b", "key build b", "key build a"]);
    assert.deepEqual(read.blocks.get("build a")?.rawInputs(), ["2"]);
  });

  it("names the blocks of other actions as go names their modes", () => {
    const names = ["vet a/b", "linkShared", "preprocess PGO profile /m/default.pgo"];
    const read = readLog(log(...names.map((name) => `HASH[${name}]`)));
    assert.deepEqual([...read.blocks.keys()], names);
    assert.deepEqual(
      [...read.blocks.values()].map((block) => [block.kind, block.package]),
      [
        ["vet", "a/b"],
        ["linkShared", ""],
        ["preprocess PGO profile", "/m/default.pgo"],
      ],
    );
  });

  it("drops what go hashes for other ends", () => {
    const read = readLog(
      log(
        "HASH[moduleIndex]",
        'HASH[moduleIndex]: "go1.26.8"',
        `HASH[moduleIndex]: ${id("1")}`,
        "HASH[gccCompilerID]",
        'HASH[gccCompilerID]: "gccCompilerID \\"gcc\\""',
        `HASH[gccCompilerID]: ${id("2")}`,
        "HASH[buildish]",
        'HASH[buildish]: "x"',
        `HASH[buildish]: ${id("3")}`,
        `HASH /home/a b/main.go: ${id("4")}`,
        "HASH /home/gone.go: open /home/gone.go: no such file or directory",
        `HASH subkey ${id("5")} "stdout" = ${id("6")}`,
      ),
    );
    assert.deepEqual(read, { blocks: new Map(), events: [], lines: [] });
  });

  const foreign = [
    "",
    "HASH",
    "HASH[",
    "HASH[]",
    "HASH[build a",
    "HASH[build a]:",
    "HASH[build a]: ",
    "HASH[build a] ",
    "HASH [build a]",
    " HASH[build a]",
    "hash[build a]",
    'HASH[build a]: "',
    'HASH[build a]: "x',
    'HASH[build a]: "x"y"',
    'HASH[build a]: "x" ',
    'HASH[build a]: "\\"',
    'HASH[build a]: "x\\"',
    'HASH[build a]: "\\q"',
    'HASH[build a]: "\\x4"',
    'HASH[build a]: "\\u12g4"',
    'HASH[build a]: "\t\\r"',
    `HASH[build a]: ${id("a")}0`,
    `HASH[build a]: ${id("a").slice(1)}`,
    `HASH[build a]: ${id("A")}`,
    'HASH[build unopened]: "x"',
    `HASH[build unopened]: ${id("a")}`,
    "HASH tables are quick",
    `HASH subkey ${id("5")} = ${id("6")}`,
    `HASH ${id("5")}`,
    './main.go:3:2: undefined: HASH[build a]: "x"',
    "go: downloading example.com/a v1.0.0",
    "exit status 3",
    "größer",
  ];
  for (const line of foreign) {
    it(`passes on ${JSON.stringify(line)}`, () => {
      const read = readLog(log("HASH[build a]", 'HASH[build a]: "1"', line, `HASH[build a]: ${id("a")}`));
      assert.deepEqual(read.lines, [line]);
      const block = { kind: "build", package: "a", actionID: id("a"), ambiguous: false, inputs: ["1"] };
      assert.deepEqual([...read.blocks.values()].map(plain), [block]);
    });
  }

  it("passes on an input that comes after its block's key", () => {
    const read = readLog(log("HASH[build a]", `HASH[build a]: ${id("a")}`, 'HASH[build a]: "late"'));
    assert.deepEqual(read.lines, ['HASH[build a]: "late"']);
  });

  it("takes a last line without a newline, once", () => {
    assert.deepEqual(readLog(Buffer.from("exit status 1")).lines, ["exit status 1"]);
    assert.deepEqual(readLog(Buffer.from("exit status 1\n")).lines, ["exit status 1"]);
    const read = readLog(Buffer.from(`HASH[build a]\nHASH[build a]: ${id("a")}`));
    assert.equal(read.blocks.get("build a")?.actionID, id("a"));
  });

  it("keeps nothing of a chunk that its caller fills again", () => {
    const whole = fixture("keys-zoo-go1.26.8.txt");
    const keyLog = new KeyLog({});
    const chunk = Buffer.alloc(1000);
    for (let at = 0; at < whole.length; at += chunk.length) {
      keyLog.push(chunk.subarray(0, whole.copy(chunk, 0, at)));
    }
    keyLog.end();
    assert.deepEqual([...keyLog.blocks.values()].map(plain), [...readLog(whole).blocks.values()].map(plain));
  });
});

describe("two blocks of one name", () => {
  it("are ambiguous in a real log of tests", () => {
    const read = readLog(fixture("keys-test-go1.26.8.txt"));
    const ambiguous = [...read.blocks].filter(([, block]) => block.ambiguous).map(([name]) => name);
    assert.deepEqual(ambiguous.sort(), ["build example.com/zoo/tested", "vet example.com/zoo/tested"]);
    for (const name of ambiguous) {
      assert.equal(read.blocks.get(name)?.actionID, undefined);
      assert.deepEqual(read.blocks.get(name)?.rawInputs(), []);
    }
    assert.ok(read.blocks.get("build example.com/zoo/user")?.actionID);
  });

  const first = ["HASH[build a]", 'HASH[build a]: "1"', `HASH[build a]: ${id("a")}`];

  it("are ambiguous one after the other, and told of again", () => {
    const read = readLog(log(...first, "HASH[build a]", 'HASH[build a]: "2"', `HASH[build a]: ${id("b")}`));
    assert.deepEqual(plain(read.blocks.get("build a")), {
      kind: "build",
      package: "a",
      actionID: undefined,
      ambiguous: true,
      inputs: [],
    });
    assert.deepEqual(read.events, ["open build a", "key build a", "key build a"]);
    assert.deepEqual(read.lines, []);
  });

  it("are ambiguous at once where both are open", () => {
    const read = readLog(log("HASH[build a]", "HASH[build a]", 'HASH[build a]: "2"'));
    assert.equal(read.blocks.get("build a")?.ambiguous, true);
    assert.deepEqual(read.events, ["open build a"]);
  });

  it("are one where the second says the same", () => {
    const read = readLog(log(...first, ...first));
    assert.deepEqual(plain(read.blocks.get("build a")), {
      kind: "build",
      package: "a",
      actionID: id("a"),
      ambiguous: false,
      inputs: ["1"],
    });
    assert.deepEqual(read.events, ["open build a", "key build a"]);
  });
});

/** %q of fmt, for the characters that the tests make. */
function goQuote(text: string): string {
  const named: Record<string, string> = {
    "\x07": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
    '"': '\\"',
    "\\": "\\\\",
  };
  const escaped = [...text].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (named[character]) return named[character];
    if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, "0")}`;
    if (code >= 0x80 && code < 0xa1) return `\\u${code.toString(16).padStart(4, "0")}`;
    return code > 0x1ffff ? `\\U${code.toString(16).padStart(8, "0")}` : character;
  });
  return `"${escaped.join("")}"`;
}

function next(numbers: Iterator<number, unknown>): number {
  const { value } = numbers.next();
  return typeof value === "number" ? value : 0;
}

describe("a log of any blocks", () => {
  const text = fc.string({ unit: "binary" });
  const path = fc.stringMatching(/^[a-zé][a-z0-9./_ -]{0,20}[a-z0-9]$/);
  const hexID = fc.stringMatching(/^[0-9a-f]{64}$/);
  const block = fc.record({
    kind: fc.constantFrom("build", "link", "vet"),
    package: path,
    inputs: fc.array(text, { maxLength: 6 }),
    actionID: hexID,
  });
  const blocks = fc.uniqueArray(block, { maxLength: 5, selector: (each) => `${each.kind} ${each.package}` });
  const others = fc.array(
    fc.oneof(
      text.map((line) => line.replaceAll("\n", " ")).filter((line) => !line.startsWith("HASH")),
      fc.constantFrom("HASH[", "HASH[build", 'HASH[link no]: "x"', "exit status 1"),
    ),
    { maxLength: 5 },
  );

  it("reads the same wherever it is cut and however the blocks interleave", () => {
    fc.assert(
      fc.property(blocks, others, fc.infiniteStream(fc.nat()), fc.array(fc.nat()), (made, foreign, choices, cuts) => {
        const streams = made.map((each) => {
          const name = `HASH[${each.kind} ${each.package}]`;
          return [name, ...each.inputs.map((input) => `${name}: ${goQuote(input)}`), `${name}: ${each.actionID}`];
        });
        streams.push([...foreign]);
        const lines: string[] = [];
        while (streams.some((stream) => stream.length > 0)) {
          const filled = streams.filter((stream) => stream.length > 0);
          const choice = next(choices);
          lines.push(filled[choice % filled.length]?.shift() ?? "");
        }
        const whole = log(...lines);
        const at = [0, ...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b), whole.length];
        const read = readLog(...at.slice(1).map((end, index) => whole.subarray(at[index], end)));
        assert.deepEqual(
          [...read.blocks].map(([name, each]) => [name, plain(each)]).sort(),
          made.map((each) => [`${each.kind} ${each.package}`, { ...each, ambiguous: false }]).sort(),
        );
        assert.deepEqual(read.lines, foreign);
      }),
    );
  });

  it("reads a real log the same byte by byte", () => {
    const whole = fixture("keys-zoo-go1.27.4.txt");
    const bytewise = readLog(...Array.from(whole, (_, at) => whole.subarray(at, at + 1)));
    const atOnce = readLog(whole);
    assert.deepEqual([...bytewise.blocks.values()].map(plain), [...atOnce.blocks.values()].map(plain));
    assert.deepEqual(bytewise.events, atOnce.events);
  });
});
