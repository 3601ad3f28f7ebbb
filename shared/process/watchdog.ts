/**
 * Looks after a run should the adapter die without a word: a small shell of its own that ends what is left and removes $WORK and
 * the run's directory. See watchdogScript.ts for what it does.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import type { Identity } from "./identity.ts";
import { encodePath, watchdogScript } from "./watchdogScript.ts";

/** Whether a signal goes to the process alone or to the group it leads. */
export type WatchKind = "group" | "process";

export class Watchdog {
  readonly #process: ChildProcess;
  readonly #ended: Promise<void>;

  private constructor(child: ChildProcess) {
    this.#process = child;
    this.#ended = new Promise((resolve) => {
      child.once("exit", () => resolve());
      // Where there is no sh there is no watchdog: what closed connections cannot end is then left to the next start's sweep.
      child.once("error", () => resolve());
    });
    child.stdin?.on("error", () => undefined);
    // Not ended means watching: that must not keep the adapter alive.
    child.unref();
    (child.stdin as Socket | null)?.unref();
  }

  /**
   * Starts a watchdog, in a session of its own and with no descriptor of ours but the pipe.
   * @param runDirectory an own, private directory: holds the script, and is removed when the adapter dies
   */
  static start(runDirectory: string): Watchdog {
    const script = join(runDirectory, "watchdog");
    writeFileSync(script, watchdogScript, { mode: 0o600 });
    const owner = String(process.getuid?.() ?? 0);
    const child = spawn("/bin/sh", [script, encodePath(runDirectory), owner], {
      cwd: "/",
      env: { PATH: process.env.PATH ?? "/usr/bin:/bin" },
      stdio: ["pipe", "ignore", "ignore"],
      detached: true,
    });
    return new Watchdog(child);
  }

  /** The shell's number; undefined if it could not be started. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Looks after a process from now on. */
  watch(identity: Identity, kind: WatchKind): void {
    this.#say(`${kind} ${identity.pid} ${identity.startTicks}`);
  }

  /** To be said when a process has ended: its number may come back. */
  unwatch(identity: Identity): void {
    this.#say(`unwatch ${identity.pid} ${identity.startTicks}`);
  }

  /** Has a $WORK (`…/go-build` and digits; anything else is ignored) removed when the adapter dies. */
  removeAtEnd(path: string): void {
    this.#say(`remove ${encodePath(path)}`);
  }

  /** Takes removeAtEnd back. */
  keep(path: string): void {
    this.#say(`keep ${encodePath(path)}`);
  }

  /** Has the $WORK of a go that was killed before removeAtEnd could name it looked for in this directory when the adapter dies. */
  seekWork(temporary: string): void {
    this.#say(`seek ${encodePath(temporary)}`);
  }

  /** The normal end: the watchdog does nothing but exit. Resolves when it has. */
  close(): Promise<void> {
    this.#process.ref();
    this.#say("close");
    this.#process.stdin?.end();
    return this.#ended;
  }

  #say(line: string): void {
    if (this.#process.stdin?.writable) this.#process.stdin.write(`${line}\n`);
  }
}
