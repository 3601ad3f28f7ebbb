/** A place in a shell script where a process waits until the test lets it go on. */
import { execFileSync } from "node:child_process";
import { chmodSync, closeSync, constants, openSync, writeFileSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";

export class Gate {
  /** What a script does at the gate, as one command of the shell. */
  readonly wait: string;
  readonly #arrivals: Socket;
  readonly #lines: AsyncIterator<string>;
  readonly #opening: number;

  /** @param directory where the gate's two pipes are made */
  constructor(directory: string) {
    const [arrivals, opening] = [join(directory, "arrivals"), join(directory, "opening")];
    execFileSync("mkfifo", [arrivals, opening]);
    this.wait = `{ echo $$ >'${arrivals}'; read -r word <'${opening}'; }`;
    // Opened for both directions, so that neither side waits for the other to open it.
    this.#opening = openSync(opening, constants.O_RDWR);
    this.#arrivals = new Socket({ fd: openSync(arrivals, constants.O_RDWR | constants.O_NONBLOCK), writable: false });
    this.#lines = createInterface({ input: this.#arrivals })[Symbol.asyncIterator]();
  }

  /** Waits until a process stands at the gate. @returns its number */
  async arrived(): Promise<number> {
    return Number((await this.#lines.next()).value);
  }

  /** Lets the process that stands at the gate go on. */
  open(): void {
    writeSync(this.#opening, "go\n");
  }

  /** To be called at the test's end. */
  close(): void {
    this.#arrivals.destroy();
    closeSync(this.#opening);
  }
}

/**
 * Writes a program that does what another does, and waits at a gate before that when its first argument is this one.
 * @returns its path
 */
export function writeGatedProgram(path: string, gate: Gate, argument: string, program: string): string {
  writeFileSync(path, `#!/bin/sh\n[ "$1" = ${argument} ] && ${gate.wait}\nexec '${program}' "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}
