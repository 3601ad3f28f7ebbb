import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parseStat } from "../../../shared/process/stat.ts";

function recorded(name: string): string {
  return readFileSync(new URL(`../../fixtures/process/${name}`, import.meta.url), "utf8");
}

describe("parseStat", () => {
  it("counts fields from the name's last parenthesis", () => {
    assert.deepEqual(parseStat(recorded("stat-odd-name.txt")), {
      pid: 10124,
      parentPid: 10016,
      group: 10011,
      session: 5396,
      state: "sleeping",
      startTicks: 265547,
      cpuMs: 0,
      residentBytes: 390 * 4096,
      ttyNr: 0,
      foregroundGroup: -1,
      name: ") R 1 (a b",
      argumentsAt: 140724452890882,
      isThread: false,
    });
  });

  it("reads a stopped process", () => {
    const stat = parseStat(recorded("stat-stopped.txt"));
    assert.equal(stat?.state, "stopped");
    assert.equal(stat.waitStatus, undefined);
  });

  it("reads how a zombie ended", () => {
    assert.deepEqual(
      [parseStat(recorded("stat-zombie-killed.txt"))?.state, parseStat(recorded("stat-zombie-killed.txt"))?.waitStatus],
      ["zombie", 9],
    );
    assert.equal(parseStat(recorded("stat-zombie-status-3.txt"))?.waitStatus, 3 << 8);
  });

  it("tells a thread from a process", () => {
    const stat = parseStat(recorded("stat-thread.txt"));
    assert.equal(stat?.isThread, true);
    assert.equal(stat.name, "python3");
  });

  it("takes the machine's own units", () => {
    const stat = parseStat(recorded("stat-thread.txt"), { pageSize: 65536, ticksPerSecond: 250 });
    assert.equal(stat?.cpuMs, 32);
    assert.equal(stat.residentBytes, 3529 * 65536);
  });

  it("gives nothing for what is no stat line", () => {
    for (const text of [
      "",
      "12",
      "12 (cat",
      "12 (cat) R 1",
      "x (cat) R 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23",
    ]) {
      assert.equal(parseStat(text), undefined, text);
    }
  });
});
