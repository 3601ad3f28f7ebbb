/** The client's requests that do not simply go to dlv, by name. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { errorIds, Failure } from "../../shared/contract/errors.ts";
import { isOwnRequest } from "../../shared/contract/requestNames.ts";
import type { Frame } from "../../shared/dap/frame.ts";
import { completeConsole, parseConsole } from "../../shared/text/console.ts";
import { consoleAnswer } from "../views/consoleAnswer.ts";
import type { RunModeSession } from "./runSession.ts";

type OwnRequest = (session: RunModeSession, request: DebugProtocol.Request, frame: Frame) => Promise<void>;

/** Requests of DAP where a go run makes a difference. */
const runRequests: Readonly<Record<string, OwnRequest>> = {
  launch: alreadyLaunched,
  attach: alreadyLaunched,
  threads,
  scopes: passOn,
  variables,
  setVariable,
  evaluate,
  completions,
  restart,
  terminate,
  disconnect,
};

/** Who answers a request that does not simply go to dlv; undefined for one that does. */
export function ownRequest(command: string): OwnRequest | undefined {
  if (isOwnRequest(command)) return answer;
  return Object.hasOwn(runRequests, command) ? runRequests[command] : undefined;
}

async function answer(session: RunModeSession, request: DebugProtocol.Request): Promise<void> {
  session.client.sendResponse(request, await session.answer(request.command, request.arguments));
}

function alreadyLaunched(_session: RunModeSession, request: DebugProtocol.Request): Promise<void> {
  return Promise.reject(
    new Failure(errorIds.wrongPhase, `${request.command}: this session has launched already`, {
      advice: "Use restart, or start a new session.",
    }),
  );
}

function passOn(session: RunModeSession, request: DebugProtocol.Request, frame: Frame): Promise<void> {
  session.toDlv(request, frame);
  return Promise.resolve();
}

/** Without a debugger there are no threads to show; that is no error. */
function threads(session: RunModeSession, request: DebugProtocol.Request, frame: Frame): Promise<void> {
  if (!session.traffic.isReady) session.client.sendResponse(request, { threads: [] });
  else session.toDlv(request, frame);
  return Promise.resolve();
}

async function variables(session: RunModeSession, request: DebugProtocol.Request, frame: Frame): Promise<void> {
  const args = request.arguments as DebugProtocol.VariablesArguments;
  if (!session.scope.owns(args?.variablesReference)) return passOn(session, request, frame);
  const shown = await session.scope.variables(args, session.answers);
  session.client.sendResponse(request, { variables: shown });
}

function setVariable(session: RunModeSession, request: DebugProtocol.Request, frame: Frame): Promise<void> {
  const args = request.arguments as DebugProtocol.SetVariableArguments;
  if (!session.scope.owns(args?.variablesReference)) return passOn(session, request, frame);
  return Promise.reject(new Failure(errorIds.wrongArguments, "the go run scope shows what is: it cannot be set"));
}

async function evaluate(session: RunModeSession, request: DebugProtocol.Request, frame: Frame): Promise<void> {
  const args = request.arguments as DebugProtocol.EvaluateArguments | undefined;
  // Helix (`:debug-eval`) and Kakoune have a console, and say no context.
  const isConsole = args?.context === undefined || args.context === "repl";
  const command = isConsole ? parseConsole(textOf(request, "expression")) : undefined;
  if (!command) return passOn(session, request, frame);
  const result = await consoleAnswer(command, session.answers);
  session.client.sendResponse(request, { result, variablesReference: 0 });
}

function completions(session: RunModeSession, request: DebugProtocol.Request): Promise<void> {
  const text = textOf(request, "text");
  const { column } = request.arguments as DebugProtocol.CompletionsArguments;
  if (typeof column !== "number") throw wrongArgument(request, "column", "a number");
  const packages = session.live?.run.actions.all.map((action) => action.package) ?? [];
  const columnsStartAt1 = session.context.initializeArguments.columnsStartAt1 !== false;
  const targets = completeConsole(text, column, packages, columnsStartAt1);
  session.client.sendResponse(request, { targets });
  return Promise.resolve();
}

/** @throws Failure 7004 where the argument of that name is no text */
function textOf(request: DebugProtocol.Request, name: string): string {
  const value = (request.arguments as Record<string, unknown> | null | undefined)?.[name];
  if (typeof value !== "string") throw wrongArgument(request, name, "text");
  return value;
}

function wrongArgument({ command }: DebugProtocol.Request, name: string, takes: string): Failure {
  return new Failure(errorIds.wrongArguments, `${command}: the argument ${name} is missing, or is not ${takes}`);
}

async function restart(session: RunModeSession, request: DebugProtocol.Request): Promise<void> {
  const given = (request.arguments as { arguments?: unknown } | undefined)?.arguments;
  await session.restart(request, given);
}

/** Asks the program to end as Ctrl-C does; `exited` and `terminated` come when it has. */
async function terminate(session: RunModeSession, request: DebugProtocol.Request): Promise<void> {
  session.client.sendResponse(request);
  await session.interrupt();
}

/** Ends what is left, and only then answers: most clients kill the adapter at once. */
async function disconnect(session: RunModeSession, request: DebugProtocol.Request): Promise<void> {
  await session.end();
  session.client.sendResponse(request);
  session.context.finished();
}
