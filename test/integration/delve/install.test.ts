import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, realpath, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../../shared/contract/errors.ts";
import { writeDlvConfig } from "../../../shared/delve/config.ts";
import { findDlv, findDlvQuick } from "../../../shared/delve/find.ts";
import { dlvVersion } from "../../../shared/delve/identity.ts";
import { installDlv } from "../../../shared/delve/install.ts";
import { versionFor } from "../../../shared/delve/versions.ts";
import { capture } from "../../../shared/process/spawn.ts";
import { noTelemetry } from "./noTelemetry.ts";

describe("installing dlv", function () {
  this.timeout(180_000);

  let root: string;
  let env: NodeJS.ProcessEnv;
  let goVersion: string;
  const bin = (): string => join(root, "data", "gorunscope", "bin");

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "gorunscope-test-"));
    goVersion = (await capture(["go", "env", "GOVERSION"], { cwd: root })).stdout.trim();
    env = { ...process.env, XDG_DATA_HOME: join(root, "data"), XDG_STATE_HOME: join(root, "state") };
  });
  after(() => rm(root, { recursive: true, force: true }));

  it("leaves nothing half-made where go fails, and says what go said", async () => {
    const offline = { ...env, GOPROXY: "off", GOMODCACHE: join(root, "empty") };
    const lines: string[] = [];
    await assert.rejects(
      installDlv({ goBinary: "go", goVersion, env: offline, onProgress: (line) => lines.push(line) }),
      (error) => {
        assert(error instanceof Failure);
        assert.equal(error.id, 7006);
        assert.match(error.message, /^go install github\.com\/go-delve\/delve\/cmd\/dlv@v\S+ failed\n.*GOPROXY=off/s);
        return true;
      },
    );
    assert.deepEqual(lines, [], "what went wrong is told once");
    assert.deepEqual(await readdir(bin()), []);
  });

  it("leaves nothing half-made where it is interrupted", async () => {
    const interruption = new AbortController();
    const cold = { ...env, GOCACHE: join(root, "cold") };
    const installing = installDlv({
      goBinary: "go",
      goVersion,
      env: cold,
      onProgress: (line) => line.startsWith("building ") && interruption.abort(),
      signal: interruption.signal,
    });
    await assert.rejects(installing, { name: "AbortError" });
    assert.deepEqual(await readdir(bin()), []);
  });

  it("brings one that fits, whatever the user builds for, and tells each step", async () => {
    const abandoned = join(bin(), ".install-killed");
    await mkdir(abandoned);
    await utimes(abandoned, 0, 0);
    const compiler = join(root, "cc");
    await writeFile(compiler, "#!/bin/sh\nexit 1\n");
    await chmod(compiler, 0o755);
    const lines: string[] = [];
    const spoilt = {
      ...env,
      GOOS: "windows",
      GOARCH: "arm64",
      GOFLAGS: "-mod=vendor -tags=nonsense",
      GOBIN: join(root, "elsewhere"),
      GO111MODULE: "off",
      GOWORK: join(root, "nowhere", "go.work"),
      CC: compiler,
      CGO_ENABLED: "1",
      GOCACHE: (await capture(["go", "env", "GOCACHE"])).stdout.trim(),
    };
    const dlv = await installDlv({ goBinary: "go", goVersion, env: spoilt, onProgress: (line) => lines.push(line) });
    const version = versionFor(goVersion);
    assert.deepEqual(dlv, { path: join(bin(), `dlv-${version}`), version, origin: "installed" });
    assert.deepEqual((await readdir(bin())).sort(), ["dlv", `dlv-${version}`]);
    assert.equal(await readlink(join(bin(), "dlv")), `dlv-${version}`);
    assert.equal(await dlvVersion(dlv.path, { env }), version);
    assert.deepEqual(
      lines.filter((line) => !/^(downloading|building) \S/.test(line)),
      [],
    );
  });

  it("is found afterwards, and asked for its version once", async () => {
    await noTelemetry(join(root, "config"));
    const bare = { ...env, PATH: "/usr/bin:/bin", HOME: root, XDG_CONFIG_HOME: join(root, "config") };
    const version = versionFor(goVersion);
    const path = join(bin(), `dlv-${version}`);
    assert.deepEqual(await findDlv({ env: bare, goVersion }), { path, version, origin: "installed" });
    assert.deepEqual(await findDlvQuick({ env: bare }), { path, origin: "installed" });
    const kept = JSON.parse(await readFile(join(root, "state", "gorunscope", "dlv-versions.json"), "utf8")) as object;
    assert.deepEqual(Object.keys(kept), [path]);
    await assert.rejects(findDlv({ env: bare, goVersion: "go1.20.14" }), /does not take programs of go1\.20\.14/);
  });

  it("reads the configuration that we write", async function () {
    if (process.platform !== "linux") this.skip();
    const directory = join(root, "run");
    const home = join(root, "home");
    await mkdir(directory);
    await mkdir(join(home, ".config", "dlv"), { recursive: true });
    await noTelemetry(join(home, ".config"));
    await writeFile(join(home, ".config", "dlv", "config.yml"), "max-string-len: 77 # mine\n");
    const added = await writeDlvConfig({ directory, env: {}, home });
    const commands = join(root, "commands");
    await writeFile(commands, "config -list\nexit\n");
    const dlv = await realpath(join(bin(), "dlv"));
    const command = [dlv, "exec", dlv, "--allow-non-terminal-interactive=true", "--init", commands];
    const { stdout } = await capture(command, { env: { ...env, ...added }, timeoutMs: 60_000 });
    assert.match(stdout, new RegExp(`^debug-info-directories\\s+\\[${directory}/config/no-debug-info\\]`, "m"));
    assert.match(stdout, /^max-string-len\s+77/m);
  });
});
