import assert from "node:assert/strict";
import { Failure } from "../../../shared/contract/errors.ts";
import { compareDlvVersions, dialsUnixSockets, fits, versionFor } from "../../../shared/delve/versions.ts";

describe("which dlv takes which Go", () => {
  const cases: [dlv: string, go: string, expected: string][] = [
    ["1.22.1", "go1.19.13", "fits"],
    ["1.22.1", "go1.23.0", "goTooNew"],
    ["1.24.2", "go1.24.4", "fits"],
    ["1.25.0", "go1.25.0", "goTooNew"],
    ["1.25.1", "go1.25.0", "fits"],
    ["1.25.2", "go1.23.12", "fits"],
    ["1.25.2", "go1.26.8", "goTooNew"],
    ["1.26.0", "go1.23.12", "goTooOld"],
    ["1.26.3", "go1.24.13", "fits"],
    ["1.27.2", "go1.24.13", "goTooOld"],
    ["1.27.2", "go1.25.0", "fits"],
    ["1.27.2", "go1.27.4", "fits"],
    ["1.27.2", "go1.28.0", "goTooNew"],
    ["1.27.3-dev", "go1.26.8", "fits"],
    ["1.27.2", "go1.26rc2", "fits"],
    ["1.27.2", "1.26", "fits"],
    ["1.27.2", "go1.26.8 X:nocoverageredesign", "fits"],
  ];
  for (const [dlv, go, expected] of cases) {
    it(`dlv ${dlv}, ${go}: ${expected}`, () => assert.equal(fits(dlv, go), expected));
  }

  it("counts a development version as the Go before, as dlv does", () => {
    assert.equal(fits("1.27.2", "go1.28-devel_0123abc Thu Jan 1 00:00:00 2026"), "fits");
    assert.equal(fits("1.27.2", "go1.25-devel_0123abc Thu Jan 1 00:00:00 2026"), "goTooOld");
  });

  it("names a dlv newer than the table after the Go that it takes", () => {
    assert.equal(fits("1.28.0", "go1.28.1"), "fits");
    assert.equal(fits("1.28.0", "go1.26.8"), "fits");
    assert.equal(fits("1.28.0", "go1.29.0"), "goTooNew");
    assert.equal(fits("1.30.0", "go1.26.8"), "unknown");
  });

  it("knows of a dlv older than the table only what it does not take", () => {
    assert.equal(fits("1.21.2", "go1.23.0"), "goTooNew");
    assert.equal(fits("1.21.2", "go1.21.0"), "unknown");
  });

  it("says unknown where a version says nothing", () => {
    assert.equal(fits("1.27.2", "devel +0123abc"), "unknown");
    assert.equal(fits("", "go1.26.8"), "unknown");
  });

  it("asks for a dlv built with Go 1.25 or newer where programs carry DWARF 5", function () {
    if (process.platform === "darwin") this.skip();
    assert.equal(fits("1.25.2", "go1.25.3", "go1.24.4"), "goTooNew");
    assert.equal(fits("1.25.2", "go1.25.3", "go1.25.0"), "fits");
    assert.equal(fits("1.25.2", "go1.24.4", "go1.23.12"), "fits");
  });
});

describe("the dlv to install for a Go", () => {
  const cases: [go: string, dlv: string][] = [
    ["go1.21.13", "1.25.0"],
    ["go1.22.12", "1.25.2"],
    ["go1.23.12", "1.25.2"],
    ["go1.24.13", "1.26.3"],
    ["go1.25.0", "1.27.2"],
    ["go1.26.8", "1.27.2"],
    ["go1.27.4", "1.27.2"],
    ["go1.28.0", "latest"],
    ["devel +0123abc", "latest"],
  ];
  for (const [go, dlv] of cases) it(`${go}: ${dlv}`, () => assert.equal(versionFor(go), dlv));

  it("is one that takes it", () => {
    for (const [go, dlv] of cases) if (dlv !== "latest") assert.equal(fits(dlv, go), "fits");
  });

  it("is none for a Go that no known dlv builds with", () => {
    assert.throws(
      () => versionFor("go1.20.14"),
      (error) => error instanceof Failure && error.id === 7006,
    );
  });
});

describe("versions of dlv in order", () => {
  it("compares numbers, not text", () => {
    assert.deepEqual(["1.9.1", "1.27.2", "1.27.10", "", "1.26.3"].sort(compareDlvVersions), [
      "",
      "1.9.1",
      "1.26.3",
      "1.27.2",
      "1.27.10",
    ]);
  });
});

it("dlv dials Unix sockets since 1.24; so does one that says no version", () => {
  const versions = ["1.22.1", "1.23.1", "1.24.0", "1.27.2", "2.0.0", ""];
  assert.deepEqual(versions.map(dialsUnixSockets), [false, false, true, true, true, true]);
});
