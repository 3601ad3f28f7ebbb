/** One line on standard error that is drawn again and again. */
import { isatty } from "node:tty";
import { textOptions, writeTo } from "./output.ts";

const clear = "\r\u001b[2K";

export class ProgressLine {
  readonly #width: number;
  readonly #isTerminal: boolean;
  readonly #elsewhere: "lines" | "nothing";
  #isDrawn = false;

  /** @param elsewhere what is written where standard error is no terminal: each text as a line, or nothing */
  constructor(env: NodeJS.ProcessEnv, elsewhere: "lines" | "nothing") {
    this.#isTerminal = isatty(2) && env.TERM !== "dumb";
    this.#width = textOptions(2, env).width;
    this.#elsewhere = elsewhere;
  }

  /** Draws the line. */
  draw(text: string): void {
    if (this.#isTerminal) {
      writeTo(2, clear + text.slice(0, this.#width - 1));
      this.#isDrawn = true;
    } else if (this.#elsewhere === "lines") {
      writeTo(2, `${text}\n`);
    }
  }

  /** Takes the line away, before anything else is written. */
  remove(): void {
    if (this.#isDrawn) writeTo(2, clear);
    this.#isDrawn = false;
  }
}
