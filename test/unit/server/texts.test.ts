import assert from "node:assert/strict";
import type { CacheAction, ForecastResponse, Phase } from "../../../shared/contract/answers.ts";
import type { KnownRun } from "../../../shared/runs/knownRun.ts";
import { longestLens } from "../../../server/text/fitted.ts";
import { mainLenses, type MainState } from "../../../server/text/mainLens.ts";
import { packageLensTitle } from "../../../server/text/packageLens.ts";
import { runningText } from "../../../server/text/runningTime.ts";
import { renderPages } from "../../../server/text/markup.ts";

const start = Date.parse("2026-11-22T10:00:00Z");

function run(phase: Phase, members: Partial<KnownRun> = {}): KnownRun {
  const live = phase !== "exited" && phase !== "failed";
  return {
    run: "20261122T100000-1234abcd",
    kind: "run",
    package: "example.com/m",
    startedAt: new Date(start).toISOString(),
    phase,
    cwd: "/m",
    goVersion: "go1.26.8",
    build: { actions: 874, hits: 871, misses: 3, cutoffs: 0, buildMs: 2000, sentence: "" },
    live,
    ...members,
  };
}

function titles(state: Partial<MainState>, now = start): string[] {
  return mainLenses({ runs: [], canDebug: false, ...state }, now).map(({ title }) => title);
}

function forecast(misses: number, unknown: number, sentence: string): ForecastResponse {
  const actions = (count: number, state: "hit" | "miss" | "unknown") =>
    Array.from({ length: count }, () => ({ action: "build" as const, package: "p", state }));
  return {
    sentence,
    for: "run",
    actions: [...actions(misses, "miss"), ...actions(unknown, "unknown"), ...actions(5, "hit")],
  };
}

describe("lenses at func main", () => {
  it("offer to run before any run, and say what it would rebuild", () => {
    assert.deepEqual(titles({}), ["▶ run"]);
    assert.deepEqual(titles({ canDebug: true, forecast: forecast(2, 0, "u.go changed: 2 rebuilds certain") }), [
      "▶ run",
      "debug",
      "next run rebuilds 2: u.go changed",
    ]);
    const upTo = forecast(1, 41, "u.go changed: 1 rebuild certain, up to 41 more");
    assert.ok(titles({ forecast: upTo }).includes("next run rebuilds 1 to 42: u.go changed"));
    assert.ok(titles({ forecast: forecast(0, 0, "") }).includes("next run: all 5 from the cache"));
    const sentence = "go would build nothing: u.go:3:1: expected 'package', found 'EOF'";
    assert.deepEqual(titles({ forecast: { sentence, for: "run", actions: [] } }), [
      "▶ run",
      "next run: u.go:3:1: expected 'package', found 'EOF'",
    ]);
  });

  it("follow a run", () => {
    const building = run("building", {
      reached: 214,
      building: "k8s.io/api/core/v1",
      build: { actions: 874, hits: 200, misses: 14, cutoffs: 0, sentence: "" },
    });
    assert.deepEqual(titles({ runs: [building] }), ["building 214/874 k8s.io/api/core/v1", "stop", "build directory"]);
    const up = { programStartedAt: new Date(start).toISOString(), pid: 4711, processes: 3, canRestart: true };
    assert.deepEqual(titles({ runs: [run("running", up), run("stopped", up)] }, start + 12_300), [
      "running 10 s · pid 4711 · 3 processes · 1 more",
      "stop",
      "restart",
      "build directory",
    ]);
    assert.equal(titles({ runs: [run("stopped", up)] })[0], "stopped in the debugger · pid 4711 · 3 processes");
    assert.equal(titles({ runs: [run("loading")] })[0], "loading packages");
    const begun = run("building", { build: { actions: 0, hits: 0, misses: 0, cutoffs: 0, sentence: "" } });
    assert.equal(titles({ runs: [begun] })[0], "building");
  });

  it("tell of the last run, unless the next one has something to rebuild", () => {
    const endedAt = new Date(start + 14_000).toISOString();
    const programStartedAt = new Date(start + 2000).toISOString();
    const last = run("exited", { exitCode: 3, programStartedAt, endedAt });
    assert.deepEqual(titles({ runs: [last], forecast: forecast(0, 0, "") }), [
      "▶ run",
      "exit 3 after 12.0 s · 871 of 874 from cache",
      "build directory",
    ]);
    assert.ok(!titles({ runs: [last], forecast: forecast(1, 0, "u.go changed: 1") }).some((t) => t.startsWith("exit")));
    assert.equal(titles({ runs: [run("failed", { endedAt })] })[1], "build failed after 2.0 s");
    const stopped = {
      actions: 68,
      hits: 10,
      misses: 2,
      cutoffs: 0,
      buildMs: 1200,
      sentence: "the build was stopped: 12 of 68",
    };
    assert.equal(titles({ runs: [run("failed", { build: stopped })] })[1], "build was stopped after 1.2 s");
    const sentence = "the build failed in internal/db and 2 more: 203 of 205 actions were reached in 1.2 s";
    const build = { actions: 205, hits: 3, misses: 200, cutoffs: 0, buildMs: 1200, sentence };
    assert.equal(titles({ runs: [run("failed", { build })] })[1], "build failed in internal/db and 2 more after 1.2 s");
  });

  it("say why nothing can be run, and no more than 80 characters", () => {
    assert.deepEqual(titles({ problem: "go was not found on PATH: install Go, or set gorunscope.goBinary" }), [
      "go was not found on PATH: install Go, or set gorunscope.goBinary",
    ]);
  });

  it("cut long names where they say least", () => {
    const module = `example.com/${"organisation/".repeat(6)}m`;
    const build = { actions: 874, hits: 200, misses: 14, cutoffs: 0, sentence: "" };
    const own = run("building", { build, reached: 214, module, building: `${module}/internal/db` });
    assert.equal(titles({ runs: [own] })[0], "building 214/874 internal/db");
    const other = run("building", { build, reached: 214, building: `${module}/internal/db` });
    const [title = ""] = titles({ runs: [other, run("running")] });
    assert.match(title, /^building 214\/874 ….*\/m\/internal\/db · 1 more$/);
    const cause = `…${"deep/".repeat(15)}u.go changed and 10 more`;
    const [, next = ""] = titles({ forecast: forecast(12, 2, `${cause}: 12 rebuilds certain, up to 2 more`) });
    assert.match(next, /^next run rebuilds 12 to 14: …[^…]*\/u\.go changed and 10 more$/);
    const reason = { kind: "changed" as const, sentence: cause, changes: [] };
    const rebuilt = packageLensTitle({ id: "", action: "build", package: "p", state: "miss", durationMs: 19, reason });
    assert.match(rebuilt, /^rebuilt in 19 ms: …[^…]*\/u\.go changed and 10 more$/);
    for (const each of [title, next, rebuilt]) assert.equal(each.length, longestLens, each);
  });

  it("hold the time as long as they say it", () => {
    assert.deepEqual([0, 999, 1000, 9999, 12_300, 59_999, 60_000, 125_000].map(runningText), [
      ...["0 s", "0 s", "1 s", "9 s", "10 s", "55 s", "1 min", "2 min"],
    ]);
  });
});

