import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stopText } from "../../../cli/stopText.ts";
import { scratch } from "../../support/tools.ts";

describe("a stop as text", () => {
  const place = scratch();
  const file = join(place.path, "main.go");
  const lines = Array.from({ length: 12 }, (_, index) => `\tline${index + 1}()`);
  before(() => writeFileSync(file, `${lines.join("\n")}\n`));
  after(() => place.remove());

  it("has the source around its line", () => {
    assert.equal(
      stopText({ reason: "breakpoint", function: "main.main", file, line: 10 }, false),
      `stopped in main.main at ${file}:10 (breakpoint)
    6      line6()
    7      line7()
    8      line8()
    9      line9()
=> 10      line10()
   11      line11()
   12      line12()
`,
    );
  });

  it("begins with the file where the line is near its beginning", () => {
    assert.match(
      stopText({ reason: "", function: "f", file, line: 1 }, false),
      /\n=> 1 {6}line1\(\)\n {3}2 {6}line2\(\)\n(?:.*\n){3}$/,
    );
  });

  it("says what dlv says of a panic", () => {
    const stop = { reason: "panic", text: '"boom"', function: "main.f", file, line: 2 };
    assert.match(stopText(stop, false), /^stopped in main\.f at .*:2 \("boom"\)\n/);
  });

  it("does without a source that is not there, or is another", () => {
    const stop = { reason: "breakpoint", function: "main.main", line: 3 };
    assert.equal(stopText(stop, false), "stopped in main.main (breakpoint)\n");
    assert.equal(stopText({ ...stop, file: "/nowhere/main.go" }, false).split("\n").length, 2);
    assert.equal(stopText({ ...stop, file, line: 99 }, false).split("\n").length, 2);
  });

  it("is in colour where that is wanted", () => {
    const text = stopText({ reason: "breakpoint", function: "main.main", file, line: 2 }, true);
    assert.ok(text.includes("\u001b[1m=> 2"));
  });
});
