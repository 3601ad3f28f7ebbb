/** File systems without room or permission, and a kernel that refuses to trace. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DapClient, type DapError } from "../../../shared/dap/client.ts";
import { writeHello, writeModule } from "../../support/goModule.ts";
import { assertNothingLeft, filesIn } from "../../support/leaks.ts";
import { gorunscope } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import type { World } from "../../support/world.ts";
import { assertCleanEnd } from "./heard.ts";
import { Stage } from "./scenes.ts";

/** Runs a command in a mount namespace of its own, as root or as a user who may have one; undefined where neither may be. */
const unshare = [
  ["unshare", "-m"],
  ["unshare", "-rm"],
].find(([file = "", ...args]) => {
  return spawnSync(file, [...args, "sh", "-c", "mount -t tmpfs tmpfs /mnt"]).status === 0;
});

describe("a launch in bad surroundings", () => {
  const stage = new Stage();
  before(() => testDlv());
  afterEach(() => stage.clear());
  after(() => stage.close());

  /** What the client is told of a launch that fails, after all has been cleared up. */
  async function failure(world: World, client: DapClient, attributes: object): Promise<DapError> {
    const error = await client.request("launch", { mode: "run", program: writeHello(world.path), ...attributes }).then(
      () => assert.fail(`the launch goes well`),
      (error: unknown) => error as DapError,
    );
    await client.waitFor("terminated");
    // In the file systems that the adapter has for itself, too.
    const seen = `/proc/${client.process!.pid}/root`;
    assert.deepEqual(
      [world.tmp, world.runtime].flatMap((directory) => filesIn(join(seen, directory))),
      [],
    );
    await client.request("disconnect");
    await client.close();
    assertCleanEnd(client);
    await assertNothingLeft(world);
    return error;
  }

  /** An adapter that finds another file system at a directory of the world. */
  async function adapterWith(world: World, directory: string, options: string): Promise<DapClient> {
    const script = 'mount -t tmpfs -o "$1" tmpfs "$2" && shift 2 && exec "$@"';
    const command = ["sh", "-c", script, "sh", options, directory, process.execPath, gorunscope, "dap"];
    const client = DapClient.spawn([...unshare!, ...command], { cwd: world.path, env: world.env, timeoutMs: 20_000 });
    stage.atEnd(() => client.close());
    await client.request("initialize", {
      adapterID: "go",
      pathFormat: "path",
      linesStartAt1: true,
      columnsStartAt1: true,
    });
    return client;
  }

  describe("a file system", function () {
    before(function () {
      if (!unshare) this.skip();
    });

    for (const noDebug of [false, true]) {
      it(`mounted noexec for $WORK${noDebug ? ", without a debugger" : ""}: 7003 and what to do`, async () => {
        const world = stage.world();
        const client = await adapterWith(world, world.tmp, "noexec");
        const error = await failure(world, client, { noDebug });
        assert.equal(error.body?.error?.id, 7003, error.message);
        assert.match(error.message, /permission denied/);
        assert.match(error.body?.error?.format ?? "", /noexec.*TMPDIR/);
      });
    }

    it("without room for $WORK: 7005 with go's words", async () => {
      const world = stage.world();
      const error = await failure(world, await adapterWith(world, world.tmp, "size=16k"), {});
      assert.equal(error.body?.error?.id, 7005, error.message);
      assert.match(error.message, /no space left on device/);
    });

    for (const size of ["4k", "16k"]) {
      it(`without room for the run's own files (${size}): 7003 and what to do`, async () => {
        const world = stage.world();
        const error = await failure(world, await adapterWith(world, world.runtime, `size=${size}`), {});
        assert.equal(error.body?.error?.id, 7003, error.message);
        assert.match(error.body?.error?.format ?? "", /no space left on device.*XDG_RUNTIME_DIR/);
      });
    }

    it("without inodes for the run's own files: 7003 and what to do", async () => {
      const world = stage.world();
      const error = await failure(world, await adapterWith(world, world.runtime, "nr_inodes=2"), {});
      assert.equal(error.body?.error?.id, 7003, error.message);
    });

    it("that is mounted noexec for the run's own files does not matter", async () => {
      const world = stage.world();
      const client = await adapterWith(world, world.runtime, "noexec");
      await client.request("launch", { mode: "run", program: writeHello(world.path), noDebug: true });
      await client.waitFor("terminated");
      await client.request("disconnect");
    });
  });

  it("a kernel that refuses to trace: 7003 and what to do", async function () {
    if (!["x64", "arm64"].includes(process.arch)) return this.skip();
    const { world, client } = await stage.adapter();
    const error = await failure(world, client, { dlvPath: writeUntraced(world, await testDlv()) });
    assert.equal(error.body?.error?.id, 7003, error.message);
    assert.match(error.message, /may not trace the program.*operation not permitted/);
    assert.match(error.body?.error?.format ?? "", /doctor.*ptrace_scope.*SYS_PTRACE/);
  });
});

/** A dlv for which ptrace fails with EPERM, by a seccomp filter as containers have it. @returns its path */
function writeUntraced(world: World, dlv: string): string {
  const module = writeModule(world.path, "untraced", { "main.go": untracedSource });
  const untraced = join(world.path, "untraced.exe");
  execFileSync("go", ["build", "-o", untraced, "."], { cwd: module });
  const path = join(world.path, "dlv");
  writeFileSync(path, `#!/bin/sh\nexec ${untraced} ${dlv} "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

const untracedSource = `package main

import (
	"os"
	"runtime"
	"syscall"
	"unsafe"
)

type filter struct {
	code   uint16
	jt, jf uint8
	k      uint32
}

type program struct {
	length  uint16
	filters *filter
}

func main() {
	runtime.LockOSThread()
	const load, jumpIfEqual, answer = 0x20, 0x15, 0x06
	const allow, failWithEPERM = 0x7fff0000, 0x00050000 | uint32(syscall.EPERM)
	filters := []filter{
		{load, 0, 0, 0}, // the number of the system call
		{jumpIfEqual, 0, 1, syscall.SYS_PTRACE},
		{answer, 0, 0, failWithEPERM},
		{answer, 0, 0, allow},
	}
	const setNoNewPrivs, setSeccomp, modeFilter = 38, 22, 2
	must(prctl(setNoNewPrivs, 1, 0))
	must(prctl(setSeccomp, modeFilter, uintptr(unsafe.Pointer(&program{uint16(len(filters)), &filters[0]}))))
	must(syscall.Exec(os.Args[1], os.Args[1:], os.Environ()))
}

func prctl(option, first, second uintptr) error {
	if _, _, number := syscall.RawSyscall6(syscall.SYS_PRCTL, option, first, second, 0, 0, 0); number != 0 {
		return number
	}
	return nil
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
`;
