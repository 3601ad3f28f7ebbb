/** A real client of the Language Server Protocol, and the built `gorunscope lsp` (or another server) at its other end. */
import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import {
  CodeActionRequest,
  CodeLensRefreshRequest,
  CodeLensRequest,
  ConfigurationRequest,
  createMessageConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  ExecuteCommandRequest,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  RegistrationRequest,
  ShowDocumentRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  WorkDoneProgressCreateRequest,
  type ClientCapabilities,
  type CodeAction,
  type CodeLens,
  type ConfigurationParams,
  type Hover,
  type InitializeResult,
  type MarkupContent,
  type Position,
  type MessageConnection,
} from "vscode-languageserver-protocol/node";
import { gorunscope } from "./session.ts";
import type { World } from "./world.ts";

/** How long something is waited for, in milliseconds. */
const patienceMs = 30_000;

/** What most clients can do. */
const usualCapabilities: ClientCapabilities = {
  general: { positionEncodings: ["utf-16"] },
  textDocument: {
    codeLens: {},
    hover: { contentFormat: ["markdown", "plaintext"] },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [""] } } },
  },
  workspace: { codeLens: { refreshSupport: true }, configuration: true, workspaceFolders: true },
  window: { showDocument: { support: true }, workDoneProgress: true },
};

export interface LanguageClientOptions {
  /** Absent: the built gorunscope. */
  command?: string[];
  /** Workspace folders; absent: the world's directory. */
  folders?: string[];
  /** Put over what most clients can do, member by member of each part. */
  capabilities?: ClientCapabilities;
  initializationOptions?: unknown;
  /** What workspace/configuration answers for the section `gorunscope`; a function is given the URI that each is asked for. */
  settings?: unknown;
  env?: NodeJS.ProcessEnv;
  /** Whether the test says `initialize` itself. */
  bare?: boolean;
}

/** Something that the server has said. */
export interface Said {
  method: string;
  params: unknown;
}

export class LanguageClient {
  readonly connection: MessageConnection;
  readonly process: ChildProcess;
  /** How the server ended. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Notifications and requests of the server, in their order. */
  readonly said: Said[] = [];
  initialized: InitializeResult | undefined;
  readonly #options: LanguageClientOptions;
  readonly #world: World;
  readonly #waiting = new Set<() => void>();
  readonly #versions = new Map<string, number>();

  private constructor(world: World, options: LanguageClientOptions) {
    this.#world = world;
    this.#options = options;
    const [file = "", ...args] = options.command ?? [process.execPath, gorunscope, "lsp", "--stdio"];
    this.process = spawn(file, args, {
      cwd: world.path,
      env: { ...world.env, ...options.env },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.exited = new Promise((resolve) => this.process.once("exit", (code, signal) => resolve({ code, signal })));
    this.process.stdin!.on("error", () => undefined);
    this.connection = createMessageConnection(
      new StreamMessageReader(this.process.stdout!),
      new StreamMessageWriter(this.process.stdin!),
    );
    this.#listen();
  }

  /** Starts a server and says `initialize`. Whoever starts it ends it: `close`. */
  static async start(world: World, options: LanguageClientOptions = {}): Promise<LanguageClient> {
    const client = new LanguageClient(world, options);
    if (options.bare !== true) await client.initialize();
    return client;
  }

  async initialize(): Promise<void> {
    const { folders = [this.#world.path], capabilities = {}, initializationOptions } = this.#options;
    this.initialized = await this.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        general: { ...usualCapabilities.general, ...capabilities.general },
        textDocument: { ...usualCapabilities.textDocument, ...capabilities.textDocument },
        workspace: { ...usualCapabilities.workspace, ...capabilities.workspace },
        window: { ...usualCapabilities.window, ...capabilities.window },
      },
      workspaceFolders: folders.map((path) => ({ uri: pathToFileURL(path).href, name: path })),
      initializationOptions,
    });
    await this.connection.sendNotification(InitializedNotification.type, {});
  }

  /** Opens a file as it is on disk, or with another text. @returns its URI */
  async open(path: string, text = readFileSync(path, "utf8")): Promise<string> {
    const uri = pathToFileURL(path).href;
    this.#versions.set(uri, 1);
    const textDocument = { uri, languageId: "go", version: 1, text };
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    return uri;
  }

  /** Replaces what lies between two positions. */
  async edit(uri: string, start: Position, end: Position, text: string): Promise<void> {
    const version = (this.#versions.get(uri) ?? 1) + 1;
    this.#versions.set(uri, version);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [{ range: { start, end }, text }],
    });
  }

