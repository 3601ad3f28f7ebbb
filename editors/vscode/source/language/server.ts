/** The language server, `gorunscope lsp --stdio`, and what its client does with lenses, answers and programs to run. */
import type { Disposable } from "vscode";
import { debug, EventEmitter, window, workspace, Uri } from "vscode";
import { ExecuteCommandRequest, LanguageClient, type Executable } from "vscode-languageclient/node";
import type { PhaseEvent } from "../../../../shared/contract/answers.ts";
import { isQuestionName, type Asked, type QuestionName } from "../answers/questions.ts";
import { runConfiguration } from "../debug/configurations.ts";
import { findProgram } from "../program.ts";
import { checkRelease } from "../release.ts";
import { section, wantsServer } from "../settings.ts";
import { runInTerminal, type WantedTerminal } from "./terminal.ts";

const prefix = "gorunscope.";

/** How an answer is shown that somebody has asked for by a lens or a code action. */
export type ShowAnswer = (name: QuestionName, asked: Asked, answer: never) => Promise<void>;

/** A server that runs. */
export interface RunningServer {
  /** Has a command carried out, without what surrounds one that a user has started. */
  execute(name: string, asked: Asked): Promise<unknown>;
}

export class LanguageServer {
  readonly #changed = new EventEmitter<PhaseEvent>();
  #client: LanguageClient | undefined;
  /** Starts and stops come one after the other. */
  #turn: Promise<void> = Promise.resolve();
  readonly onDidChangeRun = this.#changed.event;
  /** Shows answers; without it they are not shown. */
  show: ShowAnswer | undefined;

  /** The server, once it has answered `initialize`. */
  get running(): RunningServer | undefined {
    const client = this.#client;
    if (client?.isRunning() !== true) return undefined;
    return {
      execute: (name, asked) =>
        client.sendRequest(ExecuteCommandRequest.type, { command: prefix + name, arguments: [asked] }),
    };
  }

  /** Starts the server, anew if it runs; where it is not wanted or the program is not there, it only ends. */
  restart(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#stop();
      const program = findProgram();
      if (program === undefined || !wantsServer()) return;
      const client = this.#makeClient(program);
      this.#client = client;
      // What has gone wrong the client says itself.
      await client.start().catch(() => undefined);
      const { version } = client.initializeResult?.serverInfo ?? {};
      if (version !== undefined) checkRelease(version);
    });
  }

  dispose(): Promise<void> {
    return this.#inTurn(() => this.#stop()).finally(() => this.#changed.dispose());
  }

  #inTurn(action: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(action, action);
    return this.#turn;
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.dispose().catch(() => undefined);
  }

  #makeClient(program: string): LanguageClient {
    const server: Executable = { command: program, args: ["lsp", "--stdio"] };
    const client: LanguageClient = new LanguageClient(section, "gorunscope", server, {
      documentSelector: [{ scheme: "file", language: "go" }],
      initializationOptions: { canDebug: true, canRunInTerminal: true, runChanged: true },
      middleware: {
        executeCommand: (command, args) => this.#execute(command, args as unknown[]),
        workspace: {
          didChangeConfiguration: async (sections, next) => {
            try {
              await next(sections);
            } catch (error) {
              // A server that is ended because of the same change need not hear of it.
              if (client === this.#client) throw error;
            }
          },
        },
      },
    });
    client.onRequest("gorunscope/runInTerminal", (wanted: WantedTerminal) => runInTerminal(wanted));
    client.onNotification("gorunscope/runChanged", (phase: PhaseEvent) => this.#changed.fire(phase));
    return client;
  }

  /** A command that somebody has started: a lens or a code action, which want to show the answer, or another extension. */
  async #execute(command: string, args: unknown[]): Promise<unknown> {
    const name = command.slice(prefix.length);
    const { show, ...asked } = (args[0] ?? {}) as Asked & { show?: boolean };
    try {
      // The client's own way to carry it out would tell of a failure with a message that does not say which.
      const answer = await this.running?.execute(name, asked);
      if (name === "debug" && show === true) await startDebugging(asked, answer as Record<string, unknown>);
      else if (isQuestionName(name) && show === true) await this.show?.(name, asked, answer as never);
      return answer;
    } catch (error) {
      if (show !== true) throw error;
      void window.showErrorMessage(`gorunscope: ${(error as Error).message}`);
      return undefined;
    }
  }
}

/** The lens "debug": the server says what, VS Code does it. */
async function startDebugging({ uri }: Asked, { name, ...attributes }: Record<string, unknown>): Promise<void> {
  const folder = uri === undefined ? undefined : workspace.getWorkspaceFolder(Uri.parse(uri));
  await debug.startDebugging(folder, runConfiguration(String(name), attributes));
}

/** Restarts the server where a setting has changed that decides whether and what is started. */
export function restartOnSettings(server: LanguageServer): Disposable {
  return workspace.onDidChangeConfiguration((change) => {
    const names = [`${section}.path`, `${section}.languageServer`];
    if (names.some((name) => change.affectsConfiguration(name))) void server.restart();
  });
}
