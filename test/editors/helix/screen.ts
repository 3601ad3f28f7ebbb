/** A program in a terminal of a tmux of its own: keys are pressed, the screen is read. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Editor } from "../../support/editors.ts";
import { until } from "../../../shared/process/waiting.ts";
import type { World } from "../../support/world.ts";

/** How long something on the screen is waited for, in milliseconds. */
const patienceMs = 30_000;

export class Screen {
  readonly #tmux: (words: string[]) => string;

  private constructor(tmux: (words: string[]) => string) {
    this.#tmux = tmux;
  }

  /** Opens a terminal of 120 × 40 with a program in it. */
  static open(tmux: Editor, world: World, words: string[], cwd: string, env: NodeJS.ProcessEnv): Screen {
    const socket = join(world.path, "tmux");
    const call = (given: string[]) =>
      execFileSync(tmux.command, ["-S", socket, "-f", "/dev/null", "-u", ...given], {
        encoding: "utf8",
        env,
        cwd,
        stdio: "pipe",
      });
    call(["new-session", "-d", "-x", "120", "-y", "40", "-c", cwd, ...words]);
    return new Screen(call);
  }

  /** Presses keys by tmux's names: "Space", "Enter", "Escape", or a character each. */
  press(...keys: string[]): void {
    this.#tmux(["send-keys", "--", ...keys]);
  }

  /** Types a text. */
  type(text: string): void {
    this.#tmux(["send-keys", "-l", "--", text]);
  }

  /** What is on the screen. */
  text(): string {
    return this.isOpen() ? this.#tmux(["capture-pane", "-p"]) : "(closed)";
  }

  /** Waits until the screen shows this; @returns the match */
  async shows(pattern: RegExp): Promise<RegExpExecArray> {
    let found: RegExpExecArray | null = null;
    await until(() => (found = pattern.exec(this.text())) !== null, patienceMs);
    if (found === null) throw new Error(`the screen does not show ${String(pattern)}:\n${this.text()}`);
    return found;
  }

  /** Closes the terminal, and the tmux with it; it goes by itself when its program ends. */
  close(): void {
    if (this.isOpen()) this.#tmux(["kill-server"]);
  }

  isOpen(): boolean {
    try {
      this.#tmux(["has-session"]);
      return true;
    } catch {
      return false;
    }
  }
}
