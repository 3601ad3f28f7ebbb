import assert from "node:assert/strict";
import { errorIds, Failure, sentenceOf } from "../../shared/contract/errors.ts";

describe("Failure", () => {
  it("says what happened and what to do", () => {
    const failure = new Failure(errorIds.toolMissing, "dlv was not found", { advice: "Run gorunscope doctor --fix." });
    assert.equal(failure.message, "dlv was not found");
    assert.equal(failure.format, "dlv was not found. Run gorunscope doctor --fix.");
    assert.equal(sentenceOf(failure), failure.format);
  });

  it("ends a sentence once", () => {
    const failure = new Failure(errorIds.buildFailed, "go 1.99 is not available.", { advice: "Use another." });
    assert.equal(failure.format, "go 1.99 is not available. Use another.");
  });
});
