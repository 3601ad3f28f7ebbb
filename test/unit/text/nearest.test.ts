import assert from "node:assert/strict";
import { nearest } from "../../../shared/text/nearest.ts";

describe("nearest", () => {
  const names = ["buildDir", "cacheKeys", "procTree", "help"];

  it("finds what a word begins, is part of, or is a slip of", () => {
    const words: [string, string][] = [
      ["cache", "cacheKeys"],
      ["TREE", "procTree"],
      ["cahceKeys", "cacheKeys"],
      ["buildDri", "buildDir"],
      ["cachKey", "cacheKeys"],
      ["hepl", "help"],
      ["procTrees", "procTree"],
    ];
    for (const [word, name] of words) assert.equal(nearest(word, names), name, word);
  });

  it("takes the nearest of several", () => {
    assert.equal(nearest("heaps", ["help", "heapx"]), "heapx");
  });

  it("guesses nothing for what is far from all", () => {
    for (const word of ["", "xyzzy", "explain", "z".repeat(100_000)])
      assert.equal(nearest(word, names), undefined, word.slice(0, 9));
    assert.equal(nearest("help", []), undefined);
  });
});
