/** The program's output in a session: nothing of a plain go run's is lost by its coming as events. */
import assert from "node:assert/strict";
import { mainFile, writeModule } from "../../support/goModule.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { wholeRun } from "../../support/wholeRun.ts";
import { makeWorld, type World } from "../../support/world.ts";

/** Opens its output by the names that the system has for it, itself and through a shell. */
const reopening = `package main

import (
	"fmt"
	"os"
	"os/exec"
)

func main() {
	for _, name := range []string{"/dev/stdout", "/proc/self/fd/1", "/dev/stderr", "/proc/self/fd/2"} {
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			panic(err)
		}
		fmt.Fprintln(file, name)
		file.Close()
	}
	shell := exec.Command("sh", "-c", "echo from sh >/dev/stdout; echo from sh >/dev/stderr")
	shell.Stdout = os.Stdout
	shell.Stderr = os.Stderr
	if err := shell.Run(); err != nil {
		panic(err)
	}
	fmt.Println("end")
}
`;

/** Writes at once, and fails. */
const hasty = mainFile(
  ["os"],
  ['println("first")', 'os.Stdout.WriteString("first\\n")', 'println("last")', "os.Exit(3)"],
);

let world: World;
let directory: string;

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  warmCache(world);
  directory = writeModule(world.path, "reopening", { "main.go": reopening });
});
after(() => world.remove());

describe("the program's output as events", () => {
  for (const noDebug of [false, true]) {
    it(`can be opened as /dev/stdout and /dev/stderr ${noDebug ? "without" : "under"} the debugger`, async () => {
      const run = await wholeRun(world, { cwd: directory, noDebug });
      assert.equal(run.output("stdout"), "/dev/stdout\n/proc/self/fd/1\nfrom sh\nend\n");
      assert.equal(run.output("stderr"), "/dev/stderr\n/proc/self/fd/2\nfrom sh\n");
      assert.equal(run.exitCode, 0);
    });
  }

  it("comes after all that go has said before it and the summary, and before what go says of its end", async () => {
    const cwd = writeModule(world.path, "hasty", { "main.go": hasty });
    for (let time = 1; time <= 5; time += 1) {
      const run = await wholeRun(world, { cwd, noDebug: true, buildFlags: ["-x"] });
      assert.match(run.output("stderr"), /^WORK=[^]*\/hasty\nfirst\nlast\nexit status 3\n$/);
      assert.match(run.output("stdout", "stderr", "console"), /\ngo run: [^]*\nfirst\n[^]*first\n/);
    }
  });
});
