/** Standard output and error as the commands write them: at once and in order. */
import { writeSync } from "node:fs";
import { isatty } from "node:tty";

/** How long a descriptor that somebody made non-blocking is left alone when it is full, in milliseconds. */
const retryMs = 5;

/** What a text without a terminal is set to: long lines are for files and for whoever reads them. */
const defaultWidth = 100;

const clock = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes a text before it returns. Node's own streams would make a pipe that the program shares non-blocking, which programs in
 * C do not expect, and would let lines of the two streams change places. A reader that is gone is no error.
 */
export function writeTo(descriptor: 1 | 2, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE" || code === "EIO") return;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(clock, 0, 0, retryMs);
    }
  }
}

/** How text for people is set on a descriptor: in colour and with the terminal's width only where it is a terminal. */
export function textOptions(descriptor: 1 | 2, env: NodeJS.ProcessEnv): { width: number; color: boolean } {
  if (!isatty(descriptor)) return { width: defaultWidth, color: false };
  const { columns } = descriptor === 1 ? process.stdout : process.stderr;
  return { width: columns || defaultWidth, color: !env.NO_COLOR && env.TERM !== "dumb" };
}
