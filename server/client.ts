/** What a client can do and wants, from what it says at `initialize`. */
import { CodeActionTriggerKind, MarkupKind, type InitializeParams } from "vscode-languageserver";
import { chooseEncoding, type Encoding } from "./documents/encoding.ts";
import { pathOfUri } from "./documents/paths.ts";

export interface Client {
  encoding: Encoding;
  hoverMarkup: "markdown" | "plaintext";
  /** Shows code lenses, and asks for them anew when told to. */
  hasLenses: boolean;
  refreshesLenses: boolean;
  showsDocuments: boolean;
  showsProgress: boolean;
  hasConfiguration: boolean;
  /** Says when its settings or files change, if it is asked to. */
  tellsConfiguration: boolean;
  tellsFiles: boolean;
  tellsFolders: boolean;
  /** What our own `initializationOptions` say beside the settings. */
  canDebug: boolean;
  canRunInTerminal: boolean;
  runChanged: boolean;
  /** Its own part shows what commands answer, so that no document need be shown. */
  showsAnswers: boolean;
  /** The process whose end is ours. */
  processId: number | undefined;
  folders: string[];
}

/** The names in `initializationOptions` that are no settings. */
interface OwnOptions {
  canDebug?: unknown;
  canRunInTerminal?: unknown;
  runChanged?: unknown;
  showsAnswers?: unknown;
}

export function readClient(params: InitializeParams): Client {
  const { workspace, textDocument, window, general } = params.capabilities;
  const own = optionsOf(params);
  const formats = textDocument?.hover?.contentFormat ?? [];
  return {
    encoding: chooseEncoding(general?.positionEncodings),
    hoverMarkup: formats.includes(MarkupKind.Markdown) ? "markdown" : "plaintext",
    hasLenses: textDocument?.codeLens !== undefined,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    showsDocuments: window?.showDocument?.support === true,
    showsProgress: window?.workDoneProgress === true,
    hasConfiguration: workspace?.configuration === true,
    tellsConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    tellsFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    tellsFolders: workspace?.workspaceFolders === true,
    canDebug: own.canDebug === true,
    canRunInTerminal: own.canRunInTerminal === true,
    runChanged: own.runChanged === true,
    showsAnswers: own.showsAnswers === true,
    processId: params.processId ?? undefined,
    folders: foldersOf(params),
  };
}

/** `initializationOptions` as an object; they may have been given below the section's own name. */
export function optionsOf({ initializationOptions: given }: InitializeParams): OwnOptions & Record<string, unknown> {
  if (typeof given !== "object" || given === null) return {};
  const options = given as Record<string, unknown>;
  const { gorunscope } = options;
  return typeof gorunscope === "object" && gorunscope !== null ? { ...options, ...gorunscope } : options;
}

function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  const paths = uris.map(pathOfUri).filter((path) => path !== undefined);
  return paths.length > 0 || !rootPath ? paths : [rootPath];
}

/** Whether a client asks for code actions because somebody wants to see them, rather than to draw a light bulb. */
export function isWanted(triggerKind: CodeActionTriggerKind | undefined): boolean {
  return triggerKind !== CodeActionTriggerKind.Automatic;
}
