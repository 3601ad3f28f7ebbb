import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { ProcNode } from "../../../shared/contract/answers.ts";
import { signal } from "../../../shared/process/identity.ts";
import type { ProcessFacts } from "../../../shared/process/processEntry.ts";
import { ProcessTable } from "../../../shared/process/processTable.ts";
import { procAvailable, readStat } from "../../../shared/process/procfs.ts";
import { until } from "../../../shared/process/waiting.ts";
import { endTrees, line, tree, type Tree } from "./trees.ts";

describe("ProcessTable", function () {
  let table: ProcessTable;
  let told: ProcessFacts[];

  before(function () {
    if (!procAvailable()) this.skip();
  });
  beforeEach(() => {
    table = new ProcessTable();
    told = [];
    table.onProcess = (facts) => void told.push(facts);
  });
  afterEach(async () => {
    table.stop();
    await endTrees();
  });

  /** Polls until something is told that one waits for. */
  function telling(expected: (facts: ProcessFacts) => boolean): Promise<ProcessFacts> {
    return new Promise((resolve) => {
      table.onProcess = (facts) => {
        told.push(facts);
        if (expected(facts)) resolve(facts);
      };
      table.poll(4);
    });
  }

  function root(of: Tree): ProcNode {
    table.root(of.started.pid);
    return shown();
  }

  function shown(live = false): ProcNode {
    const node = table.tree(live);
    assert.ok(node);
    return node;
  }

  function pids(nodes: ProcNode[]): number[] {
    return nodes.map((node) => node.pid);
  }

  it("has no tree before it has a root", () => {
    assert.equal(table.tree(false), undefined);
    table.scan();
    assert.deepEqual(table.living(), []);
  });

  it("shows what is below a root already", async () => {
    const held = await tree(`sh -c 'echo $$; read x <&4; :' one; :`);
    const child = Number(await line(held.output));
    const node = root(held);
    assert.deepEqual([node.pid, node.parentPid, node.role], [held.started.pid, process.pid, "go"]);
    assert.deepEqual(pids(node.children), [child]);
    const [below] = node.children;
    assert.equal(below?.role, "tool");
    assert.deepEqual(below.command, ["sh", "-c", "echo $$; read x <&4; :", "one"]);
    assert.ok(below.state === "sleeping" || below.state === "running", "just now it wrote");
    assert.equal(below.cwd, process.cwd());
    assert.match(below.executable ?? "", /^\//);
    assert.ok(below.residentBytes! > 0 && below.cpuMs !== undefined);
    assert.ok(Date.parse(below.startedAt) <= Date.now());
  });

  it("sees what comes and what goes, and keeps it", async () => {
    const held = await tree(`read x <&4; sh -c 'echo $$; read x <&4'; echo; read x <&4`);
    root(held);
    held.input.write("\n");
    const child = Number(await line(held.output));
    table.scan();
    table.scan();
    assert.ok(told.some((facts) => facts.pid === child && facts.exitedAt === undefined));
    held.input.write("\n");
    await line(held.output);
    table.scan();
    const [below] = shown().children;
    assert.equal(below?.state, "exited");
    assert.ok(below.exitedAt! >= below.startedAt);
    assert.equal(told.filter((facts) => facts.pid === child && facts.exitedAt !== undefined).length, 1);
    assert.deepEqual(shown(true).children, []);
    assert.deepEqual(
      table.living().map(({ pid }) => pid),
      [held.started.pid],
    );
  });

  it("takes up what an exec makes of a process", async () => {
    const held = await tree(`sh -c 'echo $$; read x <&4; exec cat <&4' & echo; wait`);
    await line(held.output);
    root(held);
    const becomes = telling((facts) => facts.command[0] === "cat");
    held.input.write("\n");
    const facts = await becomes;
    assert.match(facts.executable ?? "", /\/(cat|busybox|coreutils)$/);
    assert.equal(facts.parentPid, held.started.pid);
    assert.equal(shown().children.length, 1, "the same process");
  });

  it("leaves an orphan where it was, alive in the place of its parent", async () => {
    const held = await tree(`sh -c 'sh -c "echo \\$\\$; read x <&4" & echo $$; read x <&4' & wait; read x <&4`);
    const both = [Number(await line(held.output)), Number(await line(held.output))];
    const node = root(held);
    const [parent] = node.children;
    const [orphan] = parent!.children;
    assert.deepEqual([parent!.pid, orphan!.pid].sort(), both.sort());
    const ended = telling((facts) => facts.pid === parent!.pid && facts.exitedAt !== undefined);
    signal({ pid: parent!.pid, startTicks: readStat(parent!.pid)!.startTicks }, "SIGKILL");
    await ended;
    assert.notEqual(readStat(orphan!.pid)?.parentPid, parent!.pid);
    assert.deepEqual(pids(shown().children), [parent!.pid]);
    assert.deepEqual(pids(shown().children[0]!.children), [orphan!.pid]);
    assert.equal(shown().children[0]!.children[0]!.parentPid, parent!.pid);
    // Until the shell has waited for it, the parent is a zombie.
    assert.ok(await until(() => readStat(parent!.pid) === undefined, 5000));
    table.scan();
    assert.deepEqual(pids(shown(true).children), [orphan!.pid]);
  });

  it("finds an orphan whose parent it has never seen, by its session", async () => {
    const held = await tree(`read x <&4; sh -c 'sh -c "echo \\$\\$; read x <&4" & exit 0'; echo; read x <&4`);
    root(held);
    held.input.write("\n");
    const said = [await line(held.output), await line(held.output)];
    const orphan = Number(said.find((word) => word !== ""));
    table.scan();
    assert.deepEqual(pids(shown().children), [orphan]);
  });

  it("shows a zombie with its exit status, and does not tell of its end twice", async () => {
    const held = await tree(`sh -c 'read x <&4; exit 3' & exec tail -f /dev/null`);
    root(held);
    const died = telling((facts) => facts.exitedAt !== undefined);
    held.input.write("\n");
    const facts = await died;
    assert.deepEqual([facts.state, facts.exitCode], ["zombie", 3]);
    assert.deepEqual(
      table.living().map(({ pid }) => pid),
      [held.started.pid],
    );
    const over = telling(({ pid, exitedAt }) => pid === held.started.pid && exitedAt !== undefined);
    signal(held.started.identity, "SIGKILL");
    await over;
    assert.ok(await until(() => readStat(facts.pid) === undefined, 10_000), "whoever inherits it has waited for it");
    table.scan();
    assert.equal(shown().children[0]?.state, "exited");
    assert.equal(told.filter(({ pid, exitedAt }) => pid === facts.pid && exitedAt !== undefined).length, 1);
  });

  it("shows who is dead as ended once all is over, though nobody waits for it", async () => {
    const held = await tree(`sh -c 'read x <&4; exit 3' & exec tail -f /dev/null`);
    root(held);
    const died = telling((facts) => facts.exitedAt !== undefined);
    held.input.write("\n");
    assert.equal((await died).state, "zombie");
    table.close();
    const [dead] = shown().children;
    assert.deepEqual([dead?.state, dead?.exitCode], ["exited", 3]);
    table.scan();
    assert.equal(shown().children[0]?.state, "exited");
    assert.equal(told.filter(({ pid, exitedAt }) => pid === dead?.pid && exitedAt !== undefined).length, 1);
  });

  it("takes the exit status from who has waited", async () => {
    const held = await tree("exit 4");
    table.root(held.started.pid);
    const exit = await held.started.exited;
    table.scan();
    table.ended(held.started.pid, exit);
    assert.equal(shown().exitCode, 4);
    assert.equal(shown().state, "exited");
    const times = told.length;
    table.ended(held.started.pid, exit);
    assert.equal(told.length, times, "told again");
  });

  it("takes a shim's word for role and package, also after the exec", async () => {
    const held = await tree(`sh -c 'echo $$; read x <&4; exec cat <&4' & wait`);
    const pid = Number(await line(held.output));
    table.root(held.started.pid);
    const { startTicks } = readStat(pid)!;
    table.note({
      pid,
      parentPid: held.started.pid,
      startTicks,
      command: ["/go/compile", "-p", "fmt"],
      role: "compile",
      package: "fmt",
    });
    const [noted] = shown().children;
    assert.deepEqual([noted?.role, noted?.package, noted?.command[0]], ["compile", "fmt", "/go/compile"]);
    const becomes = telling((facts) => facts.command[0] === "cat");
    held.input.write("\n");
    assert.deepEqual([(await becomes).role, (await becomes).package], ["compile", "fmt"]);
    assert.deepEqual(table.findRole("compile"), { pid, startTicks });
    assert.equal(shown().children.length, 1);
  });

  it("knows the program's children as such, also where it is told late that it is the program", async () => {
    const held = await tree(`sh -c 'sh -c "echo \\$\\$; read x <&4; :" & echo $$; read x <&4' & wait`);
    const both = [Number(await line(held.output)), Number(await line(held.output))];
    const [parent] = root(held).children;
    const [child] = parent!.children;
    assert.deepEqual([parent!.pid, child!.pid].sort(), both.sort());
    assert.deepEqual([parent!.role, child!.role], ["tool", "tool"]);
    table.setRole(parent!.pid, "program");
    assert.equal(shown().children[0]!.children[0]!.role, "child");
    assert.deepEqual(
      told.slice(-2).map(({ pid, role }) => [pid, role]),
      [
        [child!.pid, "child"],
        [parent!.pid, "program"],
      ],
    );
  });

  it("keeps what only a shim has told of", async () => {
    const held = await tree("read x <&4");
    const gone = await tree("exit 0");
    await gone.started.exited;
    table.root(held.started.pid);
    const { pid, startTicks } = gone.started.identity;
    table.note({ pid, parentPid: held.started.pid, startTicks, command: ["/go/asm"], role: "asm", package: "runtime" });
    table.scan();
    const [node] = shown().children;
    assert.deepEqual([node?.pid, node?.role, node?.package, node?.state], [pid, "asm", "runtime", "exited"]);
  });

  it("tells processes of one number apart", async () => {
    const held = await tree("sh -c 'echo $$; read x <&4'; :");
    const pid = Number(await line(held.output));
    const { startTicks } = readStat(pid)!;
    table.root(held.started.pid);
    table.note({ pid, parentPid: held.started.pid, startTicks: startTicks - 1, role: "link" });
    table.scan();
    const [earlier, later] = shown().children;
    assert.deepEqual([earlier?.pid, earlier?.role, earlier?.state], [pid, "link", "exited"]);
    assert.deepEqual([later?.pid, later?.role, later?.exitedAt], [pid, "tool", undefined]);
    table.note({ pid, parentPid: held.started.pid, startTicks: startTicks + 1, role: "asm" });
    assert.deepEqual(
      shown().children.map((node) => [node.role, node.state]),
      [
        ["link", "exited"],
        ["tool", "exited"],
        ["asm", "running"],
      ],
    );
  });

  it("gives a process the role it is told", async () => {
    const held = await tree("sh -c 'echo $$; sh -c \"read x <&4; :\"; :'; :");
    const pid = Number(await line(held.output));
    table.root(held.started.pid);
    table.setRole(pid, "program");
    assert.equal(shown().children[0]?.role, "program");
    assert.equal(told.at(-1)?.role, "program");
    assert.equal(table.findRole("program")?.pid, pid);
    assert.equal(table.findRole("debugger"), undefined);
  });

  it("hangs further roots below the first", async () => {
    const first = await tree("read x <&4");
    const second = await tree("sh -c 'echo; read x <&4; :'; :");
    await line(second.output);
    table.root(first.started.pid);
    table.root(second.started.pid, "debugger");
    assert.deepEqual(pids(shown().children), [second.started.pid]);
    assert.equal(shown().children[0]?.role, "debugger");
    assert.equal(shown().children[0]?.children.length, 1);
    second.input.end();
    await second.started.exited;
    table.scan();
    assert.deepEqual(shown(true).children, []);
  });

  it("misses none of 500 short processes that live 10 ms", async () => {
    table.root(process.pid);
    table.poll(4);
    const expected = new Set<number>();
    const one = async (): Promise<void> => {
      const child = spawn("sh", ["-c", "cat; :"], { stdio: ["pipe", "ignore", "ignore"] });
      expected.add(child.pid!);
      // Ten milliseconds by the same clock as the polling: however late both are, two looks lie between.
      await new Promise((resolve) => setTimeout(resolve, 10));
      child.stdin.end();
      await once(child, "exit");
    };
    const row = async (): Promise<void> => {
      for (let count = 0; count < 125; count += 1) await one();
    };
    await Promise.all([row(), row(), row(), row()]);
    assert.equal(expected.size, 500);
    table.scan();
    const seen = new Set([...told].map((facts) => facts.pid));
    assert.deepEqual(
      [...expected].filter((pid) => !seen.has(pid)),
      [],
    );
    const shells = shown().children.filter((node) => expected.has(node.pid));
    assert.equal(shells.length, 500);
    assert.ok(shells.every((node) => node.exitedAt !== undefined));
  });

  it("looks at little where nothing is new", async () => {
    const held = await tree("read x <&4");
    table.root(held.started.pid);
    for (let count = 0; count < 500; count += 1) table.scan();
    assert.equal(shown().pid, held.started.pid);
    assert.equal(told.filter((facts) => facts.pid === held.started.pid && facts.command.length > 0).length, 1);
  });
});
