import assert from "node:assert/strict";
import { progressStep } from "../../../shared/delve/install.ts";

describe("a line of go install -v", () => {
  it("tells what is downloaded and what is built", () => {
    assert.equal(
      progressStep("go: downloading github.com/cilium/ebpf v0.11.0"),
      "downloading github.com/cilium/ebpf v0.11.0",
    );
    assert.equal(progressStep("internal/unsafeheader"), "building internal/unsafeheader");
    assert.equal(progressStep("go.yaml.in/yaml/v3"), "building go.yaml.in/yaml/v3");
    assert.equal(progressStep("vendor/golang.org/x/sys/cpu"), "building vendor/golang.org/x/sys/cpu");
  });

  it("tells what went wrong in go's words", () => {
    const lines = [
      "go: github.com/go-delve/delve/cmd/dlv@v1.27.2: module lookup disabled by GOPROXY=off",
      "# github.com/go-delve/delve/pkg/proc",
      "compilation terminated.",
      "",
    ];
    assert.deepEqual(lines.map(progressStep), [undefined, undefined, undefined, undefined]);
  });
});
