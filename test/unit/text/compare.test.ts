import assert from "node:assert/strict";
import { compareText } from "../../../shared/text/compare.ts";
import { environmentText } from "../../../shared/text/environment.ts";
import { buildWays } from "../../../shared/why/buildWays.ts";
import { compareBuilds } from "../../../shared/why/compare.ts";
import { environmentOf } from "../../../shared/why/environment.ts";
import { fixtureBuild } from "../why/loggedBuild.ts";

const options = { width: 100, color: false };

describe("compareText", () => {
  const builds = buildWays.map((way) => ({ way, build: fixtureBuild(`compare-${way}.txt`) }));
  const sources = [
    { way: "run" as const, run: "20261122T100000-1234abcd", startedAt: "2026-11-22T10:00:00.000Z", flags: ["-race"] },
    { way: "dlv" as const, flags: [] },
  ];

  it("has the sentence, what was compared, and each cause once", () => {
    const answer = { ...compareBuilds(builds, { module: "example.com/shop" }), builds: sources };
    const lines = compareText(answer, options).split("\n");
    assert.ok(lines.join(" ").startsWith(answer.sentence));
    assert.ok(lines.includes("go run     run 20261122T100000-1234abcd, 2026-11-22 10:00:00 UTC, -race"));
    assert.ok(lines.includes("dlv debug  built for this answer"));
    assert.equal(lines.filter((line) => line === "internal/goarch, internal/abi").length, 1);
    assert.ok(lines.includes("  flag gcflags  go run: (none) · dlv debug: -N -l"));
  });

  it("counts what follows from others, and shows nothing of others that could act on a terminal", () => {
    const run = builds[0]!.build;
    const changed = {
      ...run,
      actions: run.actions.map((action) => ({ ...action, actionID: "f".repeat(64) })),
      inputs: () => [{ kind: "import" as const, name: "evil\x1b[2J", value: "x" }],
    };
    const compared = compareBuilds([builds[0]!, { way: "dlv", build: changed }], { package: "internal/goarch" });
    const text = compareText({ ...compared, sentence: "\x1b[2J", builds: sources }, options);
    assert.ok(!text.includes("\x1b"));
  });
});

describe("environmentText", () => {
  it("puts what stands in most keys first, and then what stands in none", () => {
    const directories = {
      goRoot: "/usr/local/go",
      goPath: "/g",
      goCache: "/c",
      goModCache: "/g/pkg/mod",
      goTmpDir: "",
    };
    const build = { ...fixtureBuild("compare-run.txt"), module: "example.com/shop" };
    const answer = environmentOf({ build, buildDir: { ...directories, goVersion: "go1.26.8" } });
    const text = environmentText(answer, options);
    const at = (part: string) => text.indexOf(part);
    assert.ok(text.startsWith("in keys\n  GOOS "));
    assert.ok(at("GOAMD64") < at("module directory") && at("module directory") < at("GOROOT"));
    assert.ok(at("GOROOT") < at("\nin no key\n") && at("\nin no key\n") < at("GOFLAGS"));
    assert.ok(text.split("\n").every((line) => line.length <= 100));
  });
});
