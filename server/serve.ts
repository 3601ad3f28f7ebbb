/** Serves one client of the Language Server Protocol on two streams. */
import type { Readable, Writable } from "node:stream";
import { createConnection, ErrorCodes, LSPErrorCodes, ResponseError, type Connection } from "vscode-languageserver";
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { sentenceOf } from "../shared/contract/errors.ts";
import { isGoModule, registrations } from "./registrations.ts";
import { codeActions } from "./features/codeAction.ts";
import { codeLenses } from "./features/codeLens.ts";
import { executeCommand } from "./features/executeCommand.ts";
import { hover } from "./features/hover.ts";
import { forecastTarget } from "./forecasts/forecaster.ts";
import { pathOfUri } from "./documents/documents.ts";
import { LanguageServer } from "./languageServer.ts";
import { Lifecycle } from "./lifecycle.ts";

export interface ServeOptions {
  input: Readable;
  output: Writable;
  env: NodeJS.ProcessEnv;
  /** The words that start gorunscope itself. */
  program: readonly string[];
  /** `--clientProcessId` */
  clientProcessId?: number;
}

/**
 * Serves until the client says `exit`, closes the connection, or is gone.
 * @returns the exit status, as the protocol has it; everything that was started has ended then
 */
export async function serveLanguage(options: ServeOptions): Promise<number> {
  const { input, output, clientProcessId } = options;
  const lifecycle = new Lifecycle();
  if (clientProcessId !== undefined) lifecycle.watchClient(clientProcessId);
  const connection = createConnection(
    (logger) => createProtocolConnection(new StreamMessageReader(input), new StreamMessageWriter(output), logger),
    lifecycle,
  );
  for (const event of ["end", "close"]) input.once(event, () => lifecycle.exit());
  output.once("error", () => lifecycle.exit());
  const server = wire(connection, lifecycle, options);
  connection.listen();
  const status = await lifecycle.ended;
  await server()?.close();
  return status;
}

/** @returns what gives the server, once the client has said who it is */
function wire(
  connection: Connection,
  lifecycle: Lifecycle,
  { env, program, output }: ServeOptions,
): () => LanguageServer | undefined {
  let server: LanguageServer | undefined;
  let begun: Promise<void> = Promise.resolve();
  const drained = () =>
    output.writableNeedDrain ? new Promise<void>((resolve) => output.once("drain", resolve)) : Promise.resolve();

  connection.onInitialize((params) => {
    if (server) throw new ResponseError(ErrorCodes.InvalidRequest, "initialize was said already");
    server = new LanguageServer(connection, params, { env, program, drained });
    server.configuration.begin();
    return server.capabilities;
  });
  connection.onInitialized(() => {
    if (!server) return;
    const ready = server;
    begun = ready.begin().catch((error: unknown) => connection.console.error(sentenceOf(error)));
    void registrations(connection, ready.client).catch((error: unknown) => connection.console.warn(sentenceOf(error)));
    if (ready.client.tellsFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        ready.foldersChanged(pathsOf(added), pathsOf(removed));
      });
    }
  });

  /** What a request is answered with: nothing before `initialize`, nothing new after `shutdown`, and what is known by then. */
  const answer = async <T>(request: (server: LanguageServer) => T | Promise<T>): Promise<T> => {
    if (!server) throw new ResponseError(ErrorCodes.ServerNotInitialized, "initialize has to be said first");
    if (lifecycle.shutdownReceived) throw new ResponseError(ErrorCodes.InvalidRequest, "shutdown was said");
    await begun;
    return request(server);
  };
  connection.onCodeLens((params) => answer((ready) => codeLenses(ready, params)));
  connection.onHover((params) => answer((ready) => hover(ready, params)));
  connection.onCodeAction((params) => answer((ready) => codeActions(ready, params)));
  connection.onExecuteCommand((params, token, progress) =>
    answer((ready) =>
      executeCommand(ready, params, {
        token,
        progress,
        forecaster: (target, overlay, signal) => forecastTarget(ready.runs.store, target, overlay, signal),
      }),
    ).catch((error: unknown) => {
      if (!(error instanceof ResponseError) || error.code !== LSPErrorCodes.RequestCancelled) {
        connection.console.error(`${params.command}: ${sentenceOf(error)}`);
      }
      throw error;
    }),
  );

  connection.onDidOpenTextDocument(({ textDocument }) => {
    server?.documents.open(textDocument);
    const path = pathOfUri(textDocument.uri);
    if (path !== undefined) server?.edited(path);
  });
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    const file = server?.documents.change(textDocument.uri, textDocument.version, contentChanges);
    if (file) server?.edited(file.path);
  });
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => {
    server?.documents.saved(uri);
    const path = pathOfUri(uri);
    if (path === undefined) return;
    server?.packages.saved(path);
    server?.edited(path);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => server?.documents.close(uri));
  connection.onDidChangeConfiguration(({ settings }) => void server?.updateSettings(settings));
  connection.onDidChangeWatchedFiles(({ changes }) => {
    if (changes.some(({ uri }) => isGoModule(uri))) server?.modulesChanged();
  });
  return () => server;
}

function pathsOf(folders: readonly { uri: string }[]): string[] {
  return folders.map(({ uri }) => pathOfUri(uri)).filter((path) => path !== undefined);
}
