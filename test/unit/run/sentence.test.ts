import assert from "node:assert/strict";
import { runSentence, stoppedSentence } from "../../../shared/run/sentence.ts";

describe("the sentence of a run", () => {
  it("says of a build that failed how far it came, hits counted", () => {
    const figures = { actions: 205, hits: 202, misses: 1, buildMs: 1234 };
    assert.equal(runSentence("failed", figures), "the build failed: 203 of 205 actions were reached in 1.2 s");
  });

  it("says of a build that was stopped that nothing failed", () => {
    const figures = { actions: 68, hits: 10, misses: 2, buildMs: 2400 };
    assert.equal(stoppedSentence(figures), "the build was stopped: 12 of 68 actions were reached in 2.4 s");
  });

  it("names the package that failed, where there is room for it", () => {
    const figures = { actions: 205, hits: 202, misses: 1 };
    const of = (...failed: string[]) => runSentence("failed", figures, [], failed);
    assert.equal(of("internal/db"), "the build failed in internal/db: 203 of 205 actions were reached");
    assert.equal(of("a", "b", "c"), "the build failed in a and 2 more: 203 of 205 actions were reached");
    assert.equal(of("x".repeat(60)), "the build failed: 203 of 205 actions were reached");
  });
});
