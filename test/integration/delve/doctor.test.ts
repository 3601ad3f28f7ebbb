import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Writable } from "node:stream";
import { doctor, type DoctorOptions } from "../../../cli/doctor.ts";
import { executablesOnPath } from "../../../shared/delve/places.ts";
import type { Check } from "../../../shared/doctor/check.ts";
import { capture } from "../../../shared/process/spawn.ts";
import { noTelemetry } from "./noTelemetry.ts";

/** What is written, kept as text. */
class Kept extends Writable {
  text = "";
  readonly columns = 40;
  readonly isTTY: boolean;
  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

describe("gorunscope doctor", function () {
  this.timeout(180_000);

  let root: string;
  let env: NodeJS.ProcessEnv;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "gorunscope-test-"));
    const { stdout } = await capture(["go", "env", "-json", "GOCACHE", "GOMODCACHE", "GOPROXY"], { cwd: root });
    const go = executablesOnPath(process.env, "go")[0];
    assert(go !== undefined, "go is not on PATH");
    env = {
      ...process.env,
      ...(JSON.parse(stdout) as Record<string, string>),
      PATH: `${dirname(go)}:/usr/bin:/bin`,
      TERM: "xterm",
      HOME: root,
      XDG_CONFIG_HOME: join(root, "config"),
      XDG_DATA_HOME: join(root, "data"),
      XDG_STATE_HOME: join(root, "state"),
      XDG_RUNTIME_DIR: undefined,
      GOTMPDIR: undefined,
      TMPDIR: join(root, "tmp"),
    };
    await mkdir(join(root, "tmp"));
    await noTelemetry(join(root, "config"));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function run(
    options: DoctorOptions,
    isTTY = false,
  ): Promise<{ status: number; stdout: string; stderr: string }> {
    const [stdout, stderr] = [new Kept(isTTY), new Kept(isTTY)];
    const status = await doctor(options, { stdout, stderr, env });
    return { status, stdout: stdout.text, stderr: stderr.text };
  }
  async function checks(options: DoctorOptions): Promise<{ status: number; byId: Map<string, Check> }> {
    const { status, stdout } = await run({ ...options, json: true });
    const { checks } = JSON.parse(stdout) as { checks: Check[] };
    return { status, byId: new Map(checks.map((check) => [check.id, check])) };
  }

  it("says in a line each what it found, and fails without dlv", async () => {
    const { status, stdout, stderr } = await run({});
    assert.equal(status, 1);
    assert.match(stdout, /^✓ go +go1\.\d+\S* in \//m);
    assert.match(stdout, /^✗ dlv +dlv was not found on PATH, .*\n +Run `gorunscope doctor --fix`/m);
    assert.match(stdout, new RegExp(`^✓ temporary directory +${root}/tmp \\(TMPDIR\\)`, "m"));
    assert(!stdout.includes("\u001b"));
    assert.equal(stderr, "");
    assert.deepEqual(await readdir(join(root, "tmp")), []);
  });

  it("is in colour on a terminal, unless NO_COLOR is set", async () => {
    assert((await run({}, true)).stdout.includes("\u001b[31m✗"));
    env["NO_COLOR"] = "1";
    assert(!(await run({}, true)).stdout.includes("\u001b"));
  });

  it("says where go is missing", async () => {
    const { status, byId } = await checks({ goBinary: join(root, "nowhere", "go"), fix: true });
    assert.equal(status, 1);
    assert.equal(byId.get("go")?.status, "error");
    assert.equal(byId.get("cache"), undefined);
  });

  it("fixes a dlv that is missing, and then has nothing to fix", async () => {
    const fixed = await run({ fix: true });
    assert.match(fixed.stdout, /^✓ dlv +\d+\.\d+\.\d+ at .*\(installed by gorunscope\)$/m);
    assert.match(fixed.stderr, /^installed dlv \d+\.\d+\.\d+: /m);
    assert.equal(fixed.status, 0, fixed.stdout);
    const again = await run({ fix: true });
    assert.deepEqual({ ...again, stdout: "" }, { status: 0, stdout: "", stderr: "" });
  });

  it("passes an old dlv over, and draws its progress on one line of a terminal", async () => {
    const old = join(root, "old", "dlv");
    await mkdir(dirname(old));
    await writeFile(old, "#!/bin/sh\nprintf 'Delve Debugger\\nVersion: 1.22.1\\n'\n");
    await chmod(old, 0o755);
    env["PATH"] = `${dirname(old)}:${env["PATH"]}`;
    assert.match((await checks({})).byId.get("dlv")?.found ?? "", /^dlv 1\.22\.1 \(.*\) does not take programs of go1/);
    const { stdout, stderr } = await run({ fix: true }, true);
    assert.match(stdout, /dlv 1\.22\.1 .* does not take programs of .*; using dlv/);
    const drawn = stderr.split("\r\u001b[2K");
    // Where everything is built already there is nothing to draw.
    assert(drawn.slice(0, -1).every((line) => line.length < 40 && !line.includes("\n")));
    assert.match(drawn.at(-1) ?? "", /^installed dlv .*\n$/);
  });

  it("finds a temporary directory where nothing can be made", async () => {
    env["GOTMPDIR"] = join(root, "missing");
    const { status, byId } = await checks({});
    assert.equal(status, 1);
    assert.match(byId.get("temp")?.found ?? "", /missing \(GOTMPDIR\) does not exist/);
  });
});
