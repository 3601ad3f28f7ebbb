/** A go command that can be made to wait, so that a test finds whatever has asked it half done. */
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Gate } from "./gate.ts";

export class SlowGo {
  /** The go command's path. */
  readonly path: string;
  readonly #gate: Gate;
  readonly #closed: string;

  /**
   * It waits whenever it is to list what a run would build.
   * @param directory to be made
   */
  constructor(directory: string) {
    mkdirSync(directory);
    this.path = join(directory, "go");
    this.#gate = new Gate(directory);
    this.#closed = join(directory, "closed");
    const wait = `[ -e '${this.#closed}' ] && ${this.#gate.wait}`;
    writeFileSync(this.path, `#!/bin/sh\ncase "$*" in *-find*) ;; list*) ${wait} ;; esac\nexec go "$@"\n`);
    chmodSync(this.path, 0o755);
    this.shut();
  }

  /** Waits until a go command stands there. @returns its process's number */
  arrived(): Promise<number> {
    return this.#gate.arrived();
  }

  /** From now on it waits. */
  shut(): void {
    writeFileSync(this.#closed, "");
  }

  /** Lets the one that waits go on, and keeps none that comes after it. */
  open(): void {
    rmSync(this.#closed);
    this.#gate.open();
  }

  /** To be called at the test's end. */
  close(): void {
    if (existsSync(this.#closed)) rmSync(this.#closed);
    this.#gate.close();
  }
}

/** Runs a test with a slow go command. */
export async function withSlowGo(directory: string, test: (go: SlowGo) => Promise<void>): Promise<void> {
  const go = new SlowGo(directory);
  try {
    await test(go);
  } finally {
    go.close();
  }
}
