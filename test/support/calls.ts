/** A program with a package of its own to be debugged, and what a client sees where it is stopped. */
import { join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { DapClient } from "../../shared/dap/client.ts";
import { lineOf, writeModule } from "./goModule.ts";

/** Ends with 5; with an argument waits for Ctrl-C, and ends with 3. */
export const callsMain = `package main

import (
	"fmt"
	"os"
	"os/signal"

	"example.com/calls/sums"
)

const edition = "first"

func main() {
	name := "main's own"
	sum := sums.Add(2, 3)
	fmt.Println(edition, name, sum)
	if len(os.Args) > 1 {
		wait()
	}
	os.Exit(sum)
}

func wait() {
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	fmt.Println("waiting")
	<-interrupts
	fmt.Println("interrupted")
	os.Exit(3)
}
`;

const sums = `package sums

// Add adds.
func Add(one, two int) int {
	sum := one
	sum += two
	return sum
}
`;

export interface Calls {
  /** The module's directory. */
  module: string;
  /** main.go, and the line where main calls the package. */
  main: string;
  mainLine: number;
  /** The package's file, and a line within its function. */
  sums: string;
  sumsLine: number;
}

/** Writes the module example.com/calls. */
export function writeCalls(parent: string): Calls {
  const module = writeModule(parent, "calls", { "main.go": callsMain, "sums/sums.go": sums });
  return {
    module,
    main: join(module, "main.go"),
    mainLine: lineOf("sum := sums.Add", callsMain),
    sums: join(module, "sums/sums.go"),
    sumsLine: lineOf("sum += two", sums),
  };
}

/** Waits until the program waits for Ctrl-C. */
export async function untilItWaits(client: DapClient): Promise<void> {
  await client.waitFor<DebugProtocol.OutputEvent>("output", ({ body }) => body.output.includes("waiting"));
}

/** Where a program is stopped. */
export interface Place {
  frames: DebugProtocol.StackFrame[];
  line: number;
  name: string;
  locals: Record<string, string>;
}

/** Asks where the program is stopped. */
export async function placeOf(client: DapClient, threadId: number | undefined): Promise<Place> {
  const { stackFrames: frames } = await client.request<DebugProtocol.StackTraceResponse["body"]>("stackTrace", {
    threadId,
  });
  const frameId = frames[0]!.id;
  const { scopes } = await client.request<DebugProtocol.ScopesResponse["body"]>("scopes", { frameId });
  const { variablesReference } = scopes.find(({ name }) => name === "Locals")!;
  const { variables } = await client.request<DebugProtocol.VariablesResponse["body"]>("variables", {
    variablesReference,
  });
  const locals = Object.fromEntries(variables.map(({ name, value }) => [name, value]));
  return { frames, line: frames[0]!.line, name: frames[0]!.name, locals };
}

/** Sends a request after which the program runs until it stops again. */
export async function runToStop(client: DapClient, command: string, threadId: number | undefined): Promise<Place> {
  await client.request(command, { threadId });
  const { body } = await client.waitFor<DebugProtocol.StoppedEvent>("stopped");
  return placeOf(client, body.threadId);
}
