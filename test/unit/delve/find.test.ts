import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Failure } from "../../../shared/contract/errors.ts";
import { findDlv, findDlvQuick } from "../../../shared/delve/find.ts";

describe("finding dlv", () => {
  let root: string;
  let env: NodeJS.ProcessEnv;
  const at = (...names: string[]): string => join(root, ...names);

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "gorunscope-test-"));
    env = {
      HOME: root,
      PATH: [at("first"), "", "relative", at("second"), "/usr/bin", "/bin"].join(":"),
      XDG_DATA_HOME: at("data"),
      XDG_STATE_HOME: at("state"),
    };
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  /** A script that answers as dlv of this version does. */
  async function dlv(version: string, ...names: string[]): Promise<string> {
    return executable(
      `#!/bin/sh\nprintf 'Delve Debugger\\nVersion: ${version}\\nBuild Details: go1.26.8\\n'\n`,
      ...names,
    );
  }
  async function executable(content: string, ...names: string[]): Promise<string> {
    const path = at(...names);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    await chmod(path, 0o755);
    return path;
  }
  function isMissing(pattern: RegExp): (error: unknown) => boolean {
    return (error) => error instanceof Failure && error.id === 7006 && pattern.test(error.message);
  }

  it("goes by PATH, GOBIN, GOPATH and what was installed, in this order", async () => {
    const goEnv = { GOBIN: at("gobin"), GOPATH: `${at("gopath1")}:${at("gopath2")}` };
    const places: [string[], string][] = [
      [["data", "gorunscope", "bin", "dlv-1.26.3"], "installed"],
      [["data", "gorunscope", "bin", "dlv-1.27.2"], "installed"],
      [["gopath2", "bin", "dlv"], "GOPATH"],
      [["gopath1", "bin", "dlv"], "GOPATH"],
      [["gobin", "dlv"], "GOBIN"],
      [["second", "dlv"], "PATH"],
      [["first", "dlv"], "PATH"],
    ];
    for (const [names, origin] of places) {
      const path = await dlv("1.27.2", ...names);
      assert.deepEqual(await findDlv({ env, goEnv }), { path, version: "1.27.2", origin });
      assert.deepEqual(await findDlvQuick({ env, goEnv }), { path, origin });
    }
  });

  it("without go env looks in the environment's GOBIN and in ~/go/bin", async () => {
    const inHome = await dlv("1.27.2", "go", "bin", "dlv");
    assert.deepEqual(await findDlv({ env }), { path: inHome, version: "1.27.2", origin: "GOPATH" });
    const inBin = await dlv("1.27.2", "bin", "dlv");
    assert.equal((await findDlv({ env: { ...env, GOBIN: at("bin") } })).path, inBin);
  });

  it("passes one over that does not take this Go, and says so", async () => {
    const first = await dlv("1.25.2", "first", "dlv");
    const second = await dlv("1.27.2", "second", "dlv");
    assert.deepEqual(await findDlv({ env, goVersion: "go1.26.8" }), {
      path: second,
      version: "1.27.2",
      origin: "PATH",
      notice: `dlv 1.25.2 (${first}) does not take programs of go1.26.8; using dlv 1.27.2 (${second}) instead`,
    });
    assert.equal((await findDlv({ env, goVersion: "go1.23.12" })).path, first);
    assert.equal((await findDlv({ env })).path, first);
  });

  it("prefers one that surely takes this Go to one that may", async () => {
    const first = await dlv("1.30.0", "first", "dlv");
    assert.deepEqual(await findDlv({ env, goVersion: "go1.26.8" }), { path: first, version: "1.30.0", origin: "PATH" });
    const second = await dlv("1.27.2", "second", "dlv");
    const found = await findDlv({ env, goVersion: "go1.26.8" });
    assert.equal(found.path, second);
    assert.match(found.notice ?? "", /^Whether dlv 1\.30\.0 .* is not known; using dlv 1\.27\.2/);
  });

  it("refuses where none takes this Go", async () => {
    await dlv("1.25.2", "first", "dlv");
    await dlv("1.26.3", "second", "dlv");
    await assert.rejects(
      findDlv({ env, goVersion: "go1.27.4" }),
      isMissing(/dlv 1\.25\.2 .*; dlv 1\.26\.3 .* go1\.27\.4/),
    );
  });

  it("says where it looked", async () => {
    await assert.rejects(findDlv({ env, goEnv: { GOBIN: at("gobin"), GOPATH: at("gopath") } }), (error) => {
      assert(error instanceof Failure);
      assert.equal(
        error.format,
        `dlv was not found on PATH, in ${at("gobin")}, in ${at("gopath", "bin")} or in ${at("data", "gorunscope", "bin")}. `
          + "Run `gorunscope doctor --fix` to install a dlv that fits.",
      );
      return true;
    });
    assert.equal(await findDlvQuick({ env }), undefined);
  });

  it("says what it found that is not dlv", async () => {
    const broken = await executable("#!/nonexistent/interpreter\n", "first", "dlv");
    await assert.rejects(findDlv({ env }), isMissing(new RegExp(`not found .*; ${broken} could not be started`)));
  });

  it("skips directories, files without permission, and ourselves", async () => {
    await mkdir(at("first", "dlv"), { recursive: true });
    const dropIn = await executable("#!/bin/sh\n", "lib", "gorunscope-dlv.js");
    await mkdir(at("second"));
    await symlink(dropIn, at("second", "dlv"));
    await executable("", "go", "bin", "dlv");
    await chmod(at("go", "bin", "dlv"), 0o644);
    const installed = await dlv("1.27.2", "data", "gorunscope", "bin", "dlv-1.27.2");
    assert.equal((await findDlv({ env })).path, installed);
    assert.equal((await findDlvQuick({ env }))?.path, installed);
  });

  it("quickly starts nothing", async () => {
    const path = await executable("not a program", "first", "dlv");
    assert.deepEqual(await findDlvQuick({ env }), { path, origin: "PATH" });
  });

  describe("that dlvPath names", () => {
    it("takes it, absolute, relative to cwd or by name", async () => {
      await dlv("1.27.2", "first", "dlv");
      const path = await dlv("1.26.3", "second", "dlv-old");
      const expected = { path, version: "1.26.3", origin: "attribute" };
      assert.deepEqual(await findDlv({ env, dlvPath: path }), expected);
      assert.deepEqual(await findDlv({ env, dlvPath: "./second/dlv-old", cwd: root }), expected);
      assert.deepEqual(await findDlv({ env, dlvPath: "dlv-old", cwd: root }), expected);
      assert.deepEqual(await findDlvQuick({ env, dlvPath: "dlv-old", cwd: root }), { path, origin: "attribute" });
    });

    it("refuses one that is not there, not executable, not dlv, ourselves or does not take this Go", async () => {
      const fitting = await dlv("1.27.2", "first", "dlv");
      const plain = at("plain");
      await writeFile(plain, "");
      const other = await executable("#!/bin/sh\necho hello\n", "other");
      const dropIn = await executable("#!/bin/sh\n", "gorunscope-dlv");
      const old = await dlv("1.25.2", "old");
      const refusals: [string, RegExp][] = [
        [at("nowhere"), /nowhere, does not exist/],
        [root, /is not an executable file/],
        [plain, /is not an executable file/],
        [other, /other is not dlv/],
        [dropIn, /own drop-in/],
        [old, /dlv 1\.25\.2 \(.*old\) does not take programs of go1\.26\.8/],
      ];
      for (const [dlvPath, pattern] of refusals) {
        await assert.rejects(findDlv({ env, dlvPath, goVersion: "go1.26.8" }), isMissing(pattern));
      }
      assert.equal((await findDlv({ env, dlvPath: fitting, goVersion: "go1.26.8" })).path, fitting);
    });
  });
});
