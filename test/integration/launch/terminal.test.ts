/** The attribute `console`: a go run in a terminal of the client's. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { BuildDirResponse, CacheKeysResponse } from "../../../shared/contract/answers.ts";
import type { DapClient } from "../../../shared/dap/client.ts";
import { writeModule } from "../../support/goModule.ts";
import { launch, launchUntilStopped, outputOf, programEnd, startAdapter } from "../../support/session.ts";
import { Terminal } from "../../support/terminal.ts";
import { testDlv } from "../../support/tools.ts";
import { failingLaunch } from "../../support/wholeRun.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

/** Says what it sees of its terminal, reads a line, and waits for Ctrl-C; its echo stays off then. */
const source = `package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"unsafe"
)

func size(file *os.File) string {
	var size [4]uint16
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, file.Fd(), syscall.TIOCGWINSZ, uintptr(unsafe.Pointer(&size)))
	if errno != 0 {
		return "none"
	}
	return fmt.Sprintf("%dx%d", size[0], size[1])
}

func main() {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGWINCH)
	fmt.Println("sees", size(os.Stdin), size(os.Stdout), size(os.Stderr))
	line, _ := bufio.NewReader(os.Stdin).ReadString('\\n')
	fmt.Printf("read %q\\n", line)
	for received := range signals {
		if received == syscall.SIGWINCH {
			fmt.Println("now", size(os.Stdin))
			continue
		}
		stty := exec.Command("stty", "-echo")
		stty.Stdin = os.Stdin
		stty.Run()
		fmt.Println("interrupted")
		os.Exit(3)
	}
}
`;

let world: World;
let module: string;

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  warmCache(world);
  module = writeModule(world.path, "tty", { "main.go": source });
});
after(() => world.remove());

/** A session whose client has a terminal; what it was asked to run there. */
async function withTerminal(
  test: (client: DapClient, terminal: Terminal, asked: DebugProtocol.RunInTerminalRequestArguments[]) => Promise<void>,
): Promise<void> {
  const terminal = await Terminal.open({ cwd: world.path, env: world.env, rows: 33, columns: 101 });
  const { client } = await startAdapter(world, { initialize: { supportsRunInTerminalRequest: true } });
  const asked: DebugProtocol.RunInTerminalRequestArguments[] = [];
  client.onReverseRequest("runInTerminal", (args) => {
    const { cwd, args: words } = args as DebugProtocol.RunInTerminalRequestArguments;
    asked.push(args as DebugProtocol.RunInTerminalRequestArguments);
    terminal.type(`cd '${cwd}'\r`);
    terminal.run(words);
    return {};
  });
  try {
    await test(client, terminal, asked);
  } finally {
    await client.close();
    await terminal.close();
  }
}

/** The shell is in front again, with all keys shown: what a program that was ended left switched off is on. */
async function assertUsable(terminal: Terminal): Promise<void> {
  await terminal.shows(/prompt> $/);
  terminal.type('stty -a; read -r stat </proc/$$/stat; echo "stat: $stat"\r');
  const [settings, stat = ""] = await terminal.shows(/speed[^]*\nstat: (.*)\r\n/);
  assert.match(settings, /[^-]echo\b/);
  assert.match(settings, /[^-]icanon\b/);
  const [, , own, , , front] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  assert.equal(front, own, "the shell is the foreground group");
}

