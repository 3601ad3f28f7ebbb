import assert from "node:assert/strict";
import { isOptimised } from "../../../shared/run/optimised.ts";
import type { RunPlan } from "../../../shared/run/plan.ts";

const plan = {
  workingDirectory: "/home/u/m",
  program: {
    packageDir: "/home/u/m/cmd/app",
    importPath: "example.com/m/cmd/app",
    words: ["./cmd/app"],
    cwd: "/home/u/m",
    kind: "directory",
  },
  modules: [{ path: "example.com/m", root: "/home/u/m" }],
  goEnv: { GOROOT: "/usr/local/go", GOMODCACHE: "/home/u/go/pkg/mod" },
} as unknown as RunPlan;

const own = "/home/u/m/internal/db/conn.go";
const dependency = "/home/u/go/pkg/mod/github.com/!burnt!sushi/toml@v1.4.0/internal/tz.go";
const standard = "/usr/local/go/src/net/http/server.go";

describe("isOptimised", () => {
  it("by default takes only the main module for unoptimised", () => {
    assert.deepEqual(
      [own, dependency, standard].map((file) => isOptimised(plan, "module", file)),
      [false, true, true],
    );
  });

  it("follows all and none", () => {
    assert.deepEqual(
      [own, standard].map((file) => isOptimised(plan, "all", file)),
      [false, false],
    );
    assert.deepEqual(
      [own, standard].map((file) => isOptimised(plan, "none", file)),
      [true, true],
    );
  });

  it("follows patterns, in the module cache and the standard library too", () => {
    const patterns = ["github.com/BurntSushi/toml/...", "net/http"];
    assert.deepEqual(
      [own, dependency, standard].map((file) => isOptimised(plan, patterns, file)),
      [true, false, false],
    );
    assert.equal(isOptimised(plan, ["./internal/..."], own), false);
  });

  it("says nothing of files that it cannot place", () => {
    assert.equal(isOptimised(plan, "module", "/elsewhere/x.go"), false);
  });
});
