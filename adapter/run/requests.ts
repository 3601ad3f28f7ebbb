/** The client's requests that do not simply go to dlv, by name. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { isFinal } from "../../shared/contract/answers.ts";
import { errorIds, Failure } from "../../shared/contract/errors.ts";
import type { Frame } from "../../shared/dap/frame.ts";
import { answerNames } from "../../shared/run/answers/index.ts";
import { completeConsole, parseConsole } from "../../shared/text/console.ts";
import { consoleAnswer } from "../views/consoleAnswer.ts";
import type { RunModeSession } from "./runSession.ts";

type OwnRequest = (session: RunModeSession, request: DebugProtocol.Request, frame: Frame) => Promise<void>;

/** Requests of the contract, and those of DAP where a go run makes a difference. */
export const ownRequests: Readonly<Record<string, OwnRequest>> = {
  ...Object.fromEntries(answerNames.map((name) => [name, answer])),
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
  const command = args?.context === "repl" ? parseConsole(args.expression) : undefined;
  if (!command) return passOn(session, request, frame);
  const result = await consoleAnswer(command, session.answers);
  session.client.sendResponse(request, { result, variablesReference: 0 });
}

function completions(session: RunModeSession, request: DebugProtocol.Request): Promise<void> {
  const args = request.arguments as DebugProtocol.CompletionsArguments;
  const packages = session.live?.run.actions.all.map((action) => action.package) ?? [];
  const columnsStartAt1 = session.context.initializeArguments.columnsStartAt1 !== false;
  const targets = completeConsole(args.text, args.column, packages, columnsStartAt1);
  session.client.sendResponse(request, { targets });
  return Promise.resolve();
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
  const over = session.live === undefined || isFinal(session.live.run.phase);
  await session.end();
  session.client.sendResponse(request);
  if (!over) session.terminate();
  session.context.finished();
}
