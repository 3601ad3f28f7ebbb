/** One line, on standard error or another stream, that is drawn again and again. */
import { isatty } from "node:tty";
import { textOptions, writeTo } from "./output.ts";

const clear = "\r\u001b[2K";

/** Where nothing can be drawn again, a line comes when something else is being done, and else no sooner than this, in milliseconds. */
const lineEveryMs = 5000;

/** Where it is drawn. */
export interface ProgressTarget {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

export class ProgressLine {
  readonly #target: ProgressTarget;
  readonly #width: number;
  readonly #isTerminal: boolean;
  readonly #elsewhere: "lines" | "nothing";
  readonly #now: () => number;
  /** The last line that was written where nothing can be drawn: its first word says what is being done. */
  #written: { doing: string; at: number } | undefined;
  #isDrawn = false;

  /**
   * @param elsewhere what is written where that is no terminal: a line every few seconds, or nothing
   * @param target absent: standard error
   * @param now the time, in milliseconds
   */
  constructor(
    env: NodeJS.ProcessEnv,
    elsewhere: "lines" | "nothing",
    target: ProgressTarget = standardError(env),
    now: () => number = Date.now,
  ) {
    this.#target = target;
    this.#isTerminal = target.isTTY === true && env.TERM !== "dumb";
    this.#width = target.columns ?? 80;
    this.#elsewhere = elsewhere;
    this.#now = now;
  }

  /** Draws the line. */
  draw(text: string): void {
    if (this.#isTerminal) {
      this.#target.write(clear + text.slice(0, this.#width - 1));
      this.#isDrawn = true;
    } else if (this.#elsewhere === "lines") {
      this.#line(text);
    }
  }

  #line(text: string): void {
    const [doing = ""] = text.split(" ");
    const at = this.#now();
    if (this.#written?.doing === doing && at - this.#written.at < lineEveryMs) return;
    this.#written = { doing, at };
    this.#target.write(`${text}\n`);
  }

  /** Takes the line away, before anything else is written. */
  remove(): void {
    if (this.#isDrawn) this.#target.write(clear);
    this.#isDrawn = false;
  }
}

function standardError(env: NodeJS.ProcessEnv): ProgressTarget {
  return { write: (text) => writeTo(2, text), isTTY: isatty(2), columns: textOptions(2, env).width };
}
