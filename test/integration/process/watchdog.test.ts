import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { procAvailable, readStat } from "../../../shared/process/procfs.ts";
import { Watchdog } from "../../../shared/process/watchdog.ts";
import { until } from "../../../shared/process/waiting.ts";
import { line } from "./trees.ts";

const standInFile = fileURLToPath(new URL("adapterStandIn.ts", import.meta.url));

function openFiles(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
}

/** What this process hands down to all it starts: open files without the flag close-on-exec (octal 2000000). */
function leaked(): string[] {
  return readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      const flags = /^flags:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "latin1"))?.[1] ?? "";
      return (parseInt(flags, 8) & 0o2000000) === 0 ? [readlinkSync(`/proc/self/fd/${fd}`)] : [];
    } catch {
      // The descriptor that lists the others is closed by now.
      return [];
    }
  });
}

/** Whether a process has ended; whoever inherits orphans may take its time to wait for them. */
function isOver(pid: number): boolean {
  return (readStat(pid)?.state ?? "zombie") === "zombie";
}

/** An adapter in a process of its own, and what it has started. */
interface StandIn {
  process: ChildProcess;
  watchdogPid: number;
  /** What the started command and its children write to descriptor 3; ends when the last of them is gone. */
  held: Readable;
  tell(method: string, argument?: string): Promise<void>;
}

describe("Watchdog", function () {
  let root: string;
  let run: string;
  let standIn: StandIn | undefined;

  before(function () {
    if (!procAvailable()) this.skip();
  });
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "watchdog-"));
    run = join(root, "base", "it's a run");
    mkdirSync(run, { recursive: true });
  });
  afterEach(async () => {
    standIn?.process.kill("SIGKILL");
    if (standIn) assert.ok(await until(() => isOver(standIn!.watchdogPid), 5000));
    standIn = undefined;
    rmSync(root, { recursive: true });
  });

  async function standInFor(command: string[], env: NodeJS.ProcessEnv = {}): Promise<StandIn> {
    const child = spawn(process.execPath, ["--import", "tsx", standInFile, run, ...command], {
      stdio: ["pipe", "pipe", "inherit", "pipe"],
      env: { ...process.env, ...env },
    });
    const output = child.stdout!;
    const [watchdogPid] = (await line(output)).split(" ").map(Number) as [number];
    const tell = async (method: string, argument = ""): Promise<void> => {
      child.stdin!.write(`${JSON.stringify([method, argument])}\n`);
      assert.equal(await line(output), method);
    };
    standIn = { process: child, watchdogPid, held: child.stdio[3] as Readable, tell };
    return standIn;
  }

  /** The adapter's death, and the end of all that it had started and of the watchdog. */
  async function killed({ process: child, held, watchdogPid }: StandIn): Promise<void> {
    const gone = once(held, "end");
    held.resume();
    child.kill("SIGKILL");
    await gone;
    assert.ok(await until(() => isOver(watchdogPid), 10_000));
  }

  it("holds no descriptor but its own pipe, and no directory", async () => {
    const { watchdogPid } = await standInFor(["cat"]);
    const own = openFiles(watchdogPid).filter((path) => path !== "/dev/null" && path !== join(run, "watchdog"));
    // What we were started with, and never opened, goes down to everybody.
    const [pipe, ...others] = own.filter((path) => !leaked().includes(path));
    assert.match(pipe ?? "", /^(pipe|socket):/);
    assert.deepEqual(others, []);
    assert.equal(readlinkSync(`/proc/${watchdogPid}/cwd`), "/");
    const stat = readStat(watchdogPid);
    assert.deepEqual([stat?.session, stat?.group], [watchdogPid, watchdogPid]);
  });

  it("ends and removes what a killed adapter has left", async () => {
    const work = join(root, "go-build1");
    mkdirSync(work);
    const held = await standInFor(["sh", "-c", "echo ready >&3; timeout 60 tail -f /dev/null & wait"]);
    await held.tell("removeAtEnd", work);
    assert.equal(await line(held.held), "ready");
    await killed(held);
    assert.deepEqual(readdirSync(root), []);
  });

  it("keeps the $WORK it is told to keep", async () => {
    const work = join(root, "go-build1");
    mkdirSync(work);
    const held = await standInFor(["tail", "-f", "/dev/null"]);
    await held.tell("removeAtEnd", work);
    await held.tell("keep", work);
    await killed(held);
    assert.deepEqual(readdirSync(root), ["go-build1"]);
  });

  it("leaves all as it is after a normal end", async () => {
    const work = join(root, "go-build1");
    mkdirSync(work);
    const held = await standInFor(["sh", "-c", "echo ready >&3; read x <&3; tail -f /dev/null"]);
    assert.equal(await line(held.held), "ready");
    await held.tell("removeAtEnd", work);
    await held.tell("close");
    assert.equal(readStat(held.watchdogPid), undefined);
    assert.ok(existsSync(work) && existsSync(run));
    assert.equal(held.held.readableEnded, false);
    held.process.stdin!.end();
    held.held.resume();
    await once(held.held, "end");
  });

  it("says nothing of a shell that has died", async () => {
    const watchdog = Watchdog.start(run);
    process.kill(watchdog.pid!, "SIGKILL");
    assert.ok(await until(() => readStat(watchdog.pid!) === undefined, 5000));
    watchdog.watch({ pid: 2 ** 22, startTicks: 1 }, "process");
    await watchdog.close();
    await watchdog.close();
  });

  it("ends a go that builds, with its tools, and removes its $WORK", async () => {
    const module = join(root, "hello");
    mkdirSync(module);
    writeFileSync(join(module, "go.mod"), "module example.com/hello\n\ngo 1.20\n");
    writeFileSync(join(module, "main.go"), "package main\n\nfunc main() {}\n");
    // The first tool that is to work never does: it says that it is there, and waits.
    const shim = join(root, "shim");
    writeFileSync(shim, `case " $* " in *" -V=full "*) exec "$@" ;; esac\necho tool >&3\nexec tail -f /dev/null\n`);
    const temporary = join(root, "temporary");
    mkdirSync(temporary);
    const env = { TMPDIR: temporary, GOCACHE: join(root, "cache"), GOTOOLCHAIN: "local", GOFLAGS: "" };
    const held = await standInFor(["go", "run", "-C", module, `-toolexec=sh ${shim}`, "."], env);
    assert.equal(await line(held.held), "tool");
    const works = (): string[] => readdirSync(temporary).filter((name) => name.startsWith("go-build"));
    const [work] = works();
    assert.ok(work !== undefined);
    await held.tell("removeAtEnd", join(temporary, work));
    await killed(held);
    assert.deepEqual(works(), []);
    assert.equal(existsSync(run), false);
  });
});
