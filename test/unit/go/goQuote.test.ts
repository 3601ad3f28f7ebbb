import assert from "node:assert/strict";
import fc from "fast-check";
import { quote, QuotedReader, unescape, unquote } from "../../../shared/go/goQuote.ts";

describe("Go's quoted strings", () => {
  const cases: [string, string][] = [
    ['"plain"', "plain"],
    ['""', ""],
    ['"a\\tb\\n"', "a\tb\n"],
    ['"\\a\\b\\f\\r\\v"', "\x07\b\f\r\v"],
    ['"say \\"hi\\" \\\\n"', 'say "hi" \\n'],
    ['"\\x00\\x7f"', "\0\x7f"],
    ['"\\u00a0\\U000e0001"', "\u00a0\u{e0001}"],
    ['"größe 世界"', "größe 世界"],
    ['"\\xff\\xfe"', "\\xff\\xfe"],
    ['"\\UFFFFFFFF"', "\\UFFFFFFFF"],
  ];
  for (const [quoted, text] of cases) {
    it(`decodes ${quoted}`, () => assert.equal(unquote(quoted), text));
  }

  for (const text of ["", "plain", '"open', 'closed"', '"two" "strings"', '"ends\\"']) {
    it(`does not take ${text} for one`, () => assert.equal(unquote(text), undefined));
  }

  it("decodes what it quotes", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => assert.equal(unquote(quote(text)), text)));
  });

  it("never fails on what it decodes", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => assert.equal(typeof unescape(text), "string")));
  });
});

describe("a reader of quoted text", () => {
  it("takes lists and what stands between them", () => {
    const reader = new QuotedReader('["-N" "-l"] [] exe', 0);
    assert.deepEqual(reader.list(), ["-N", "-l"]);
    assert.equal(reader.take(" "), true);
    assert.deepEqual(reader.list(), []);
    assert.equal(reader.atEnd, false);
    assert.equal(reader.rest, " exe");
  });

  for (const text of ["", "[", '["a"', '["a""b"]', "[a]", '["a" ]']) {
    it(`finds no list in ${text}`, () => assert.equal(new QuotedReader(text).list(), undefined));
  }
});
