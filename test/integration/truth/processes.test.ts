import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { basename, join } from "node:path";
import type { ProcNode } from "../../../shared/contract/answers.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { assertWent, observe, type Observation } from "./observe.ts";
import { writeTiny, type Subject } from "./subject.ts";
import { canTrace, TracedGo, type TracedProcess } from "./traced.ts";
import { writeZoo } from "./zoo.ts";

describe("the process tree beside what strace sees", function () {
  this.timeout(120_000);
  let world: World;
  before(function () {
    if (!canTrace()) this.skip();
  });
  beforeEach(() => {
    world = makeWorld();
  });
  afterEach(() => world.remove());

  async function trace({
    directory,
    attributes,
  }: Subject): Promise<{ observed: Observation; traced: TracedProcess[] }> {
    const go = new TracedGo(mkdtempSync(join(world.path, "traced-")));
    const observed = await observe(world, { cwd: directory, ...attributes, goBinary: go.path });
    assertWent(observed, "");
    return { observed, traced: await go.processes() };
  }

  it("misses no process of a build in Go, first and again", async () => {
    const subject = writeTiny(world, "traced");
    const first = await trace(subject);
    assertSameTree(first.observed, first.traced);
    const roles = nodes(first.observed.tree.root).map(({ role }) => role);
    assert.equal(roles.filter((role) => role === "compile").length, 3);
    assert.equal(roles.filter((role) => role === "link").length, 1);
    assert.equal(roles.filter((role) => role === "program").length, 1);
    const again = await trace(subject);
    assertSameTree(again.observed, again.traced);
    // Three tools are asked for their versions, and now and then go has something to do for itself.
    const rolesAgain = nodes(again.observed.tree.root).map(({ role }) => role);
    assert.deepEqual([...new Set(rolesAgain)].sort(), ["go", "program", "tool"]);
  });

  it("misses no process of a build with C and assembly", async () => {
    const { observed, traced } = await trace(writeZoo(world));
    assertSameTree(observed, traced);
    const names = nodes(observed.tree.root).map(({ command }) => basename(command[0]!));
    for (const name of ["cgo", "asm", "gcc", "cc1", "as", "collect2", "ld"]) assert.ok(names.includes(name), name);
  });
});

/** A node and all below it, but for the tracer, which is there for us alone. */
function nodes(node: ProcNode): ProcNode[] {
  return [node.command[0], node.executable].some((word) => basename(word ?? "") === "strace")
    ? []
    : [node, ...node.children.flatMap(nodes)];
}

/** Whatever exec'd is in the tree, at its place and as what it was; and nobody else is. */
function assertSameTree({ tree }: Observation, traced: TracedProcess[]): void {
  const ours = new Map(nodes(tree.root).map((node) => [node.pid, node]));
  assert.equal(ours.size, nodes(tree.root).length, "each process stands there once");
  const [root, ...below] = traced.filter(({ execs }) => execs.length > 0);
  assert.equal(tree.root.pid, root?.pid);
  for (const theirs of below) {
    const { path, command } = theirs.execs.at(-1)!;
    const what = `${theirs.pid} ${path}`;
    const node = ours.get(theirs.pid);
    assert.ok(node, `${what} is not in the tree`);
    assert.equal(node.parentPid, theirs.parentPid, `parent of ${what}`);
    assert.ok(ours.get(theirs.parentPid)?.children.includes(node), `place of ${what}`);
    assert.deepEqual(withoutPath(node.command), withoutPath(withoutWrapper(command)), what);
    assert.equal(node.role, roleOf(theirs, node, ours), what);
    assert.equal(node.package, packageOf(theirs, traced), what);
    assert.equal(node.state, "exited", what);
    assertEnd(node, theirs);
  }
  const known = new Set(traced.map(({ pid }) => pid));
  const others = [...ours.values()].filter(({ pid }) => !known.has(pid));
  assert.deepEqual(others, [], "processes that strace has not seen");
}

/** A program by its name: whether it was found on PATH is all that its directory tells. */
function withoutPath([file = "", ...words]: string[]): string[] {
  return [basename(file), ...words];
}

/** Our own word in gcc's command line, which go has not written. */
function withoutWrapper(command: string[]): string[] {
  const at = command.indexOf("-wrapper");
  return at < 0 ? command : command.toSpliced(at, 2);
}

function roleOf({ execs }: TracedProcess, { parentPid }: ProcNode, ours: Map<number, ProcNode>): string {
  const { path, command } = execs.at(-1)!;
  if (["program", "child"].includes(ours.get(parentPid)?.role ?? "")) return "child";
  if (/\/exe\/[^/]+$|-d\/[^/]+$/.test(path)) return "program";
  const name = basename(path);
  const isTool = path.includes("/pkg/tool/") && command[1] !== "-V=full";
  return isTool && ["compile", "link", "asm", "cgo"].includes(name) ? name : "tool";
}

/** The package that go has told the process, or one above it, that it works for. */
function packageOf({ execs, parentPid }: TracedProcess, traced: TracedProcess[]): string | undefined {
  const told = execs.at(-1)?.environment.TOOLEXEC_IMPORTPATH;
  if (told) return told;
  const parent = traced.find(({ pid }) => pid === parentPid);
  return parent && packageOf(parent, traced);
}

/** How it ended is not always to be had, but where it is told it is true. */
function assertEnd({ pid, exitCode, signal }: ProcNode, { end }: TracedProcess): void {
  if (exitCode !== undefined) assert.equal(exitCode, end, `exit code of ${pid}`);
  if (signal !== undefined) assert.equal(signal, end, `signal of ${pid}`);
}
