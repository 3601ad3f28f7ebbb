import assert from "node:assert/strict";
import { clientPath } from "../../../adapter/run/clientPath.ts";

describe("clientPath", () => {
  it("goes back by the first rule that fits", () => {
    const rules = [
      { from: "/home/me/app", to: "/src/app" },
      { from: "/home/me/go/", to: "/go" },
      { from: "/nowhere", to: "/src" },
    ];
    assert.equal(clientPath("/src/app", rules), "/home/me/app");
    assert.equal(clientPath("/src/app/a/b.go", rules), "/home/me/app/a/b.go");
    assert.equal(clientPath("/go/pkg/mod/m@v1/x.go", rules), "/home/me/go/pkg/mod/m@v1/x.go");
    assert.equal(clientPath("/src/apple/a.go", rules), "/nowhere/apple/a.go");
    assert.equal(clientPath("/usr/local/go/src/fmt/print.go", rules), "/usr/local/go/src/fmt/print.go");
  });

  it("gives a client on Windows its own separators, and one with relative paths a relative one", () => {
    assert.equal(clientPath("/src/app/a/b.go", [{ from: "C:\\app", to: "/src/app" }]), "C:\\app\\a\\b.go");
    assert.equal(clientPath("/src/app/a/b.go", [{ from: "", to: "/src/app" }]), "a/b.go");
  });

  it("passes over what is no rule", () => {
    for (const rules of [undefined, "rules", {}, [null, {}, { from: 1, to: "/src" }, { from: "/x", to: "" }]])
      assert.equal(clientPath("/src/a.go", rules), "/src/a.go");
  });
});