describe("the lens at a package clause", () => {
  const action: CacheAction = {
    id: "build p",
    action: "build",
    package: "p",
    state: "hit",
    shortID: "3kQ9xYbA12345678abcd",
  };
  it("tells of the key, or why it was rebuilt", () => {
    assert.equal(packageLensTitle({ ...action, bytes: 12_400 }), "from the cache · key 3kQ9xYbA · 12.4 kB");
    const reason = { kind: "changed" as const, sentence: "u.go changed", changes: [] };
    assert.equal(
      packageLensTitle({ ...action, state: "miss", durationMs: 812, reason }),
      "rebuilt in 812 ms: u.go changed",
    );
    assert.equal(
      packageLensTitle({ ...action, state: "miss", cutoff: true, reason }),
      "rebuilt, output unchanged: u.go changed",
    );
    const first = "first go run of this package here: there is no record to compare with";
    assert.equal(
      packageLensTitle({
        ...action,
        state: "miss",
        durationMs: 812,
        reason: { ...reason, kind: "first", sentence: first },
      }),
      "rebuilt in 812 ms: first go run of this package here",
    );
    assert.equal(packageLensTitle({ ...action, state: "unknown", why: "two keys" }), "not known: two keys");
  });
});

describe("hovers", () => {
  const page = {
    title: "build a_b",
    sentences: ["1 < 2"],
    rows: [{ label: "key", value: "a`b", isCode: true }],
    block: "x",
  };
  it("are Markdown in which nothing is markup that was not meant to be", () => {
    assert.deepEqual(renderPages([page], "markdown"), {
      kind: "markdown",
      value: "**build a\\_b**\n\n1 \\< 2\n\n- key `` a`b ``\n\n```text\nx\n```",
    });
  });
  it("are plain text for clients that show no other", () => {
    assert.equal(
      renderPages([page, page], "plaintext").value,
      "build a_b\n1 < 2\nkey  a`b\n\nx\n\nbuild a_b\n1 < 2\nkey  a`b\n\nx",
    );
  });
});
