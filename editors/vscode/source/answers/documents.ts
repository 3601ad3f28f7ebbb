/** Answers as documents that can only be read. While they are shown they follow the run. */
import { Disposable, EventEmitter, Uri, window, workspace, type TextDocumentContentProvider } from "vscode";
import { follow } from "./following.ts";
import { answerText, isQuestionName, type Answers, type Asked, type QuestionName } from "./questions.ts";
import { goFileOnScreen, type Runs } from "./runs.ts";

const scheme = "gorunscope";

const everyMs = 300;

export class Documents implements TextDocumentContentProvider {
  readonly #runs: Runs;
  readonly #changed = new EventEmitter<Uri>();
  /** What stands in each document that is open, by its URI. */
  readonly #texts = new Map<string, string>();
  readonly onDidChange = this.#changed.event;

  constructor(runs: Runs) {
    this.#runs = runs;
  }

  register(): Disposable {
    return Disposable.from(
      this.#changed,
      workspace.registerTextDocumentContentProvider(scheme, this),
      workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
      follow(this.#runs.onDidChange, everyMs, () => this.#followRun()),
    );
  }

  /**
   * Shows the answer to a question.
   * @param answer where there is one already
   */
  async show<Name extends QuestionName>(name: Name, asked: Asked, answer?: Answers[Name]): Promise<void> {
    const file = goFileOnScreen();
    const uri = uriOf(name, { ...(file !== undefined && { uri: file }), ...asked });
    try {
      const body = answer ?? (await this.#runs.ask(name, asked));
      this.#put(uri, answerText(name, body));
    } catch (error) {
      void window.showErrorMessage(`gorunscope: ${(error as Error).message}`);
      return;
    }
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? "";
  }

  #put(uri: Uri, text: string): void {
    if (this.#texts.get(uri.toString()) === text) return;
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
  }

  /** Asks again what is on the screen. What stands there stays where no answer comes. */
  async #followRun(): Promise<void> {
    const shown = window.visibleTextEditors.map(({ document }) => document.uri).filter((uri) => uri.scheme === scheme);
    for (const uri of shown) {
      const { name, asked } = questionOf(uri);
      if (name === undefined) continue;
      const answer = await this.#runs.ask(name, asked).catch(() => undefined);
      if (answer !== undefined) this.#put(uri, answerText(name, answer));
    }
  }
}

/** A document of another run is another document. */
function uriOf(name: QuestionName, asked: Asked): Uri {
  const title = asked.package === undefined ? name : `${name} ${asked.package.replaceAll("/", "∕")}`;
  return Uri.from({ scheme, path: `/${title}`, query: JSON.stringify({ name, asked }) });
}

function questionOf(uri: Uri): { name: QuestionName | undefined; asked: Asked } {
  const { name, asked } = JSON.parse(uri.query) as { name: string; asked: Asked };
  return { name: isQuestionName(name) ? name : undefined, asked };
}
