/** What `gorunscope debug` and the demo print of a session. */
import { answersText } from "./answersText.ts";
import type { Answers, DebugWatcher, Stop } from "./debugSession.ts";
import { textOptions, writeTo } from "./output.ts";
import { ProgressLine } from "./progressLine.ts";
import { stopText } from "./stopText.ts";

/** Writes what happens in a session to our standard output and error. */
export class DebugPrinter implements DebugWatcher {
  readonly #env: NodeJS.ProcessEnv;
  readonly #isJson: boolean;
  readonly #progress: ProgressLine;

  /** @param isJson whether the answers are printed as JSON, and nothing else on standard output */
  constructor(env: NodeJS.ProcessEnv, isJson: boolean) {
    this.#env = env;
    this.#isJson = isJson;
    this.#progress = new ProgressLine(env, "nothing");
  }

  output(category: string, text: string): void {
    // The console has dlv's hints for a debugger's prompt, too, and there is none here.
    if (category === "console" && !text.startsWith("gorunscope: ")) return;
    this.#progress.remove();
    writeTo(category === "stdout" && !this.#isJson ? 1 : 2, text);
  }

  progress(text: string | undefined): void {
    if (text === undefined) this.#progress.remove();
    else this.#progress.draw(text);
  }

  stoppedInMain(stop: Stop, answers: Answers): void {
    this.#progress.remove();
    if (this.#isJson) return writeTo(1, `${JSON.stringify(answers, undefined, 2)}\n`);
    const options = textOptions(1, this.#env);
    writeTo(1, stopText(stop, options.color));
    writeTo(1, `${answersText(answers, { ...options, now: new Date() })}\n`);
  }

  stoppedAgain(stop: Stop): void {
    writeTo(2, stopText(stop, textOptions(2, this.#env).color));
  }
}