describe("console integratedTerminal", () => {
  for (const noDebug of [false, true]) {
    it(`gives a program ${noDebug ? "without" : "under"} the debugger a real terminal, and the terminal back at its end`, () =>
      withTerminal(async (client, terminal, asked) => {
        const attributes = { cwd: module, console: "integratedTerminal", noDebug, env: { HIDDEN: "a secret" } };
        if (noDebug) await client.request("launch", { mode: "run", ...attributes });
        else await launch(client, attributes);
        await terminal.shows(/sees 33x101 33x101 33x101\r\n/);
        assert.equal(asked[0]?.kind, "integrated");
        assert.equal(asked[0].cwd, module);
        assert.equal(JSON.stringify(asked).includes("a secret"), false);

        terminal.type("a line of mine\r");
        await terminal.shows(/read "a line of mine\\n"\r\n/);
        const { process } = await client.request<BuildDirResponse>("buildDir");
        const tty = readFileSync(`/proc/${process!.pid}/stat`, "utf8").split(") ")[1]!.split(" ")[4];
        assert.notEqual(tty, "0");
        terminal.type("\x03");
        await terminal.shows(/interrupted\r\n/);
        assert.equal(await programEnd(client), 3);
        await assertUsable(terminal);
        const keys = await client.request<CacheKeysResponse>("cacheKeys");
        assert.ok(keys.actions.length > 10 && keys.actions.every(({ actionID }) => actionID !== undefined));
        // What go says of the program's end is for the session; the program's own output is in the terminal.
        assert.equal(outputOf(client, "stdout", "stderr"), noDebug ? "exit status 3\n" : "");
      }));
  }

  it("hands on changes of the window's size, and stops at breakpoints as ever", () =>
    withTerminal(async (client, terminal) => {
      const { threadId } = await launchUntilStopped(client, { cwd: module, console: "integratedTerminal" });
      const { result } = await client.request<{ result: string }>("evaluate", {
        expression: "gorun procTree",
        context: "repl",
      });
      assert.match(result, /\bgo\b[^]*dlv/);
      const { process } = await client.request<BuildDirResponse>("buildDir");
      await client.request("continue", { threadId });
      await terminal.shows(/sees /);
      terminal.type("x\r");
      await terminal.shows(/read "x\\n"/);
      const second = await Terminal.open({ cwd: world.path, env: world.env, rows: 10, columns: 10 });
      second.type(`stty rows 44 columns 55 </proc/${process!.pid}/fd/0\r`);
      await terminal.shows(/now 44x55\r\n/);
      await second.close();
      await client.request("terminate");
      assert.equal(await programEnd(client), 3);
      await assertUsable(terminal);
    }));

  it("leaves the terminal usable when the session is ended while the program waits", () =>
    withTerminal(async (client, terminal) => {
      await launch(client, { cwd: module, console: "integratedTerminal" });
      await terminal.shows(/sees /);
      const { process } = await client.request<BuildDirResponse>("buildDir");
      await client.request("disconnect");
      assert.equal(existsSync(`/proc/${process!.pid}`), false);
      await assertUsable(terminal);
    }));

  it("restarts in a terminal, too", () =>
    withTerminal(async (client, terminal, asked) => {
      await launch(client, { cwd: module, console: "integratedTerminal" });
      await terminal.shows(/sees /);
      const restarted = client.request("restart");
      await restarted;
      await terminal.shows(/sees 33x101/);
      assert.equal(asked.length, 2);
      await client.request("disconnect");
      await assertUsable(terminal);
    }));
});

describe("console externalTerminal", () => {
  it("asks for a terminal of its own", () =>
    withTerminal(async (client, terminal, asked) => {
      await launch(client, { cwd: module, console: "externalTerminal" });
      await terminal.shows(/sees 33x101/);
      assert.equal(asked[0]?.kind, "external");
      await client.request("disconnect");
      await assertUsable(terminal);
    }));
});

describe("a client without a terminal", () => {
  it("that refuses the request makes the launch fail, with what to do", async () => {
    // A reverse request that nobody handles is answered with an error.
    const options = { initialize: { supportsRunInTerminalRequest: true } };
    const { id, format } = await failingLaunch(world, { cwd: module, console: "integratedTerminal" }, options);
    assert.equal(id, 7003);
    assert.match(format, /could not open a terminal: runInTerminal is not supported.*console.*internalConsole/);
  });

  it("and says so gets the output as events, and is told why", async () => {
    const { client } = await startAdapter(world);
    try {
      await launch(client, { cwd: module, console: "integratedTerminal" });
      await client.waitFor<DebugProtocol.OutputEvent>("output", ({ body }) =>
        body.output.startsWith("sees none none none"),
      );
      assert.match(outputOf(client, "console"), /this client has no terminal to run in: the output comes here/);
      await client.request("disconnect");
    } finally {
      await client.close();
    }
  });
});
