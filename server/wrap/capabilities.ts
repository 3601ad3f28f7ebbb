/** What two servers say at `initialize`, as one; and what each of them is told. */
import type {
  ClientCapabilities,
  CodeActionOptions,
  CodeLensOptions,
  ExecuteCommandOptions,
  InitializeParams,
  InitializeResult,
  SaveOptions,
  ServerCapabilities,
  TextDocumentSyncKind,
  TextDocumentSyncOptions,
} from "vscode-languageserver-protocol";

/** The member of `initializationOptions` that is ours. */
const ownSection = "gorunscope";

/** What the wrapped server is told: `initializationOptions` without our own. */
export function theirParams(params: InitializeParams): InitializeParams {
  const given: unknown = params.initializationOptions;
  if (typeof given !== "object" || given === null || !(ownSection in given)) return params;
  const { [ownSection]: _own, ...initializationOptions } = given as Record<string, unknown>;
  return { ...params, initializationOptions };
}

/**
 * What our own server is told: its own `initializationOptions`, and of the encodings for positions the one that the wrapped server has
 * chosen, since a connection has one.
 */
export function ourParams(params: InitializeParams, theirs: InitializeResult): InitializeParams {
  const { [ownSection]: own } = (params.initializationOptions ?? {}) as Record<string, unknown>;
  const capabilities: Partial<ClientCapabilities> | undefined = params.capabilities;
  const positionEncodings = [theirs.capabilities.positionEncoding ?? "utf-16"];
  return {
    ...params,
    capabilities: { ...capabilities, general: { ...capabilities?.general, positionEncodings } },
    initializationOptions: own ?? {},
  };
}

/** The answer to `initialize`: all that the wrapped server can do, and what ours can do beside it. */
export function mergedResult(theirs: InitializeResult, ours: InitializeResult): InitializeResult {
  const [their, our] = [theirs.capabilities, ours.capabilities];
  const capabilities: ServerCapabilities = {
    ...our,
    ...their,
    textDocumentSync: mergedSync(their.textDocumentSync, our.textDocumentSync),
    hoverProvider: their.hoverProvider || our.hoverProvider || false,
    codeLensProvider: { ...our.codeLensProvider, ...their.codeLensProvider } satisfies CodeLensOptions,
    codeActionProvider: mergedActions(their.codeActionProvider, our.codeActionProvider),
    executeCommandProvider: mergedCommands(their.executeCommandProvider, our.executeCommandProvider),
    workspace: { ...our.workspace, ...their.workspace },
  };
  return { ...theirs, ...ours, capabilities };
}

type Sync = TextDocumentSyncOptions | TextDocumentSyncKind | undefined;

function mergedSync(theirs: Sync, ours: Sync): TextDocumentSyncOptions {
  const [their, our] = [syncOptions(theirs), syncOptions(ours)];
  return { ...our, ...their, openClose: true, change: their.change || our.change || 0, save: mergedSave(their, our) };
}

/** A kind alone means open and close, too. */
function syncOptions(sync: Sync): TextDocumentSyncOptions {
  return typeof sync === "number" ? { openClose: sync > 0, change: sync } : (sync ?? {});
}

function mergedSave(...all: TextDocumentSyncOptions[]): SaveOptions {
  return { includeText: all.some(({ save }) => typeof save === "object" && save.includeText === true) };
}

type Actions = boolean | CodeActionOptions | undefined;

/** A server that names no kinds may give any. */
function mergedActions(theirs: Actions, ours: Actions): boolean | CodeActionOptions {
  if (!theirs) return ours ?? false;
  if (theirs === true || typeof ours !== "object") return theirs;
  const { codeActionKinds: kinds } = theirs;
  return kinds ? { ...theirs, codeActionKinds: [...kinds, ...(ours.codeActionKinds ?? [])] } : theirs;
}

function mergedCommands(theirs?: ExecuteCommandOptions, ours?: ExecuteCommandOptions): ExecuteCommandOptions {
  return { ...ours, ...theirs, commands: [...(theirs?.commands ?? []), ...(ours?.commands ?? [])] };
}
