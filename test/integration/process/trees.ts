/**
 * Process trees for tests. All of them live on a pipe that the test holds, their descriptor 4: `cat <&4` waits for its end. Every
 * member inherits a further pipe, descriptor 3, whose end tells, as an event, that the last of them is gone.
 */
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { end, start, type Started } from "../../../shared/process/spawn.ts";

export interface Tree {
  started: Started;
  /** Ends every `cat` that reads it. */
  input: Writable;
  output: Readable;
  /** Resolves when no process holds the tree's pipe any more. */
  gone: Promise<void>;
}

const trees = new Set<Tree>();

/** Starts `sh -c script`. */
export async function tree(script: string, options: { ownSession?: boolean; shell?: string[] } = {}): Promise<Tree> {
  const { ownSession = true, shell = ["sh"] } = options;
  const started = start([...shell, "-c", script], { stdio: ["ignore", "pipe", "inherit", "pipe", "pipe"], ownSession });
  await started.started;
  const [, output, , held, input] = started.process.stdio as unknown as [null, Readable, null, Readable, Writable];
  input.on("error", () => undefined);
  held.resume();
  const made = { started, input, output, gone: once(held, "end").then(() => undefined) };
  trees.add(made);
  return made;
}

/** Ends what a test has left, also after it failed. */
export async function endTrees(): Promise<void> {
  await Promise.all(
    [...trees].map(async (one) => {
      one.input.destroy();
      await end(one.started, { politeSignal: "SIGKILL", graceMs: 0 });
    }),
  );
  trees.clear();
}

/** The next line that a tree writes. */
export async function line(output: Readable): Promise<string> {
  let text = "";
  while (!text.endsWith("\n")) {
    const chunk = output.read(1) as Buffer | null;
    if (chunk) text += chunk.toString("latin1");
    else if (output.readableEnded) throw new Error(`ended after ${JSON.stringify(text)}`);
    else await Promise.race([once(output, "readable"), once(output, "end")]);
  }
  return text.slice(0, -1);
}
