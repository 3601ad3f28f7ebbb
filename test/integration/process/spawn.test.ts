import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { errorIds, Failure, type ErrorId } from "../../../shared/contract/errors.ts";
import { isRunning } from "../../../shared/process/identity.ts";
import { readStat } from "../../../shared/process/procfs.ts";
import { capture, end, endAll, start } from "../../../shared/process/spawn.ts";
import { endTrees, line, tree } from "./trees.ts";

const ignored: ["ignore", "ignore", "ignore"] = ["ignore", "ignore", "ignore"];

describe("start", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "spawn-"));
  });
  afterEach(async () => {
    await endTrees();
    rmSync(directory, { recursive: true });
  });

  it("tells how a process ended", async () => {
    assert.deepEqual(await start(["sh", "-c", "exit 3"], { stdio: ignored }).exited, { code: 3 });
    assert.deepEqual(await start(["sh", "-c", "kill -KILL $$"], { stdio: ignored }).exited, { signal: "SIGKILL" });
  });

  it("waits for the exit, not for who holds the pipes", async () => {
    const held = await tree("cat <&4 & exit 4");
    assert.deepEqual(await held.started.exited, { code: 4 });
    assert.equal(held.output.readableEnded, false);
    held.input.end();
    await held.gone;
  });

  it("puts everybody else first where it is asked to, for what it starts as well", async () => {
    const options = { env: process.env, lowPriority: true };
    // The kernel needs a moment to be told; what is started then has it from its parent.
    const said = await capture(
      ["sh", "-c", "until [ $(nice) = 19 ]; do :; done; sh -c 'nice; cat /proc/self/autogroup'"],
      options,
    );
    assert.match(said.stdout, /^19\n/);
    if (existsSync("/proc/self/autogroup")) assert.match(said.stdout, /nice 19\n$/);
  });

  it("gives a session of its own where it is asked to, and else stays in ours", async () => {
    const own = await tree("cat <&4");
    assert.deepEqual(
      [readStat(own.started.pid)?.session, readStat(own.started.pid)?.group],
      [own.started.pid, own.started.pid],
    );
    const ours = await tree("cat <&4", { ownSession: false });
    assert.equal(readStat(ours.started.pid)?.group, readStat(process.pid)?.group);
  });

  async function assertFails(command: string[], cwd: string | undefined, id: ErrorId, sentence: RegExp): Promise<void> {
    const started = start(command, { cwd, stdio: ignored });
    await assert.rejects(started.started, (error: unknown) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.id, id);
      assert.match(error.message, sentence);
      assert.ok(
        !JSON.stringify({ ...error, cause: error.cause }).includes("secret"),
        "the arguments are not ours to tell",
      );
      return true;
    });
    assert.deepEqual(await started.exited, {});
    assert.deepEqual(await end(started), {});
    assert.equal(started.pid, 0);
  }

  it("names a command that does not exist", async () => {
    await assertFails(
      ["no-such-command", "secret"],
      directory,
      errorIds.toolMissing,
      /^no-such-command was not found on PATH$/,
    );
    await assertFails([join(directory, "none"), "secret"], undefined, errorIds.toolMissing, /none does not exist$/);
  });

  it("names a working directory that does not exist, or is none", async () => {
    writeFileSync(join(directory, "file"), "");
    const { wrongArguments } = errorIds;
    await assertFails(
      ["sh", "secret"],
      join(directory, "none"),
      wrongArguments,
      /^the working directory .*none does not exist$/,
    );
    await assertFails(
      ["sh", "secret"],
      join(directory, "file"),
      wrongArguments,
      /^the working directory .*file is not a directory$/,
    );
  });

  it("names a command that may not be executed", async () => {
    const path = join(directory, "tool");
    writeFileSync(path, "#!/bin/sh\n", { mode: 0o600 });
    await assertFails([path, "secret"], undefined, errorIds.toolMissing, /tool may not be executed$/);
  });

  it("names a script whose interpreter is missing", async () => {
    const path = join(directory, "tool");
    writeFileSync(path, "#!/no/such/interpreter\n");
    chmodSync(path, 0o700);
    await assertFails([path, "secret"], undefined, errorIds.toolMissing, /its interpreter or loader does not exist$/);
  });

  it("reports what Node refuses to start in the same way", async () => {
    await assertFails(
      ["sh", "secret", "x".repeat(1 << 20)],
      undefined,
      errorIds.toolMissing,
      /^sh could not be started \(E2BIG\)$/,
    );
  });
});

