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

/**
 * Up to so many bytes it is cheaper to copy frames into one buffer than to hand their parts out one by one: what one read has brought
 * (64 KiB) and what it has completed among them, whatever their number.
 */
const joinedBytes = 256 * 1024;

/** A frame with its bytes, ready to be written. */
export type WrittenFrame = Frame & { readonly raw: Buffer };

export class FrameWriter {
  readonly #writable: Writable;
  readonly #whenDrained: (() => void)[] = [];
  /** The frames of this turn. */
  #frames: { start: string; raw: Buffer; skip: number }[] = [];
  /** The length of these, in bytes. */
  #turnBytes = 0;
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

  /**
   * Writes a frame.
   * @param begin ASCII text that takes the place of the body's first bytes @param skip how many these are
   */
  write({ raw }: WrittenFrame, begin = "", skip = 0): void {
    if (this.#frames.length === 0) process.nextTick(this.#flush);
    const rest = raw.byteLength - skip;
    const start = `Content-Length: ${begin.length + rest}\r\n\r\n${begin}`;
    this.#frames.push({ start, raw, skip });
    this.#turnBytes += start.length + rest;
    this.#waitingBytes += start.length + rest;
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

  readonly #flush = (): void => {
    const stream = this.#writable;
    const frames = this.#frames;
    const bytes = this.#turnBytes;
    this.#frames = [];
    this.#turnBytes = 0;
    if (stream.destroyed || stream.writableEnded) return this.#written(bytes);
    const done = () => this.#written(bytes);
    if (bytes <= joinedBytes) {
      stream.write(join(frames, bytes), done);
      return;
    }
    stream.cork();
    for (const [index, { start, raw, skip }] of frames.entries()) {
      stream.write(Buffer.from(start, "latin1"));
      stream.write(skip === 0 ? raw : raw.subarray(skip), index === frames.length - 1 ? done : undefined);
    }
    stream.uncork();
  };

  #written(bytes: number): void {
    // A write that was under way when the stream was closed may be done later, or never.
    this.#waitingBytes = Math.max(0, this.#waitingBytes - bytes);
    if (this.#waitingBytes === 0) for (const resolve of this.#whenDrained.splice(0)) resolve();
  }
}

/** Frames as they are written, in one buffer of this length. */
function join(frames: readonly { start: string; raw: Buffer; skip: number }[], bytes: number): Buffer {
  const joined = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (const { start, raw, skip } of frames) {
    at += joined.write(start, at, "latin1");
    at += raw.copy(joined, at, skip);
  }
  return joined;
}
