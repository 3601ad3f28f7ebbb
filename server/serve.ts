/** Serves one client of the Language Server Protocol on two streams. */
import type { Readable, Writable } from "node:stream";
import { ErrorCodes, LSPErrorCodes, ResponseError, type Connection } from "vscode-languageserver";
import { sentenceOf } from "../shared/contract/errors.ts";
import { version } from "../shared/contract/version.ts";
import { capabilitiesFor } from "./capabilities.ts";
import { optionsOf, readClient, type Client } from "./client.ts";
import { connect } from "./connection.ts";
import { pathOfUri } from "./documents/paths.ts";
import type { LanguageServer } from "./languageServer.ts";
import { Lifecycle } from "./lifecycle.ts";
import { checkedParams } from "./params.ts";
import { isGoModule, registrations } from "./registrations.ts";
import { responseError } from "./responseError.ts";

/** SIGHUP too: the terminal is gone, and with it who would end the server. */
const endingSignals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

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
 * Serves until the client says `exit`, closes the connection, or is gone, or until a signal; a second one is not waited for.
 * @returns the exit status, as the protocol has it; everything that was started has ended then
 */
export async function serveLanguage(options: ServeOptions): Promise<number> {
  const { input, output, clientProcessId } = options;
  const lifecycle = new Lifecycle();
  if (clientProcessId !== undefined) lifecycle.watchClient(clientProcessId);
  const connection = connect(input, output, lifecycle);
  for (const event of ["end", "close"]) input.once(event, () => lifecycle.exit());
  output.once("error", () => lifecycle.exit());
  for (const name of endingSignals) process.once(name, () => lifecycle.exit());
  const server = wire(connection, lifecycle, options);
  // Nothing that fails beside the requests is worth the editor's server.
  const survive = (error: unknown) => connection.console.error(sentenceOf(error));
  process.on("unhandledRejection", survive);
  connection.listen();
  const status = await lifecycle.ended;
  await (await server())?.close();
  process.off("unhandledRejection", survive);
  return status;
}

/** What serves the requests, loaded when the client has been answered who it talks to. */
type Loaded = Awaited<ReturnType<typeof load>>;

async function load() {
  const [{ LanguageServer }, { features }] = await Promise.all([
    import("./languageServer.ts"),
    import("./features/index.ts"),
  ]);
  return { LanguageServer, features };
}

/** @returns what gives the server, once the client has said who it is */
function wire(
  connection: Connection,
  lifecycle: Lifecycle,
  { env, program, output }: ServeOptions,
): () => Promise<LanguageServer | undefined> | undefined {
  let client: Client | undefined;
  let loaded: Promise<{ server: LanguageServer; features: Loaded["features"] }> | undefined;
  let begun: Promise<void> = Promise.resolve();
  const drained = () =>
    output.writableNeedDrain ? new Promise<void>((resolve) => output.once("drain", resolve)) : Promise.resolve();

  connection.onInitialize((params) => {
    if (client) throw new ResponseError(ErrorCodes.InvalidRequest, "initialize was said already");
    const said = (client = readClient(params));
    loaded = new Promise<Loaded>((resolve) => setImmediate(() => resolve(load()))).then(
      ({ LanguageServer, features }) => ({
        server: new LanguageServer(connection, said, optionsOf(params), { env, program, drained }),
        features,
      }),
    );
    return { serverInfo: { name: "gorunscope", version }, capabilities: capabilitiesFor(said) };
  });
  /** What the client tells is taken in in its order; before `initialize` it is nothing. */
  const hear = (what: (server: LanguageServer) => void) =>
    void loaded
      ?.then(({ server }) => what(server))
      .catch((error: unknown) => connection.console.error(sentenceOf(error)));
  connection.onInitialized(() => {
    hear((server) => {
      begun = server.begin().catch((error: unknown) => connection.console.error(sentenceOf(error)));
      void registrations(connection, server.client).catch((error: unknown) =>
        connection.console.warn(sentenceOf(error)),
      );
    });
    if (!client?.tellsFolders) return;
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
      hear((server) => server.foldersChanged(pathsOf(added), pathsOf(removed))),
    );
  });

  /** What a request is answered with: nothing before `initialize`, nothing new after `shutdown`, and what is known by then. */
  const answer = async <T>(
    request: (server: LanguageServer, features: Loaded["features"]) => T | Promise<T>,
  ): Promise<T> => {
    if (!loaded) throw new ResponseError(ErrorCodes.ServerNotInitialized, "initialize has to be said first");
    if (lifecycle.shutdownReceived) throw new ResponseError(ErrorCodes.InvalidRequest, "shutdown was said");
    try {
      const { server, features } = await loaded;
      await begun;
      return await request(server, features);
    } catch (error) {
      throw responseError(error);
    }
  };
  connection.onCodeLens((params) => answer((server, { codeLenses }) => codeLenses(server, checkedParams(params))));
  connection.onHover((params) => answer((server, { hover }) => hover(server, checkedParams(params, "position"))));
  connection.onCodeAction((params) =>
    answer((server, { codeActions }) => codeActions(server, checkedParams(params, "range", "context"))),
  );
  connection.onExecuteCommand((params, token, progress) =>
    answer((server, { executeCommand }) => executeCommand(server, params, token, progress)).catch((error: unknown) => {
      if (!(error instanceof ResponseError) || error.code !== LSPErrorCodes.RequestCancelled) {
        connection.console.error(`${params.command}: ${sentenceOf(error)}`);
      }
      throw error;
    }),
  );

  connection.onDidOpenTextDocument(({ textDocument }) => hear((server) => server.opened(textDocument)));
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) =>
    hear((server) => server.changed(textDocument.uri, textDocument.version, contentChanges)),
  );
  connection.onDidSaveTextDocument(({ textDocument }) => hear((server) => server.saved(textDocument.uri)));
  connection.onDidCloseTextDocument(({ textDocument }) => hear((server) => server.documents.close(textDocument.uri)));
  connection.onDidChangeConfiguration(({ settings }) => hear((server) => void server.updateSettings(settings)));
  connection.onDidChangeWatchedFiles(({ changes }) =>
    hear((server) => {
      if (changes.some(({ uri }) => isGoModule(uri))) server.modulesChanged();
      else server.filesChanged(pathsOf(changes));
    }),
  );
  return () => loaded?.then(({ server }) => server).catch(() => undefined);
}

function pathsOf(folders: readonly { uri: string }[]): string[] {
  return folders.map(({ uri }) => pathOfUri(uri)).filter((path) => path !== undefined);
}
