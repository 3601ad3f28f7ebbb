/**
 * A pipe for a process that says much in little pieces: go writes each line of its key log by itself, ten thousand and more within a
 * moment. Each would wake us, at a higher price than go has for writing it, and what Node makes for a child's output is no pipe but
 * a socket, in which every piece takes room of its own, so that go waits for us, too. So there is a cat between: it is woken at
 * little cost, and hands on what has come together meanwhile.
 */
import { closeSync, openSync, unlinkSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { end, start, type Started } from "./spawn.ts";

/**
 * Opens the pipe at both ends before it says so, that nobody may ever wait for the other; and holds it until it is told that the
 * writing end is taken, or that there is nobody left to take it.
 */
const script = `mkfifo -m 600 "$1" && exec 3<>"$1" 4<"$1" && echo && read -r taken
exec cat <&4 3>&- 4<&-`;

export class GatheredPipe {
  /** What was written to the pipe; ends when nobody can write to it any more. */
  readonly output: Readable;
  /** The descriptor to hand down; `handedDown` closes our own. */
  readonly writingEnd: number;
  readonly #cat: Started;
  #isOpen = true;

  private constructor(cat: Started, writingEnd: number) {
    this.#cat = cat;
    this.output = cat.process.stdout!;
    this.writingEnd = writingEnd;
  }

  /**
   * @param directory a private directory, for the moment in which the pipe has a name
   * @returns undefined where it cannot be made: a plain pipe will do
   */
  static async open(directory: string): Promise<GatheredPipe | undefined> {
    const path = join(directory, "gathered");
    const cat = start(["/bin/sh", "-c", script, "sh", path], { stdio: ["pipe", "pipe", "ignore"], ownSession: true });
    const { stdin, stdout } = cat.process;
    stdin?.on("error", () => undefined);
    try {
      await Promise.race([once(stdout!, "readable"), cat.exited]);
      if (stdout!.read(1) === null) throw new Error("no pipe was made");
      const pipe = new GatheredPipe(cat, openSync(path, "w"));
      unlinkSync(path);
      stdin!.end("taken\n");
      return pipe;
    } catch {
      await end(cat);
      return undefined;
    }
  }

  /** Whoever is to write has the descriptor now. */
  handedDown(): void {
    if (this.#isOpen) closeSync(this.writingEnd);
    this.#isOpen = false;
  }

  /** Ends it, whoever still holds it. */
  async close(): Promise<void> {
    this.handedDown();
    await end(this.#cat);
  }
}
