import assert from "node:assert/strict";
import type { ForecastAction, Reason } from "../../../shared/contract/answers.ts";
import { forecastSentence, loadErrorSentence } from "../../../shared/forecast/sentence.ts";
import type { Change } from "../../../shared/why/changes.ts";

const module = "example.com/m";

function reason(kind: Reason["kind"], sentence: string): Reason {
  return { kind, sentence, changes: [] };
}

function actions(
  hits: number,
  misses: number,
  unknown: number,
  why = reason("changed", "u.go changed"),
): ForecastAction[] {
  const states = { hit: hits, miss: misses, unknown };
  return (["hit", "miss", "unknown"] as const).flatMap((state) =>
    Array.from({ length: states[state] }, (_, n): ForecastAction => {
      const action = { action: "build", package: `${module}/${state}${n}`, state } as const;
      return state === "hit" ? action : { ...action, reason: why };
    }),
  );
}

const file = (name: string): Change => ({ kind: "file", name, before: "a", after: "b" });

describe("forecastSentence", () => {
  it("says what changed, what is certain and what may follow", () => {
    assert.equal(
      forecastSentence(actions(800, 1, 41), [file("u.go")], module),
      "u.go changed: 1 rebuild certain, up to 41 more",
    );
    assert.equal(
      forecastSentence(actions(9, 2, 0), [file("main.go"), file("u.go")], module),
      "main.go changed and 1 more: 2 rebuilds certain",
    );
  });

  it("says that nothing is to be rebuilt", () => {
    assert.equal(
      forecastSentence(actions(61, 0, 0), [], module),
      "nothing to rebuild: all 61 actions are in the cache",
    );
  });

  it("names what is gone from the cache", () => {
    const gone = reason("evicted", "not changed, but gone from the cache, which had it yesterday");
    assert.equal(
      forecastSentence(actions(3, 1, 2, gone), [], module),
      "miss0 is gone from the cache: 1 rebuild certain, up to 2 more",
    );
    const link: ForecastAction = { action: "link", package: `${module}/cmd`, state: "miss", reason: gone };
    assert.equal(forecastSentence([link], [], module), "the link of cmd is gone from the cache: 1 rebuild certain");
  });

  it("says of a build that failed before that it did, beside the link that follows", () => {
    const failed = reason("first", "it failed to build the last time: there was nothing to reuse");
    const followed = reason("cascade", "main is rebuilt, and its key is a part of the link's");
    const link: ForecastAction = { action: "link", package: `${module}/cmd`, state: "miss", reason: followed };
    assert.equal(
      forecastSentence([...actions(3, 1, 0, failed), link], [], module),
      "it failed to build the last time: 2 rebuilds certain",
    );
  });

  it("says what cannot be told", () => {
    const asked = reason("unknown", "the cache is kept by GOCACHEPROG, which only go can ask");
    assert.equal(
      forecastSentence(actions(3, 0, 1, asked), [], module),
      "the cache is kept by GOCACHEPROG: 1 action of 4 cannot be told",
    );
  });

  it("has at most 100 characters, and keeps the end of a long name", () => {
    const sentence = forecastSentence(actions(800, 1, 41), [file(`${"internal/".repeat(20)}u.go`)], module);
    assert.equal(sentence.length, 100);
    assert.match(sentence, /^…\S*internal\/u\.go changed: 1 rebuild certain, up to 41 more$/);
  });
});

describe("loadErrorSentence", () => {
  it("says where go cannot go on", () => {
    assert.equal(
      loadErrorSentence({ Pos: "main.go:3:8", Err: "package x is not in std" }, "/m"),
      "go would build nothing: main.go:3:8: package x is not in std",
    );
    assert.equal(
      loadErrorSentence({ Err: "/m/u.go:1:1: expected 'package', found 'EOF'\nmore" }, "/m"),
      "go would build nothing: u.go:1:1: expected 'package', found 'EOF'",
    );
  });

  it("says that something has to be downloaded", () => {
    assert.equal(
      loadErrorSentence({ Err: "rsc.io/quote@v1.5.2: module lookup disabled by GOPROXY=off" }, "/m"),
      "not known: a module has to be downloaded first (go mod download)",
    );
  });

  it("has at most 100 characters", () => {
    assert.equal(loadErrorSentence({ Err: "x".repeat(200) }, "/m").length, 100);
  });
});
