/** A debug session from F5 to the program's end. */
import {
  commands,
  debug,
  Location,
  Position,
  SourceBreakpoint,
  Uri,
  window,
  workspace,
  type DebugSession,
} from "vscode";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { clickLens } from "./server.ts";
import { next, nextDebugEvent } from "./waiting.ts";

export interface Stop {
  line: number | undefined;
  locals: [string, string][];
  scopes: string[];
  /** The key of package main, as the scope `go run` has it. */
  key: string | undefined;
  configuration: Record<string, unknown>;
}

interface Start {
  file: string;
  /** Where the breakpoint is, from 1. */
  line: number;
  /** Absent: F5. */
  by?: "lens";
}

/** Opens a file, sets a breakpoint, and presses F5 where there is no launch.json, or clicks on the lens that debugs. */
export async function debugToStop({ file, line, by }: Start): Promise<Stop> {
  const uri = Uri.file(file);
  await window.showTextDocument(await workspace.openTextDocument(uri));
  debug.removeBreakpoints(debug.breakpoints);
  debug.addBreakpoints([new SourceBreakpoint(new Location(uri, new Position(line - 1, 0)))]);
  const stopped = nextDebugEvent<DebugProtocol.StoppedEvent>("stopped");
  const started = next(debug.onDidStartDebugSession, "a debug session");
  await (by === "lens" ? clickLens({ file, title: "debug" }) : commands.executeCommand("workbench.action.debug.start"));
  const session = await started;
  const { threadId } = await stopped;
  const ask = async <T>(command: string, args: object) => (await session.customRequest(command, args)) as T;
  const { stackFrames } = await ask<DebugProtocol.StackTraceResponse["body"]>("stackTrace", { threadId });
  const [frame] = stackFrames;
  const { scopes } = await ask<DebugProtocol.ScopesResponse["body"]>("scopes", { frameId: frame?.id });
  const [locals, run] = [scopes.find(({ name }) => name === "Locals"), scopes.find(({ name }) => name === "go run")];
  return {
    line: frame?.line,
    scopes: scopes.map(({ name }) => name),
    locals: (await variablesOf(session, locals?.variablesReference)).map(({ name, value }) => [name, value]),
    key: await keyIn(session, run?.variablesReference),
    configuration: session.configuration,
  };
}

async function variablesOf(session: DebugSession, variablesReference = 0): Promise<DebugProtocol.Variable[]> {
  if (variablesReference === 0) return [];
  const body = (await session.customRequest("variables", { variablesReference })) as {
    variables: DebugProtocol.Variable[];
  };
  return body.variables;
}

/** Goes down the scope's variables to the first key. */
async function keyIn(session: DebugSession, reference: number | undefined): Promise<string | undefined> {
  const isKey = ({ value }: DebugProtocol.Variable) => /^"?[0-9a-f]{64}"?$/.test(value);
  let level = (await variablesOf(session, reference)).filter(({ name }) => name === "cacheKeys");
  for (let depth = 0; depth < 4; depth++) {
    const below = await Promise.all(level.slice(0, 5).map((each) => variablesOf(session, each.variablesReference)));
    const key = below.flat().find(isKey);
    if (key !== undefined) return key.value;
    level = below.flat().filter(({ variablesReference }) => variablesReference > 0);
  }
  return undefined;
}

/** Lets the program go on to its end. */
export async function toTheEnd(): Promise<{ exitCode: number }> {
  const ended = next(debug.onDidTerminateDebugSession, "the end of the session");
  const session = debug.activeDebugSession;
  if (session === undefined) throw new Error("no debug session is active");
  const exited = exitOf(session);
  await commands.executeCommand("workbench.action.debug.continue");
  await ended;
  return exited();
}

/** The exit code, as the process of the program is told of when it is over. */
function exitOf(session: DebugSession): () => { exitCode: number } {
  let exitCode: number | undefined;
  const listener = debug.onDidReceiveDebugSessionCustomEvent(({ session: of, event, body }) => {
    const { role, exitCode: code } = (body ?? {}) as { role?: string; exitCode?: number };
    if (of === session && event === "gorunscope.process" && role === "program" && code !== undefined) exitCode = code;
  });
  return () => {
    listener.dispose();
    if (exitCode === undefined) throw new Error("the program's exit code was not told");
    return { exitCode };
  };
}
