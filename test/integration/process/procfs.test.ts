import assert from "node:assert/strict";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { performance } from "node:perf_hooks";
import {
  lastPid,
  listPids,
  procAvailable,
  readAll,
  readCommand,
  readEnvironment,
  readLink,
  readMappings,
  readStat,
  readTask,
  startedAt,
} from "../../../shared/process/procfs.ts";
import { endTrees, line, tree } from "./trees.ts";

describe("/proc", function () {
  before(function () {
    if (!procAvailable()) this.skip();
  });
  afterEach(endTrees);

  it("tells of this process", () => {
    const stat = readStat(process.pid);
    assert.equal(stat?.pid, process.pid);
    assert.equal(stat.parentPid, process.ppid);
    assert.equal(stat.state, "running");
    assert.ok(stat.residentBytes > 1e6 && stat.cpuMs > 0);
    assert.equal(readLink(process.pid, "cwd"), process.cwd());
    assert.equal(readLink(process.pid, "exe"), readlinkSync("/proc/self/exe"));
    assert.ok(
      readMappings(process.pid).some((mapping) => mapping.path === process.execPath && mapping.permissions === "r-xp"),
    );
    assert.ok(listPids().includes(process.pid));
    assert.ok(readAll().some((one) => one.pid === process.pid));
  });

  it("gives command lines and environments as they are", async () => {
    const held = await tree(`FIRST='a=b c' SECOND= sh -c 'echo $$; read x <&4'`);
    const pid = Number(await line(held.output));
    assert.equal(readEnvironment(pid)?.FIRST, "a=b c");
    assert.equal(readEnvironment(pid)?.SECOND, "");
    const words = await tree(`exec sh -c 'echo $$; read x <&4' "" "two words" 'ü'`);
    await line(words.output);
    assert.deepEqual(readCommand(words.started.pid), ["sh", "-c", "echo $$; read x <&4", "", "two words", "ü"]);
  });

  it("knows no process that is gone", async () => {
    const gone = await tree("exit 0");
    await gone.started.exited;
    const { pid } = gone.started;
    assert.equal(readStat(pid), undefined);
    assert.deepEqual(readCommand(pid), []);
    assert.equal(readLink(pid, "exe"), undefined);
    assert.equal(readEnvironment(pid), undefined);
    assert.deepEqual(readMappings(pid), []);
  });

  it("does not take a thread for a process", () => {
    const thread = readdirSync("/proc/self/task")
      .map(Number)
      .find((id) => id !== process.pid);
    assert.ok(thread !== undefined);
    assert.equal(readTask(thread)?.isThread, true);
    assert.equal(readStat(thread), undefined);
  });

  it("dates a start between what was before and after it, the same each time", async () => {
    const before = Date.now();
    const held = await tree("echo; cat <&4");
    await line(held.output);
    const after = Date.now();
    const { startTicks } = held.started.identity;
    const date = startedAt(startTicks).getTime();
    // The kernel counts in ticks of 10 ms, and rounds down.
    assert.ok(date >= before - 11 && date <= after, `${before} ${date} ${after}`);
    assert.equal(startedAt(startTicks).getTime(), date);
    const own = startedAt(readStat(process.pid)!.startTicks).getTime();
    assert.ok(own <= performance.timeOrigin + 1, "before Node's own beginning");
  });

  it("dates nothing into the future", () => {
    assert.ok(startedAt(Number.MAX_SAFE_INTEGER).getTime() <= Date.now());
  });

  it("knows the number given last", async () => {
    const highest = Number(readFileSync("/proc/sys/kernel/pid_max", "latin1"));
    const held = await tree("cat <&4");
    const sinceThen = (lastPid() - held.started.pid + highest) % highest;
    assert.ok(sinceThen < highest / 2, "not a number from before");
  });
});
