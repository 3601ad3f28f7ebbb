/** What a dlv whose standard streams are ours to read writes there: its program's output, and its own complaints. */
import type { Readable } from "node:stream";
import { pumpOutput, type OutputTarget } from "./programOutput.ts";

/** What is kept of standard error for `lastWords`, in characters. */
const keptCharacters = 8192;

type Category = "stdout" | "stderr";

export class DlvOutput implements OutputTarget {
  /** What came before anybody wanted it. */
  readonly #early: [Category, string][] = [];
  #target: OutputTarget | undefined;
  #pieces = 0;
  #tail = "";

  /** Reads from now on, so that nobody has to wait to write. */
  constructor(stdout: Readable, stderr: Readable) {
    void pumpOutput(stdout, "stdout", this);
    void pumpOutput(stderr, "stderr", this);
  }

  /** Hands on what has come so far, and from now on what comes. */
  forwardTo(target: OutputTarget): void {
    this.#target = target;
    for (const [category, text] of this.#early.splice(0)) target.output(category, text);
  }

  /**
   * Resolves when all that has been written until now is handed on. What a program wrote before it ended stands in the pipe when
   * dlv tells of the end, and a turn of the event loop in which nothing came has found the pipe empty.
   */
  async settled(): Promise<void> {
    for (;;) {
      const before = this.#pieces;
      await this.drained();
      await turn();
      await turn();
      if (this.#pieces === before) return;
    }
  }

  /** The line of standard error that tells most, as the end of a sentence (": panic: …"); empty where there is none. */
  get lastWords(): string {
    const lines = this.#tail.split("\n").filter((line) => line.trim() !== "");
    const line = lines.find((each) => /^(panic|fatal error): /.test(each)) ?? lines.at(-1);
    return line === undefined ? "" : `: ${line.trim()}`;
  }

  output(category: Category, text: string): void {
    this.#pieces += 1;
    if (category === "stderr") this.#tail = (this.#tail + text).slice(-keptCharacters);
    if (this.#target === undefined) this.#early.push([category, text]);
    else this.#target.output(category, text);
  }

  get isBlocked(): boolean {
    return this.#target?.isBlocked ?? false;
  }

  drained(): Promise<void> {
    return this.#target?.drained() ?? Promise.resolve();
  }
}

/** One turn of the event loop, in which everything that is ready to be read is read. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
