import assert from "node:assert/strict";
import { cachedModulePatterns } from "../../../shared/go/cachedModule.ts";
import { matchesPackage } from "../../../shared/go/packagePatterns.ts";

const cache = "/root/go/pkg/mod";

/** Whether one of the patterns for a program matches the package in a directory of the module cache. */
function matches(program: string, directory: string, cwd = "/home/me/work"): boolean {
  const patterns = cachedModulePatterns(program, cache, ["/home/me/work"]);
  return patterns.some((pattern) => matchesPackage(pattern, { directory: `${cache}/${directory}` }, cwd) === true);
}

describe("the patterns of a module in the cache", () => {
  it("are one for each path that it can have", () => {
    assert.deepEqual(cachedModulePatterns("example.com/a/b@v1.2.3", cache, ["/home/me"]), [
      "../../root/go/pkg/mod/example.com@v1.2.3.../...",
      "../../root/go/pkg/mod/example.com/a@v1.2.3.../...",
      "../../root/go/pkg/mod/example.com/a/b@v1.2.3.../...",
    ]);
  });

  it("match its packages and no other module's", () => {
    const program = "golang.org/x/tools/cmd/stringer@v0.38.0";
    assert.ok(matches(program, "golang.org/x/tools@v0.38.0/cmd/stringer"));
    assert.ok(matches(program, "golang.org/x/tools@v0.38.0/go/packages"));
    assert.ok(matches(program, "golang.org/x/tools@v0.38.0"));
    assert.ok(!matches(program, "golang.org/x/mod@v0.38.0/module"));
    assert.ok(!matches(program, "golang.org/x/tools@v0.37.0/go/packages"));
    assert.ok(!matches("golang.org/x/tools/gopls@v0.20.0", "golang.org/x/tools@v0.38.0/go/packages"));
    assert.ok(!matches("golang.org/x/tools/gopls@v0.20.0", "golang.org/x/telemetry@v0.20.0"));
  });

  it("leave open what is not known of the version", () => {
    assert.ok(matches("example.com/a@v2.0.0", "example.com/a@v2.0.0+incompatible/lib"));
    for (const version of ["latest", "v1", "main"])
      assert.ok(matches(`example.com/a@${version}`, "example.com/a@v1.4.0"));
  });

  it("are written as the module cache writes names", () => {
    assert.ok(matches("github.com/BurntSushi/toml/cmd/tomlv@v1.5.0", "github.com/!burnt!sushi/toml@v1.5.0/cmd/tomlv"));
  });

  it("are none where the cache's own path cannot stand in a pattern", () => {
    assert.deepEqual(cachedModulePatterns("example.com/a@v1.0.0", "/a=b/mod", ["/"]), []);
  });

  it("hold from every name of the directory where go works that is no deeper", () => {
    assert.ok(matches("example.com/a@v1.0.0", "example.com/a@v1.0.0", "/link"));
  });
});
