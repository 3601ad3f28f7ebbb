/**
 * Writes frames to a stream: all of one turn of the event loop together, since every system call costs more than a frame, here and
 * at the client.
 *
 * vscode-jsonrpc's own WriteableStreamMessageWriter is not used: it writes one frame in each turn of the event loop. With it ten
 * thousand output events take twice as long as without us, and every answer comes a turn later.
 */
import type { Writable } from "node:stream";
import type { Frame } from "./frame.ts";

/** So much may wait for the stream before the side that the frames come from has to wait too, in bytes. */
const highWaterBytes = 256 * 1024;

/** Up to so many bytes it is cheaper to copy frames into one buffer than to hand their parts out one by one. */
const joinedBytes = 64 * 1024;

/** A frame with its bytes, ready to be written. */
export type WrittenFrame = Frame & { readonly raw: Buffer };

export class FrameWriter {
  readonly #writable: Writable;
  readonly #whenDrained: (() => void)[] = [];
  /** Headers and bodies of this turn. */
  #parts: Buffer[] = [];
  #waitingBytes = 0;

  /** @param writable errors of the stream are its owner's to handle; frames after an error are lost */
  constructor(writable: Writable) {
    this.#writable = writable;
    writable.once("close", () => this.#written(this.#waitingBytes));
  }

  /** Whether more is waiting than should be: whoever sends should stop until `drained`. */
  get isBlocked(): boolean {
    return this.#waitingBytes > highWaterBytes;
  }

  write({ raw }: WrittenFrame): void {
    if (this.#parts.length === 0) process.nextTick(() => this.#flush());
    const header = Buffer.from(`Content-Length: ${raw.byteLength}\r\n\r\n`, "latin1");
    this.#parts.push(header, raw);
    this.#waitingBytes += header.byteLength + raw.byteLength;
  }

  /** Resolves when everything so far has left this process, or cannot. */
  drained(): Promise<void> {
    if (this.#waitingBytes === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenDrained.push(resolve));
  }

  /** Ends the stream; resolves when everything so far has left this process, or cannot. */
  async end(): Promise<void> {
    await this.drained();
    if (this.#writable.destroyed || this.#writable.writableEnded) return;
    await new Promise<void>((resolve) => {
      this.#writable.once("close", resolve);
      this.#writable.end(resolve);
    });
  }

  #flush(): void {
    const stream = this.#writable;
    const parts = this.#parts;
    const bytes = parts.reduce((sum, part) => sum + part.byteLength, 0);
    this.#parts = [];
    if (stream.destroyed || stream.writableEnded) return this.#written(bytes);
    const done = () => this.#written(bytes);
    if (bytes <= joinedBytes) {
      stream.write(Buffer.concat(parts, bytes), done);
      return;
    }
    const last = parts.pop();
    stream.cork();
    for (const part of parts) stream.write(part);
    stream.write(last, done);
    stream.uncork();
  }

  #written(bytes: number): void {
    // A write that was under way when the stream was closed may be done later, or never.
    this.#waitingBytes = Math.max(0, this.#waitingBytes - bytes);
    if (this.#waitingBytes === 0) for (const resolve of this.#whenDrained.splice(0)) resolve();
  }
}
