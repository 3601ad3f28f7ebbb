import assert from "node:assert/strict";
import type { KeyInput } from "../../../shared/contract/answers.ts";
import { parseInputs } from "../../../shared/go/keyInputs.ts";
import { quote } from "../../../shared/go/goQuote.ts";
import { redactInputValue } from "../../../shared/record/secretInputs.ts";
import { fixture, readLog, versions } from "../go/fixtures.ts";

const hide = (value: string) => `<${value.toUpperCase()}>`;
const redacted = (...lines: string[]) =>
  parseInputs(lines.map((line) => `${line}\n`)).map((input) => `${input.name}: ${redactInputValue(input, hide)}`);

describe("inputs without secrets", () => {
  it("have variables of -X by name", () => {
    assert.deepEqual(redacted('linkflags ["-s" "-X" "main.key=abc" "-X=main.two=a b" "-X" "main.key=def"]'), [
      "ldflags: -s",
      "ldflags -X main.key: <ABC>",
      "ldflags -X main.two: <A B>",
      "ldflags -X main.key (2): <DEF>",
    ]);
  });

  it("have -ldflags and CGO_ variables of build information", () => {
    const info = [
      "path\texample.com/m",
      'build\t-ldflags="-s -X main.key=abc"',
      "build\tCGO_CFLAGS=-DKEY=abc",
      "build\tGOARCH=amd64",
    ];
    assert.deepEqual(redacted(`modinfo ${quote(`${info.join("\n")}\nbuild\tCGO_ENABLED=1\nbuild\tCGO_LDFLAGS=\n`)}`), [
      "modinfo path: example.com/m",
      "modinfo -ldflags: -s -X main.key=<ABC>",
      "modinfo CGO_CFLAGS: <-DKEY=ABC>",
      "modinfo GOARCH: amd64",
      "modinfo CGO_ENABLED: 1",
      "modinfo CGO_LDFLAGS: ",
    ]);
  });

  it("have the C compilers' commands and flags without what stands behind =", () => {
    assert.deepEqual(redacted('CC=["ccache" "gcc" "-DKEY=abc"] ["-DKEY=a b"] ["-O2" "-g" "-DNDEBUG"] ["-L/opt/lib"]'), [
      "CC: ccache gcc -DKEY=<ABC>",
      'cgo CPPFLAGS: "-DKEY=<A B>"',
      "cgo CFLAGS: -O2 -g -DNDEBUG",
      "cgo LDFLAGS: -L/opt/lib",
    ]);
  });

  it("keep what go is built for, not what the user's variables hold", () => {
    assert.deepEqual(
      redacted("GOAMD64=v1", "GOROOT=/usr/local/go", 'GOEXPERIMENT="rangefunc"', "GO_EXTLINK_ENABLED=1"),
      ["GOAMD64: v1", "GOROOT: /usr/local/go", "GOEXPERIMENT: rangefunc", "GO_EXTLINK_ENABLED: 1"],
    );
    assert.deepEqual(redacted("magic GOSSAFUNC=abc", "SOMETHING_NEW=abc"), [
      "GOSSAFUNC: <ABC>",
      "SOMETHING_NEW: <ABC>",
    ]);
  });

  it("hide what could not be taken apart", () => {
    for (const line of ['linkflags ["-X" "main.key=abc"', "modinfo abc", 'CC=["gcc" "-DKEY=abc"']) {
      assert.ok(!redacted(line).join().includes("abc"), line);
    }
  });

  for (const version of versions) {
    it(`of ${version} are all there, with nothing hidden where there is no secret`, () => {
      const { blocks } = readLog(fixture(`keys-${version}.txt.gz`));
      const all = [...blocks.values()].flatMap((block): KeyInput[] => parseInputs(block.rawInputs()));
      assert.ok(all.length > 300);
      assert.deepEqual(
        all.filter((input) => redactInputValue(input, hide) !== input.value),
        [],
      );
    });
  }
});
