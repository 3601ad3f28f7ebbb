import assert from "node:assert/strict";
import { crossedLimits, parseLimits } from "../../../cli/limits.ts";
import { errorIds, Failure } from "../../../shared/contract/errors.ts";

const summary = { actions: 63, hits: 60, misses: 3, cutoffs: 0, buildMs: 507.5, sentence: "" };

describe("the limits of --fail-on", () => {
  it("are read with spaces and fractions", () => {
    assert.deepEqual(parseLimits("misses>20, buildMs >= 60000.5,hits<1,cutoffs<=0"), [
      { name: "misses", operator: ">", bound: 20 },
      { name: "buildMs", operator: ">=", bound: 60000.5 },
      { name: "hits", operator: "<", bound: 1 },
      { name: "cutoffs", operator: "<=", bound: 0 },
    ]);
  });

  const cases: [expression: string, crossed: string[]][] = [
    ["misses>3", []],
    ["misses>=3", ["misses>=3 (misses is 3)"]],
    ["misses>2", ["misses>2 (misses is 3)"]],
    ["hits<60", []],
    ["hits<=60", ["hits<=60 (hits is 60)"]],
    ["actions<64", ["actions<64 (actions is 63)"]],
    ["hits==60,misses!=3", ["hits==60 (hits is 60)"]],
    ["hits==0,misses!=4", ["misses!=4 (misses is 3)"]],
    ["buildMs>507.4,misses>20,cutoffs<1", ["buildMs>507.4 (buildMs is 507.5)", "cutoffs<1 (cutoffs is 0)"]],
  ];
  for (const [expression, crossed] of cases) {
    it(`${expression} is crossed by ${crossed.length}`, () => {
      assert.deepEqual(crossedLimits(parseLimits(expression), summary), crossed);
    });
  }

  it("are not crossed by a figure that is not known", () => {
    const { buildMs: _, ...unknown } = summary;
    assert.deepEqual(crossedLimits(parseLimits("buildMs>=0,buildMs<1"), unknown), []);
  });

  for (const expression of [
    "",
    "misses",
    "misses>",
    ">3",
    "misses=3",
    "misses=>3",
    "misses>3 hits<1",
    "MISSES>3",
    "misses>-1",
    "misses>3,",
    "mistakes>3",
    "sentence>1",
  ]) {
    it(`are refused, with what to do: "${expression}"`, () => {
      assert.throws(
        () => parseLimits(expression),
        (error) =>
          error instanceof Failure && error.id === errorIds.wrongArguments && /misses>20/.test(error.advice ?? ""),
      );
    });
  }
});
