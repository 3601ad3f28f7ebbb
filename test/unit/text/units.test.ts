import assert from "node:assert/strict";
import { bytesText, countText, durationText, timeText } from "../../../shared/text/units.ts";

describe("figures", () => {
  it("says sizes", () => {
    const sizes: [number, string][] = [
      [0, "0 B"],
      [999, "999 B"],
      [1000, "1.0 kB"],
      [19_010, "19.0 kB"],
      [99_949, "99.9 kB"],
      [99_950, "100 kB"],
      [999_499, "999 kB"],
      [999_500, "1.0 MB"],
      [1_400_000, "1.4 MB"],
      [144_000_000, "144 MB"],
      [3.2e9, "3.2 GB"],
      [5e15, "5000 TB"],
    ];
    for (const [bytes, text] of sizes) assert.equal(bytesText(bytes), text, String(bytes));
  });

  it("says durations", () => {
    const durations: [number, string][] = [
      [0, "0 ms"],
      [999.4, "999 ms"],
      [999.6, "1.0 s"],
      [59_949, "59.9 s"],
      [59_960, "1 min"],
      [119_999, "2 min"],
      [125_000, "2 min 5 s"],
      [3_599_900, "1 h"],
      [12_000_000, "3 h 20 min"],
      [86_399_999, "1 d"],
      [187_200_000, "2 d 4 h"],
    ];
    for (const [ms, text] of durations) assert.equal(durationText(ms), text, String(ms));
  });

  it("says times by the present where it is known and near", () => {
    const time = "2026-11-22T22:51:38.402Z";
    const after = (ms: number) => new Date(Date.parse(time) + ms);
    assert.equal(timeText(time), "2026-11-22 22:51:38 UTC");
    assert.equal(timeText(time, after(999)), "just now");
    assert.equal(timeText(time, after(3_900)), "3 s ago");
    assert.equal(timeText(time, after(5 * 60_000)), "5 min ago");
    assert.equal(timeText(time, after(2 * 3_600_000)), "2 h ago");
    assert.equal(timeText(time, after(86_400_000)), "1 day ago");
    assert.equal(timeText(time, after(3 * 86_400_000)), "3 days ago");
    assert.equal(timeText(time, after(7 * 86_400_000)), "2026-11-22 22:51:38 UTC");
    assert.equal(timeText(time, after(-5_000)), "2026-11-22 22:51:38 UTC");
    assert.equal(timeText("yester\nday"), "yester\\nday");
  });

  it("counts", () => {
    assert.equal(countText(1, "input"), "1 input");
    assert.equal(countText(0, "process", "processes"), "0 processes");
  });
});
