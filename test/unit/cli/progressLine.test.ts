import assert from "node:assert/strict";
import { ProgressLine } from "../../../cli/progressLine.ts";

describe("ProgressLine", () => {
  it("writes, where there is no terminal, what else is being done, and the same every few seconds", () => {
    const written: string[] = [];
    let now = 0;
    const target = { write: (text: string) => written.push(text) };
    const line = new ProgressLine({}, "lines", target, () => now);
    line.draw("downloading a v1.0.0");
    for (let index = 0; index < 250; index++) {
      line.draw(`building p${index}`);
      now += 50;
    }
    line.remove();
    assert.deepEqual(written, ["downloading a v1.0.0\n", "building p0\n", "building p100\n", "building p200\n"]);
  });

  it("is drawn again and again in a terminal", () => {
    const written: string[] = [];
    const line = new ProgressLine({}, "lines", { write: (text) => written.push(text), isTTY: true, columns: 8 });
    line.draw("building");
    line.draw("building b");
    line.remove();
    assert.deepEqual(written, ["\r\u001b[2Kbuildin", "\r\u001b[2Kbuildin", "\r\u001b[2K"]);
  });
});
