import assert from "node:assert/strict";
import fc from "fast-check";
import { cut, padEnd, padStart, widest, widthOf, wrap } from "../../../shared/text/columns.ts";

describe("columns", () => {
  it("counts wide and combining characters as a terminal does", () => {
    assert.equal(widthOf("abc"), 3);
    assert.equal(widthOf("日本"), 4);
    assert.equal(widthOf("e\u0301"), 1);
    assert.equal(widthOf("\u{1f600}"), 2);
    assert.equal(widest(["a", "日本", "abc"]), 4);
    assert.equal(widest([]), 0);
  });

  it("pads to columns", () => {
    assert.equal(padEnd("日", 4), "日  ");
    assert.equal(padStart("日", 4), "  日");
    assert.equal(padEnd("long", 2), "long");
  });

  it("cuts the end, or the start where the end says more", () => {
    assert.equal(cut("example.com/a/store", 10, "…"), "example.c…");
    assert.equal(cut("example.com/a/store", 10, "…", "end"), "…m/a/store");
    assert.equal(cut("example.com/a/store", 10, "...", "end"), "...a/store");
    assert.equal(cut("store", 5, "…"), "store");
  });

  it("never exceeds the width when it cuts", () => {
    const property = fc.property(
      fc.string({ unit: "grapheme" }),
      fc.integer({ min: 0, max: 30 }),
      fc.constantFrom("…", "..."),
      fc.constantFrom("start", "end"),
      (text, width, ellipsis, keep) => {
        assert.ok(widthOf(cut(text, width, ellipsis, keep)) <= width);
      },
    );
    fc.assert(property);
  });

  it("sets words into lines", () => {
    assert.deepEqual(wrap(["aa", "bb", "cc"], 5), ["aa bb", "cc"]);
    assert.deepEqual(wrap(["much-too-long", "b"], 5), ["much-too-long", "b"]);
    assert.deepEqual(wrap([""], 5), []);
  });
});
