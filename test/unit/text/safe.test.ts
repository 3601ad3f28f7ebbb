import assert from "node:assert/strict";
import fc from "fast-check";
import { shown } from "../../../shared/text/safe.ts";

describe("shown", () => {
  it("leaves plain text as it is, in any script", () => {
    for (const text of ["", "example.com/a/b.go", "größe – café", "日本語", "Привет", "\u{1f600}", 'a\\n"b"']) {
      assert.equal(shown(text), text);
    }
  });

  it("makes visible what a terminal acts upon", () => {
    assert.equal(shown("a\nb\tc\rd"), "a\\nb\\tc\\rd");
    assert.equal(shown("\x1b[31mred\x1b[0m\x07\x00\x7f"), "\\x1b[31mred\\x1b[0m\\x07\\x00\\x7f");
    assert.equal(shown("\u009b31m"), "\\u009b31m");
    assert.equal(shown("\x1b]8;;http://example.com\x1b\\link"), "\\x1b]8;;http://example.com\\x1b\\link");
  });

  it("makes visible what deceives the eye", () => {
    assert.equal(shown("main\u202eog.exe"), "main\\u202eog.exe");
    assert.equal(shown("\u2066a\u2069\u200e\u200f\u061c"), "\\u2066a\\u2069\\u200e\\u200f\\u061c");
    assert.equal(shown("pay\u200bpal\ufeff\u2060"), "pay\\u200bpal\\ufeff\\u2060");
    assert.equal(shown("a\u2028b\u2029c"), "a\\u2028b\\u2029c");
    assert.equal(shown("\u{e0041}\ud800"), "\\U000e0041\\ud800");
  });

  it("shows a secret's digest", () => {
    assert.equal(shown({ digest: "3f9a12bc4d5e6f708192" }), "secret:3f9a12bc4d5e");
    assert.equal(shown({ digest: "\x1b" }), "secret:\\x1b");
  });

  it("lets nothing through, whatever the text, and is done after once", () => {
    const property = fc.property(fc.string({ unit: "binary" }), (text) => {
      const result = shown(text);
      assert.doesNotMatch(result, /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      assert.equal(shown(result), result);
    });
    fc.assert(property, { numRuns: 200 });
  });
});
