/** A terminal with a person in front of it: a pseudo-terminal that `script` (util-linux) keeps, and a shell with job control in it. */
import { spawn, type ChildProcess } from "node:child_process";
import { shellWord } from "../../shared/run/shims.ts";

/** How long something on the screen is waited for, in milliseconds. */
const patienceMs = 30_000;

export interface TerminalOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  rows: number;
  columns: number;
}

export class Terminal {
  readonly #script: ChildProcess;
  readonly #waiting = new Set<() => void>();
  /** Everything that has been shown, line ends as a terminal sends them. */
  #shown = "";
  /** How much of it a wait has gone past. */
  #seen = 0;

  private constructor(script: ChildProcess) {
    this.#script = script;
    script.stdout!.setEncoding("utf8").on("data", (text: string) => {
      this.#shown += text;
      for (const check of this.#waiting) check();
    });
  }

  /** Opens a terminal of a size; resolves at the shell's prompt. */
  static async open({ cwd, env, rows, columns }: TerminalOptions): Promise<Terminal> {
    const shell = `stty rows ${rows} columns ${columns}; PS1='prompt> ' ENV= exec sh -i`;
    const script = spawn("script", ["-qfc", shell, "/dev/null"], { cwd, env, stdio: ["pipe", "pipe", "ignore"] });
    const terminal = new Terminal(script);
    await terminal.shows(/prompt> $/);
    return terminal;
  }

  /** Presses keys; `\r` is Enter, `\x03` Ctrl-C. */
  type(keys: string): void {
    this.#script.stdin!.write(keys);
  }

  /** Types a command line as words and presses Enter. */
  run(words: string[]): void {
    this.type(`${words.map(shellWord).join(" ")}\r`);
  }

  /** Waits until what is shown after the last wait matches; @returns the match */
  shows(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`the terminal does not show ${String(pattern)}:\n${this.#shown}`));
      }, patienceMs);
      const check = () => {
        const match = pattern.exec(this.#shown.slice(this.#seen));
        if (!match) return;
        this.#seen += match.index + match[0].length;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(match);
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** Closes the terminal, as its window's button does: with script its end of the pseudo-terminal is gone. */
  async close(): Promise<void> {
    if (this.#script.exitCode !== null || this.#script.signalCode !== null) return;
    const exited = new Promise((resolve) => this.#script.once("exit", resolve));
    this.#script.kill("SIGKILL");
    await exited;
  }
}