describe("end", () => {
  afterEach(endTrees);

  it("is polite first", async () => {
    const held = await tree(`trap 'exit 7' TERM; echo; while :; do read x <&4; done`);
    await line(held.output);
    assert.deepEqual(await end(held.started, { graceMs: 10_000 }), { code: 7 });
  });

  it("is not stopped by who ignores it", async () => {
    const held = await tree(`trap '' TERM; echo; cat <&4`);
    await line(held.output);
    assert.deepEqual(await end(held.started, { graceMs: 50 }), { signal: "SIGKILL" });
    await held.gone;
  });

  it("reaches other groups of the session, and what its leader has left behind", async () => {
    const held = await tree(`timeout 60 sh -c 'trap "" TERM; echo; cat <&4' & wait`);
    await line(held.output);
    assert.deepEqual(await end(held.started, { graceMs: 50 }), { signal: "SIGTERM" });
    await held.gone;
  });

  it("reaches all below a process that has no session of its own, and nobody else", async () => {
    const other = await tree("cat <&4", { ownSession: false });
    const held = await tree(`sh -c 'trap "" TERM; echo; cat <&4; :' & wait`, { ownSession: false });
    await line(held.output);
    await end(held.started, { graceMs: 50 });
    await held.gone;
    assert.ok(isRunning(other.started.identity));
  });

  it("leaves in peace what outlives a process that has ended by itself", async () => {
    const held = await tree(`sh -c 'echo $$; cat <&4' & exit 0`);
    const survivor = Number(await line(held.output));
    await held.started.exited;
    assert.deepEqual(await end(held.started), { code: 0 });
    assert.ok(readStat(survivor));
    held.input.end();
    await held.gone;
  });

  it("comes to all that still runs, by endAll", async () => {
    const held = [await tree("cat <&4"), await tree("trap '' TERM; echo; cat <&4")];
    await line(held[1]!.output);
    await endAll({ graceMs: 50 });
    await Promise.all(held.map((one) => one.gone));
  });

  it("comes by endAll to what a killed leader has left behind", async () => {
    const held = await tree(`sh -c 'echo; cat <&4' & kill -KILL $$`);
    await line(held.output);
    await held.started.exited;
    await endAll({ graceMs: 50 });
    await held.gone;
  });

  it("comes at the exit of a process that has not ended what it started", async () => {
    const child = spawn(process.execPath, ["--import", "tsx", fileURLToPath(new URL("leaver.ts", import.meta.url))], {
      stdio: ["ignore", "inherit", "inherit", "pipe"],
    });
    const held = child.stdio[3] as NodeJS.ReadableStream;
    held.resume();
    const gone = once(held, "end");
    const [code] = (await once(child, "exit")) as [number];
    assert.equal(code, 5);
    await gone;
  });
});

describe("capture", () => {
  it("gives what was said, and the status", async () => {
    assert.deepEqual(await capture(["sh", "-c", "echo ü; echo no >&2; exit 3"]), {
      code: 3,
      stdout: "ü\n",
      stderr: "no\n",
    });
  });

  it("takes much", async () => {
    const { stdout } = await capture(["sh", "-c", "head -c 3000000 /dev/zero"]);
    assert.equal(stdout.length, 3_000_000);
  });

  it("takes directory and environment", async () => {
    const { stdout } = await capture(["sh", "-c", 'echo "$PWD $WORD"'], {
      cwd: "/",
      env: { PATH: process.env.PATH, WORD: "x" },
    });
    assert.equal(stdout, "/ x\n");
  });

  it("ends with the command, though another holds its pipes", async () => {
    const child = await capture(["sh", "-c", "tail -f /dev/null & echo $!"]);
    assert.equal(child.code, 0);
    process.kill(Number(child.stdout), "SIGKILL");
  });

  it("ends the whole group when the time is over", async () => {
    const cut = await capture(["sh", "-c", "tail -f /dev/null & echo $!; wait"], { timeoutMs: 100 });
    assert.equal(cut.cut, "timeout");
    assert.notEqual(cut.signal, undefined);
    assert.notEqual(readStat(Number(cut.stdout))?.state, "sleeping");
  });

  it("ends when it is aborted, before or after its start", async () => {
    assert.deepEqual(await capture(["cat"], { signal: AbortSignal.abort() }), { stdout: "", stderr: "", cut: "abort" });
    const controller = new AbortController();
    const captured = capture(["tail", "-f", "/dev/null"], { signal: controller.signal });
    setImmediate(() => controller.abort());
    assert.deepEqual(await captured, { signal: "SIGINT", stdout: "", stderr: "", cut: "abort" });
  });

  it("fails where the command cannot be started", async () => {
    await assert.rejects(capture(["no-such-command"]), { name: "Failure", id: errorIds.toolMissing });
  });
});
