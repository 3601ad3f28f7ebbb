/** What signals and keys do to `gorunscope run`: what they do to go run, but nothing is left behind. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { identify, isAlive } from "../../../shared/process/identity.ts";
import { readStat } from "../../../shared/process/procfs.ts";
import { until } from "../../../shared/process/waiting.ts";
import { GatedModule, mainFile, writeModule } from "../../support/goModule.ts";
import { gorunscopeCommand, startCommand, startInTerminal, type Running } from "../../support/gorunscope.ts";
import { assertNothingLeft, killAll } from "../../support/leaks.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { writeCatcher } from "./programs.ts";

const withinMs = 5000;
const command = [...gorunscopeCommand, "run"];

describe("gorunscope run, ended by a signal", () => {
  let world: World;
  let catcher: string;
  let running: Running | undefined;
  let gated: GatedModule | undefined;
  before(() => {
    world = makeWorld();
    catcher = writeCatcher(world.path);
  });
  afterEach(() => {
    running?.child.kill("SIGKILL");
    gated?.close();
    running = gated = undefined;
    killAll(world);
  });
  after(() => world.remove());

  for (const [name, text] of [
    ["SIGTERM", "terminated"],
    ["SIGHUP", "hangup"],
  ] as const) {
    it(`hands ${name} to the program, waits for its end and ends by the same`, async () => {
      running = startCommand(world, [...command, "."], { cwd: catcher });
      await running.says(/ready/);
      process.kill(running.pid, name);
      const { stdout, stderr, signal } = await running.ended;
      assert.match(stdout, new RegExp(`^ready \\d+\ncaught ${text}\nbye\n$`));
      assert.equal(stderr, "exit status 3\n");
      assert.equal(signal, name);
      await assertNothingLeft(world);
    });
  }

  it("ends a program that ignores SIGTERM with the second one", async () => {
    running = startCommand(world, [...command, ".", "stubborn"], { cwd: catcher });
    await running.says(/ready/);
    process.kill(running.pid, "SIGTERM");
    await running.says(/caught/);
    process.kill(running.pid, "SIGTERM");
    assert.equal((await running.ended).signal, "SIGTERM");
    await assertNothingLeft(world);
  });

  it("does not end by a SIGINT that reaches it alone while the program runs: go run does not either", async () => {
    running = startCommand(world, [...command, "."], { cwd: catcher });
    const [, pid] = await running.says(/ready (\d+)/);
    process.kill(running.pid, "SIGINT");
    process.kill(Number(pid), "SIGTERM");
    const { stdout, code } = await running.ended;
    assert.match(stdout, /caught terminated\nbye\n$/);
    assert.doesNotMatch(stdout, /interrupt/);
    assert.equal(code, 1);
  });

  it("leaves nothing behind when it is killed", async () => {
    running = startCommand(world, [...command, "."], { cwd: catcher });
    const [, pid] = await running.says(/ready (\d+)/);
    const program = identify(Number(pid))!;
    process.kill(running.pid, "SIGKILL");
    assert.ok(await until(() => !isAlive(program), withinMs), "the program lives on");
    await assertNothingLeft(world);
  });

  it("ends by the signal that ended go", async () => {
    running = startCommand(world, [...command, "."], { cwd: catcher });
    const [, pid] = await running.says(/ready (\d+)/);
    process.kill(parentOf(Number(pid)), "SIGTERM");
    assert.equal((await running.ended).signal, "SIGTERM");
    await assertNothingLeft(world);
  });

  it("lets the program end by itself when the whole group is sent SIGTERM", async () => {
    running = startCommand(world, [...command, "."], { cwd: catcher });
    await running.says(/ready/);
    process.kill(-running.pid, "SIGTERM");
    const { stdout, signal } = await running.ended;
    assert.match(stdout, /caught terminated\n/);
    assert.match(stdout, /\nbye\n$/);
    assert.equal(signal, "SIGTERM");
    await assertNothingLeft(world);
  });

  for (const name of ["SIGTERM", "SIGINT"] as const) {
    it(`ends by a ${name} that comes while it builds, and leaves no $WORK`, async () => {
      gated = new GatedModule(scratchIn(world, name), "compile");
      running = startCommand(world, [...command, ...gated.buildFlags, "."], { cwd: gated.directory });
      await gated.arrived();
      process.kill(running.pid, name);
      assert.equal((await running.ended).signal, name);
      await assertNothingLeft(world);
    });
  }
});

describe("gorunscope run in a terminal", () => {
  let world: World;
  let running: Running | undefined;
  let gated: GatedModule | undefined;
  before(() => (world = makeWorld()));
  afterEach(async () => {
    running?.child.kill("SIGKILL");
    gated?.close();
    running = gated = undefined;
    killAll(world);
    await assertNothingLeft(world);
  });
  after(() => world.remove());

  it("lets Ctrl-C reach the program, once, and prints a summary", async () => {
    running = startInTerminal(world, [...command, "."], { cwd: writeCatcher(world.path) });
    await running.says(/ready/);
    running.type("\x03");
    const { stdout, code } = await running.ended;
    assert.equal(stdout.match(/caught interrupt/g)?.length, 1);
    assert.match(stdout, /exit status 3\r\n[^\n]*gorunscope:[^\n]* in \d[^\n]*\n[^\n]*\$WORK [^\n]*\(removed\)/);
    assert.equal(code, 1);
  });

  it("gives the program the terminal on all three streams", async () => {
    const cwd = writeModule(world.path, "terminal", {
      "main.go": mainFile(
        ["fmt", "os"],
        [
          "for _, file := range []*os.File{os.Stdin, os.Stdout, os.Stderr} {",
          "\tinfo, _ := file.Stat()",
          "\tfmt.Println(info.Mode()&os.ModeCharDevice != 0)",
          "}",
          "var word string",
          "fmt.Scan(&word)",
          'fmt.Println("read", word)',
        ],
      ),
    });
    running = startInTerminal(world, [...command, "."], { cwd });
    await running.says(/true\r\ntrue\r\ntrue\r\n/);
    running.type("typed\n");
    const { stdout, code } = await running.ended;
    assert.match(stdout, /read typed\r\n/);
    assert.equal(code, 0);
  });

  it("is ended by Ctrl-C while it builds, as go is", async () => {
    gated = new GatedModule(world.path, "compile");
    running = startInTerminal(world, [...command, ...gated.buildFlags, "."], { cwd: gated.directory });
    await gated.arrived();
    running.type("\x03");
    assert.equal((await running.ended).code, 128 + 2);
  });
});

function scratchIn(world: World, name: string): string {
  const directory = join(world.path, name);
  mkdirSync(directory);
  return directory;
}

function parentOf(pid: number): number {
  return readStat(pid)!.parentPid;
}
