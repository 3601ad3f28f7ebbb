import assert from "node:assert/strict";
import type { ForecastResponse, Reason } from "../../../shared/contract/answers.ts";
import { forecastText } from "../../../shared/text/forecast.ts";

const changed: Reason = { kind: "changed", sentence: "u.go changed", changes: [] };
const waiting: Reason = { kind: "cascade", sentence: "depends on how u comes out", changes: [], roots: ["m/u"] };

const answer: ForecastResponse = {
  sentence: "u.go changed: 1 rebuild certain, up to 2 more",
  for: "run",
  actions: [
    { action: "build", package: "m", state: "unknown", reason: waiting },
    { action: "build", package: "m/u", state: "miss", reason: changed },
    { action: "build", package: "fmt", state: "hit" },
    { action: "build", package: "os", state: "hit" },
    { action: "link", package: "m", state: "unknown", reason: waiting },
  ],
};
const options = { width: 60, color: false };

describe("forecastText", () => {
  it("lists what is certain first, tells each reason once, and counts the rest", () => {
    assert.deepEqual(forecastText(answer, options).split("\n"), [
      "u.go changed: 1 rebuild certain, up to 2 more",
      "",
      "  rebuilt  m/u",
      "           u.go changed",
      "  maybe    m",
      "  maybe    link m",
      "           depends on how u comes out",
      "… and 2 actions from the cache",
    ]);
  });

  it("is the sentence alone where nothing is rebuilt", () => {
    const hits = answer.actions.filter(({ state }) => state === "hit");
    assert.equal(
      forecastText({ ...answer, sentence: "nothing to rebuild", actions: hits }, options),
      "nothing to rebuild",
    );
  });

  it("shows one package, also from the cache", () => {
    const lines = forecastText(answer, options, "fmt").split("\n");
    assert.deepEqual(lines.slice(0, 3), [answer.sentence, "", "  cached   fmt"]);
  });

  it("counts what is beyond the limit", () => {
    const lines = forecastText(answer, { ...options, limit: 1 }).split("\n");
    assert.deepEqual(lines.slice(2), [
      "  rebuilt  m/u",
      "           u.go changed",
      "… and 2 more of these",
      "… and 2 actions from the cache",
    ]);
  });

  it("hands no control characters on", () => {
    assert.doesNotMatch(forecastText({ ...answer, sentence: "\x1b[2J" }, options), /\x1b/);
  });
});
