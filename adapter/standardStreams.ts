/** The adapter's own standard input and output as the streams of a protocol. */
import { fstatSync } from "node:fs";
import { Socket } from "node:net";
import type { Readable, Writable } from "node:stream";

/**
 * process.stdout writes to a pipe synchronously: a client that does not read would stop everything here, also what would have to
 * end the program. A socket over the same descriptor waits in the event loop instead.
 */
export function openStandardStreams(): { input: Readable; output: Writable } {
  return {
    input: process.stdin,
    output: isPipe(1) ? new Socket({ fd: 1, readable: false, writable: true }) : process.stdout,
  };
}

function isPipe(descriptor: number): boolean {
  const stat = fstatSync(descriptor);
  return stat.isFIFO() || stat.isSocket();
}
