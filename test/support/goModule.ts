/** Small Go modules whose build and run a test has in its hands. */
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Gate } from "./gate.ts";

/**
 * Writes a module example.com/NAME below a directory.
 * @param files texts by path in the module; `go.mod` need not be among them
 * @returns the module's directory
 */
export function writeModule(parent: string, name: string, files: Record<string, string>): string {
  const directory = join(parent, name);
  for (const [path, text] of Object.entries({ "go.mod": `module example.com/${name}\n\ngo 1.23\n`, ...files })) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

/** A main.go with these statements in main. */
export function mainFile(imports: string[], statements: string[]): string {
  const importLines = imports.map((path) => `import "${path}"\n`).join("");
  return `package main\n\n${importLines}\nfunc main() {\n${statements.map((line) => `\t${line}\n`).join("")}}\n`;
}

/** A program that says hello and ends. */
export function writeHello(parent: string, name = "hello"): string {
  return writeModule(parent, name, { "main.go": mainFile(["fmt"], ['fmt.Println("hello")']) });
}

/** The line of a source that has this text, from 1. */
export function lineOf(text: string, source: string): number {
  const index = source.split("\n").findIndex((line) => line.includes(text));
  if (index < 0) throw new Error(`no line has ${text}`);
  return index + 1;
}

/**
 * A program that prints "ready" and then waits for ever. Its arguments say what it does before, in their order: `deaf` (ignores all
 * signals that can be ignored), `group` (goes into a process group of its own), `daemon` (starts a child in a session of its own),
 * `fork` (starts a child), both of which hold its standard output and are told of as "child PID", `flood` (prints 100 MB in lines
 * of 1 KiB), `partial` (prints "no newline" and none), `end` (ends).
 */
export function writeWaiting(parent: string, name = "waiting"): string {
  return writeModule(parent, name, { "main.go": waitingSource });
}

const waitingSource = `package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	for _, what := range os.Args[1:] {
		do(what)
	}
	fmt.Println("ready")
	wait()
}

func do(what string) {
	switch what {
	case "deaf":
		signal.Ignore(syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM)
	case "group":
		if err := syscall.Setpgid(0, 0); err != nil {
			panic(err)
		}
	case "daemon":
		start(&syscall.SysProcAttr{Setsid: true})
	case "fork":
		start(nil)
	case "child":
		wait()
	case "flood":
		line := append(bytes.Repeat([]byte("x"), 1023), '\\n')
		for range 100 * 1024 {
			os.Stdout.Write(line)
		}
	case "partial":
		fmt.Print("no newline")
	case "end":
		os.Exit(0)
	}
}

func start(attributes *syscall.SysProcAttr) {
	command := exec.Command("/proc/self/exe", "child")
	command.Stdout = os.Stdout
	command.SysProcAttr = attributes
	if err := command.Start(); err != nil {
		panic(err)
	}
	fmt.Println("child", command.Process.Pid)
}

func wait() {
	// Not on a channel that nobody writes to: Go calls that a deadlock.
	time.Sleep(time.Hour)
}
`;

/** At which of go's tools a gate stands: where go asks the compiler for its version, at the compiler of main, or at the linker. */
export type GatePlace = "version" | "compile" | "link";

/** A tool's path, its first argument and the package that it works for, as patterns of the shell. */
const gatePatterns: Record<GatePlace, string> = {
  version: "*/compile:-V=full:*",
  compile: "*/compile:-o:example.com/gated",
  link: "*/link:-o:example.com/gated",
};

/**
 * A module whose build stops at a gate: one of go's tools waits in the user's own -toolexec until the test opens it. Its text is new
 * each time, so that nothing of it comes from the cache.
 */
export class GatedModule {
  /** The module's directory. */
  readonly directory: string;
  /** What goes into `buildFlags`. */
  readonly buildFlags: string[];
  readonly #gate: Gate;

  /** @param stubborn whether the tool that waits ignores the signals that can be ignored */
  constructor(parent: string, place: GatePlace, { stubborn = false } = {}) {
    const statements = [`println("built ${randomUUID()}")`, "time.Sleep(time.Hour)"];
    this.directory = writeModule(parent, "gated", { "main.go": mainFile(["time"], statements) });
    this.#gate = new Gate(parent);
    const script = join(parent, "tool.sh");
    const wait = `case $1:$2:$TOOLEXEC_IMPORTPATH in\n${gatePatterns[place]}) ${this.#gate.wait} ;;\nesac`;
    writeFileSync(script, `${stubborn ? "trap '' HUP INT QUIT TERM\n" : ""}${wait}\nexec "$@"\n`);
    this.buildFlags = [`-toolexec=sh ${script}`];
  }

  /** Waits until a tool stands at the gate. @returns its process's number */
  arrived(): Promise<number> {
    return this.#gate.arrived();
  }

  /** Lets the tool that stands at the gate go on. */
  open(): void {
    this.#gate.open();
  }

  /** To be called at the test's end. */
  close(): void {
    this.#gate.close();
  }
}