  async save(uri: string): Promise<void> {
    await this.connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } });
  }

  async lenses(uri: string): Promise<CodeLens[]> {
    return (await this.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } })) ?? [];
  }

  /** The lenses' titles, those of one line alone if it is given (from 0). */
  async titles(uri: string, line?: number): Promise<string[]> {
    const lenses = await this.lenses(uri);
    return lenses
      .filter(({ range }) => line === undefined || range.start.line === line)
      .map(({ command }) => command?.title ?? "");
  }

  /** Asks for lenses until a title fits: at first, and after each refresh that the server asks for. */
  async untilTitle(uri: string, pattern: RegExp): Promise<string> {
    for (;;) {
      const seen = this.countOf(CodeLensRefreshRequest.method);
      const titles = await this.titles(uri);
      const found = titles.find((title) => pattern.test(title));
      if (found !== undefined) return found;
      await this.until(
        () => this.countOf(CodeLensRefreshRequest.method) > seen,
        `no title fits ${pattern}: ${titles.join(" | ")}`,
      );
    }
  }

  hover(uri: string, position: Position): Promise<Hover | null> {
    return this.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
  }

  /** The text of a hover; empty where there is none. */
  async hoverText(uri: string, position: Position): Promise<string> {
    return ((await this.hover(uri, position))?.contents as MarkupContent | undefined)?.value ?? "";
  }

  async actions(uri: string, position: Position, context: object = {}): Promise<CodeAction[]> {
    const range = { start: position, end: position };
    const params = { textDocument: { uri }, range, context: { diagnostics: [], ...context } };
    return ((await this.connection.sendRequest(CodeActionRequest.type, params)) ?? []) as CodeAction[];
  }

  execute<T>(name: string, argument?: unknown): Promise<T> {
    return this.connection.sendRequest<T>(ExecuteCommandRequest.method, {
      command: `gorunscope.${name}`,
      ...(argument === undefined ? {} : { arguments: [argument] }),
    });
  }

  /** How often the server has said something of that method. */
  countOf(method: string): number {
    return this.said.filter((each) => each.method === method).length;
  }

  /** The first that the server has said, or says, of a method that fits. */
  async waitFor<T>(method: string, fits: (params: T) => boolean = () => true): Promise<T> {
    const find = () => this.said.find((each) => each.method === method && fits(each.params as T));
    await this.until(() => find() !== undefined, `the server did not say ${method}`);
    return find()!.params as T;
  }

  /** Waits until a condition holds that what the server says may bring about. */
  async until(condition: () => boolean, otherwise: string): Promise<void> {
    if (condition()) return;
    let timer: NodeJS.Timeout | undefined;
    let look: (() => void) | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        look = () => {
          if (condition()) resolve();
        };
        this.#waiting.add(look);
        timer = setTimeout(() => reject(new Error(`${otherwise}\n${this.#log()}`)), patienceMs);
      });
    } finally {
      clearTimeout(timer);
      if (look) this.#waiting.delete(look);
    }
  }

  /** Says `shutdown` and `exit`, and waits for the server's end. */
  async close(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const answered = this.connection.sendRequest(ShutdownRequest.type).catch(() => undefined);
    await Promise.race([answered, this.exited]);
    await this.connection.sendNotification(ExitNotification.type).catch(() => undefined);
    const kill = setTimeout(() => this.process.kill("SIGKILL"), patienceMs);
    await this.exited;
    clearTimeout(kill);
    this.connection.dispose();
  }

  #listen(): void {
    const note = (method: string, params: unknown) => {
      this.said.push({ method, params });
      for (const look of [...this.#waiting]) look();
    };
    const answers: Record<string, unknown> = {
      [CodeLensRefreshRequest.method]: null,
      [RegistrationRequest.method]: null,
      [WorkDoneProgressCreateRequest.method]: null,
      [ShowDocumentRequest.method]: { success: true },
      "gorunscope/runInTerminal": null,
    };
    this.connection.onRequest((method, params) => {
      note(method, params);
      if (method === ConfigurationRequest.method) {
        const { settings } = this.#options;
        return (params as ConfigurationParams).items.map(({ scopeUri }) =>
          typeof settings === "function" ? (settings as (uri?: string) => unknown)(scopeUri) : (settings ?? null),
        );
      }
      return answers[method] ?? null;
    });
    this.connection.onNotification((method, params) => note(method, params));
    this.connection.onUnhandledProgress((params) => note("$/progress", params));
    this.connection.listen();
  }

  #log(): string {
    return this.said
      .filter(({ method }) => method.startsWith("window/"))
      .map(({ params }) => (params as { message?: string }).message ?? "")
      .join("\n");
  }
}

/** Runs a test with a server, and ends the server at the test's end. */
export async function withLanguageServer(
  world: World,
  options: LanguageClientOptions,
  test: (client: LanguageClient) => Promise<void>,
): Promise<void> {
  const client = await LanguageClient.start(world, options);
  try {
    await test(client);
  } finally {
    await client.close();
  }
}
