import assert from "node:assert/strict";
import type { ProcNode } from "../../../shared/contract/answers.ts";
import { writeModule } from "../../support/goModule.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { assertWent, observe } from "./observe.ts";

/**
 * Starts children of all kinds and prints `KIND PID` for each: ten that live a tenth of a second, one that ends with 7 and one that
 * is killed, both waited for late, one with a child of its own, one in a session of its own.
 */
const program = `package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

func start(kind string, setsid bool, words ...string) *exec.Cmd {
	command := exec.Command(words[0], words[1:]...)
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: setsid}
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		panic(err)
	}
	fmt.Println(kind, command.Process.Pid)
	return command
}

func main() {
	short := []*exec.Cmd{}
	for range 10 {
		short = append(short, start("short", false, "sleep", "0.1"))
	}
	failing := start("failing", false, "sh", "-c", "exit 7")
	killed := start("killed", false, "sleep", "60")
	killed.Process.Kill()
	nested := exec.Command("sh", "-c", "sleep 0.3 & echo $!; wait")
	output, err := nested.StdoutPipe()
	if err == nil {
		err = nested.Start()
	}
	if err != nil {
		panic(err)
	}
	fmt.Println("nested", nested.Process.Pid)
	line, _, _ := bufio.NewReader(output).ReadLine()
	fmt.Println("inner", string(line))
	apart := start("apart", true, "sleep", "0.3")
	// Until then the ended ones are zombies, whose status anybody may read.
	time.Sleep(time.Second)
	for _, each := range append(short, failing, killed, nested, apart) {
		each.Wait()
	}
}
`;

describe("the program's own children", function () {
  this.timeout(60_000);
  let world: World;
  before(() => {
    world = makeWorld();
  });
  after(() => world.remove());

  it("stand below it, short and long, with their ends", async () => {
    const cwd = writeModule(world.path, "parent", { "main.go": program });
    const observed = await observe(world, { cwd });
    assertWent(observed, /^short \d+\n/);
    const { root } = observed.tree;
    const parent = root.children.find(({ role }) => role === "program");
    assert.ok(parent, "the program is a child of go");
    assert.equal(parent.exitCode, 0);
    assert.equal(root.exitCode, 0);
    const told = observed.stdout
      .trim()
      .split("\n")
      .map((line) => line.split(" ") as [string, string]);
    assert.equal(told.length, 15);
    for (const [kind, pid] of told) {
      const place: ProcNode = kind === "inner" ? childOf(parent, told.find(([each]) => each === "nested")![1]) : parent;
      const node = childOf(place, pid);
      assert.deepEqual([node.role, node.parentPid, node.state], ["child", place.pid, "exited"], kind);
      assert.ok(node.exitedAt! >= node.startedAt, kind);
      assert.equal(node.package, undefined);
      assert.equal(node.command[0], ["failing", "nested"].includes(kind) ? "sh" : "sleep", kind);
      if (kind === "failing") assert.equal(node.exitCode, 7);
      if (kind === "killed") assert.equal(node.signal, "SIGKILL");
      if (kind === "short") assert.equal(node.exitCode, 0);
    }
  });
});

function childOf({ children, pid: parentPid }: ProcNode, pid: string): ProcNode {
  const child = children.find((each) => each.pid === Number(pid));
  assert.ok(child, `${pid} is not a child of ${parentPid}`);
  return child;
}
