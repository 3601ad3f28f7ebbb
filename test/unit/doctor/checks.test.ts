import assert from "node:assert/strict";
import { errorIds, Failure } from "../../../shared/contract/errors.ts";
import { cacheCheck, runtimeCheck, stateCheck, tempCheck } from "../../../shared/doctor/directories.ts";
import { dlvCheck } from "../../../shared/doctor/dlv.ts";
import { goCheck } from "../../../shared/doctor/go.ts";
import { platformCheck } from "../../../shared/doctor/platform.ts";
import { ptraceCheck } from "../../../shared/doctor/ptrace.ts";
import { parseGoEnv } from "../../../shared/go/goEnv.ts";

const GiB = 1024 ** 3;

describe("doctor's check of", () => {
  it("the operating system", () => {
    assert.equal(platformCheck({ system: "linux", architecture: "x64", kernel: "6.1.0" }).status, "ok");
    assert.match(
      platformCheck({ system: "darwin", architecture: "arm64", kernel: "25.0.0" }).advice ?? "",
      /xcode-select/,
    );
    assert.equal(platformCheck({ system: "freebsd", architecture: "x64", kernel: "14" }).status, "warning");
    const windows = platformCheck({ system: "win32", architecture: "x64", kernel: "10" });
    assert.equal(windows.status, "error");
    assert.match(windows.advice ?? "", /WSL/);
  });

  describe("go", () => {
    function status(version: string): string {
      const json = JSON.stringify({ GOVERSION: version, GOROOT: "/usr/local/go" });
      return goCheck({ goBinary: "go", goEnv: parseGoEnv(json) }).status;
    }
    it("wants 1.23 or newer", () => {
      assert.equal(status("go1.22.12"), "error");
      assert.equal(status("go1.23.0"), "ok");
      assert.equal(status("go1.27.4"), "ok");
      assert.equal(status("devel +0123abc"), "warning");
    });
    it("says why there is none", () => {
      const check = goCheck({ goBinary: "go", why: "go was not found on PATH" });
      assert.equal(check.status, "error");
      assert.equal(check.found, "go was not found on PATH");
      assert.match(check.advice ?? "", /Install Go/);
    });
  });

  describe("dlv", () => {
    const found = { path: "/bin/dlv", version: "1.27.2", origin: "PATH" } as const;
    it("names it, and where it was found", () => {
      assert.deepEqual(dlvCheck({ found, goVersion: "go1.26.8" }), {
        id: "dlv",
        title: "dlv",
        status: "ok",
        found: "1.27.2 at /bin/dlv (PATH)",
      });
      const notice = "dlv 1.25.2 (/a/dlv) does not take programs of go1.26.8; using dlv 1.27.2 (/bin/dlv) instead";
      assert(dlvCheck({ found: { ...found, notice }, goVersion: "go1.26.8" }).found.endsWith(notice));
    });
    it("warns where nobody knows whether it fits", () => {
      assert.equal(dlvCheck({ found, goVersion: "devel +0123abc" }).status, "warning");
    });
    it("tells a failure with what to do", () => {
      const failure = new Failure(errorIds.toolMissing, "dlv was not found on PATH", { advice: "Install it." });
      assert.deepEqual(dlvCheck({ failure }), {
        id: "dlv",
        title: "dlv",
        status: "error",
        found: "dlv was not found on PATH",
        advice: "Install it.",
      });
    });
  });

  describe("ptrace", () => {
    const withCapability = "000001fffeffffff";
    const without = "00000000a80425fb";
    const cases: [what: string, facts: Parameters<typeof ptraceCheck>[0], status: string, advice?: RegExp][] = [
      ["no yama", { filtered: false, capabilities: without }, "ok"],
      ["no yama, no /proc", { filtered: false }, "ok"],
      ["scope 0", { scope: 0, filtered: false, capabilities: without }, "ok"],
      ["scope 1", { scope: 1, filtered: false, capabilities: without }, "warning", /attaching .*ptrace_scope=0/],
      ["scope 1, root", { scope: 1, filtered: false, capabilities: withCapability }, "ok"],
      ["scope 2", { scope: 2, filtered: false, capabilities: without }, "error", /ptrace_scope=1/],
      ["scope 2, root", { scope: 2, filtered: false, capabilities: withCapability }, "ok"],
      ["scope 3, root", { scope: 3, filtered: false, capabilities: withCapability }, "error", /restart/],
      [
        "scope 2 in a container",
        { scope: 2, filtered: true, capabilities: without, container: "docker" },
        "error",
        /host/,
      ],
      ["a container", { filtered: true, capabilities: without, container: "docker" }, "warning", /SYS_PTRACE/],
      ["a container that may", { filtered: true, capabilities: withCapability, container: "podman" }, "ok"],
    ];
    for (const [what, facts, status, advice] of cases) {
      it(`with ${what}: ${status}`, () => {
        const check = ptraceCheck(facts);
        assert.equal(check.status, status);
        if (advice === undefined) assert.equal(check.advice, undefined);
        else assert.match(check.advice ?? "", advice);
      });
    }
  });

  it("the temporary directory", () => {
    const good = { path: "/tmp", exists: true, writable: true, freeBytes: 5 * GiB, chosenBy: "default" } as const;
    assert.deepEqual(tempCheck(good), {
      id: "temp",
      title: "temporary directory",
      status: "ok",
      found: "/tmp, 5.0 GiB free",
    });
    assert.match(tempCheck({ ...good, chosenBy: "GOTMPDIR" }).found, /\/tmp \(GOTMPDIR\)/);
    assert.equal(tempCheck({ ...good, freeBytes: GiB / 2 }).status, "warning");
    assert.equal(tempCheck({ ...good, freeBytes: 1000 }).status, "error");
    assert.match(tempCheck({ ...good, exists: false }).found, /does not exist/);
    assert.match(tempCheck({ ...good, writable: false, why: "EROFS: read-only file system" }).found, /EROFS/);
    const noexec = tempCheck({ ...good, notExecutable: "permission denied" });
    assert.equal(noexec.status, "error");
    assert.match(noexec.advice ?? "", /noexec.*GOTMPDIR/);
  });

  it("the build cache", () => {
    const good = { path: "/c", exists: false, writable: true };
    assert.deepEqual(cacheCheck(good, ""), { id: "cache", title: "build cache", status: "ok", found: "/c" });
    assert.equal(cacheCheck({ ...good, path: "" }, "").status, "error");
    assert.equal(cacheCheck({ ...good, writable: false, why: "read-only" }, "").status, "error");
    assert.equal(cacheCheck(good, "cacher").status, "warning");
  });

  it("the state directory", () => {
    const good = { path: "/s", exists: true, writable: true, mode: 0o700 };
    assert.equal(stateCheck(good).status, "ok");
    assert.match(stateCheck({ ...good, mode: 0o755 }).advice ?? "", /chmod 700 '\/s'/);
    assert.equal(stateCheck({ ...good, writable: false, why: "read-only" }).status, "warning");
  });

  it("the runtime directory", () => {
    assert.equal(runtimeCheck(undefined).status, "ok");
    assert.equal(runtimeCheck({ path: "/run/user/0", exists: true, writable: true }).status, "ok");
    assert.match(runtimeCheck({ path: "/r", exists: false, writable: true }).found, /does not exist/);
    assert.equal(runtimeCheck({ path: "/r", exists: true, writable: false, why: "read-only" }).status, "warning");
  });
});
