/** The run that is looked at, and who answers for it: the debug session that runs, else the language server, else the program itself. */
import { dirname } from "node:path";
import { Disposable, EventEmitter, Uri, window, workspace } from "vscode";
import type { PhaseEvent } from "../../../../shared/contract/answers.ts";
import type { Sessions } from "../debug/sessions.ts";
import type { LanguageServer } from "../language/server.ts";
import { askProgram } from "../program.ts";
import { questions, type Answers, type Asked, type QuestionName } from "./questions.ts";

export class Runs {
  readonly #sessions: Sessions;
  readonly #server: LanguageServer;
  readonly #changed = new EventEmitter<PhaseEvent | undefined>();
  #latest: PhaseEvent | undefined;
  /** Runs of other windows and terminals. */
  readonly #foreign = new Set<string>();
  /** Something about the run is another now: its phase, where that is told. */
  readonly onDidChange = this.#changed.event;

  constructor(sessions: Sessions, server: LanguageServer) {
    this.#sessions = sessions;
    this.#server = server;
  }

  register(): Disposable {
    return Disposable.from(
      this.#changed,
      this.#sessions.onDidChangeRun(({ session, phase }) => {
        if (session === this.#sessions.current) this.#hear(phase);
      }),
      this.#server.onDidChangeRun((phase) => void this.#hearOfServer(phase)),
    );
  }

  #hear(phase: PhaseEvent | undefined): void {
    if (phase !== undefined) this.#latest = phase;
    this.#changed.fire(phase);
  }

  /** The server tells of every run of this user's. Those of this workspace count, while no debug session runs. */
  async #hearOfServer(phase: PhaseEvent): Promise<void> {
    const { run } = phase;
    const counts = () => this.#sessions.current === undefined && !this.#foreign.has(run);
    if (counts() && run !== this.#latest?.run && !(await this.#isOfWorkspace(run))) this.#foreign.add(run);
    if (counts()) this.#hear(phase);
  }

  async #isOfWorkspace(run: string): Promise<boolean> {
    try {
      const { cwd } = (await this.#server.running?.execute("buildDir", { run })) as Answers["buildDir"];
      return workspace.getWorkspaceFolder(Uri.file(cwd)) !== undefined;
    } catch {
      return false;
    }
  }

  /** The run that was last heard of, and its phase. */
  get latest(): PhaseEvent | undefined {
    return this.#latest;
  }

  /**
   * Asks a question.
   * @throws Error with a sentence for the user
   */
  async ask<Name extends QuestionName>(
    name: Name,
    asked: Asked,
    more: Record<string, unknown> = {},
  ): Promise<Answers[Name]> {
    const session = this.#sessions.current;
    const { uri, ...about } = asked;
    if (session !== undefined) {
      return (await session.customRequest(questions[name].request, { ...about, ...more })) as Answers[Name];
    }
    const client = this.#server.running;
    if (client !== undefined) {
      const file = uri ?? goFileOnScreen();
      return (await client.execute(name, { ...about, ...(file !== undefined && { uri: file }) })) as Answers[Name];
    }
    const { words } = questions[name];
    if (words === undefined) {
      throw new Error("no debug session runs, and no language server: start one of them");
    }
    return (await askProgram(words(asked), directoryFor(uri ?? goFileOnScreen()))) as Answers[Name];
  }
}

/** The Go file that the user looks at. */
export function goFileOnScreen(): string | undefined {
  const document = window.activeTextEditor?.document;
  return document?.languageId === "go" && document.uri.scheme === "file" ? document.uri.toString() : undefined;
}

function directoryFor(uri: string | undefined): string | undefined {
  return uri === undefined ? workspace.workspaceFolders?.[0]?.uri.fsPath : dirname(Uri.parse(uri).fsPath);
}
