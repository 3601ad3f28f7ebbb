/** A small Go program that behaves in the ways that a session's end depends on, built for the debugger. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const source = `package main

import (
	"fmt"
	"os"
	"os/signal"
	"time"
)

func main() {
	how := "end"
	if len(os.Args) > 1 {
		how = os.Args[1]
	}
	interrupts := make(chan os.Signal, 1)
	if how != "end" {
		signal.Notify(interrupts, os.Interrupt)
	}
	fmt.Fprintln(os.Stderr, "complaint")
	fmt.Println("begin " + how + " ä")
	switch how {
	case "wait":
		work()
		<-interrupts
		fmt.Println("interrupted")
		os.Exit(3)
	case "stubborn":
		for {
			time.Sleep(time.Millisecond)
		}
	}
	work()
	fmt.Print("end without newline ü")
}

func work() {
	time.Sleep(time.Millisecond) // breakpoint
}
`;

/** The line of the source with this text, from 1. */
export function lineOf(text: string): number {
  return source.split("\n").findIndex((line) => line.includes(text)) + 1;
}

export interface DebugProgram {
  /** The module's directory. */
  directory: string;
  file: string;
  /** Built with debug information. */
  executable: string;
}

/** Writes the module example.com/prog below a directory and builds it. Arguments: nothing, `wait` or `stubborn`. */
export function buildDebugProgram(parent: string): DebugProgram {
  const directory = join(parent, "prog");
  mkdirSync(directory);
  writeFileSync(join(directory, "go.mod"), "module example.com/prog\n\ngo 1.23\n");
  writeFileSync(join(directory, "main.go"), source);
  const executable = join(parent, "prog.exe");
  execFileSync("go", ["build", "-gcflags=example.com/prog=-N -l", "-o", executable, "."], { cwd: directory });
  return { directory, file: join(directory, "main.go"), executable };
}
