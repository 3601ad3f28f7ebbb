/**
 * Writes frames to a stream with vscode-jsonrpc's writer: one after the other, each only when the stream takes more. The encoder
 * hands out the bytes that a frame already has.
 */
import type { Writable } from "node:stream";
import { Disposable, WriteableStreamMessageWriter, type Message, type RAL } from "vscode-jsonrpc/node";
import type { Frame } from "./frame.ts";

/** So much may wait for the stream before the side that the frames come from has to wait too, in bytes. */
const highWaterBytes = 256 * 1024;

/** A frame with its bytes, ready to be written. */
export type WrittenFrame = Frame & { readonly raw: Buffer };

export class FrameWriter {
  readonly #writable: Writable;
  readonly #writer: WriteableStreamMessageWriter;
  readonly #whenDrained: (() => void)[] = [];
  #waitingBytes = 0;

  /** @param writable errors of the stream are its owner's to handle; frames after an error are lost */
  constructor(writable: Writable) {
    this.#writable = writable;
    this.#writer = new WriteableStreamMessageWriter(new JoinedWrites(writable), {
      contentTypeEncoder: { name: "frame", encode: (frame) => Promise.resolve((frame as unknown as WrittenFrame).raw) },
    });
  }

  /** Whether more is waiting than should be: whoever sends should stop until `drained`. */
  get isBlocked(): boolean {
    return this.#waitingBytes > highWaterBytes;
  }

  write(frame: WrittenFrame): void {
    const { byteLength } = frame.raw;
    this.#waitingBytes += byteLength;
    const done = () => {
      this.#waitingBytes -= byteLength;
      if (this.#waitingBytes === 0) for (const resolve of this.#whenDrained.splice(0)) resolve();
    };
    // The writer's type wants a JSON-RPC message; what a message is only the encoder above knows.
    this.#writer.write(frame as unknown as Message).then(done, done);
  }

  /** Resolves when everything so far was handed to the stream and the stream takes more, or has failed. */
  drained(): Promise<void> {
    if (this.#waitingBytes === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenDrained.push(resolve));
  }

  /** Resolves when everything so far has left this process, or cannot. */
  async end(): Promise<void> {
    await this.drained();
    if (this.#writable.destroyed || this.#writable.writableEnded) return;
    await new Promise<void>((resolve) => {
      this.#writable.once("close", resolve);
      this.#writable.end(resolve);
    });
  }
}

/**
 * The writer writes a header, then a body: this puts the two into one write of the stream, since a client that reads them apart
 * has to wait for two packets. A write is done when the stream takes the next one, so that a slow reader is noticed.
 */
class JoinedWrites implements RAL.WritableStream {
  readonly #stream: Writable;
  #header: string | undefined;

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  write(data: string | Uint8Array): Promise<void> {
    if (typeof data === "string") {
      this.#header = data;
      return Promise.resolve();
    }
    const stream = this.#stream;
    if (stream.destroyed || stream.writableEnded) return Promise.reject(new Error("closed"));
    stream.cork();
    stream.write(this.#header, "latin1");
    const takesMore = stream.write(data);
    stream.uncork();
    return takesMore ? Promise.resolve() : drainOrClose(stream);
  }

  end(): void {
    this.#stream.end();
  }

  onClose(listener: () => void): Disposable {
    return on(this.#stream, "close", listener);
  }
  onError(listener: (error: Error) => void): Disposable {
    return on(this.#stream, "error", listener);
  }
  onEnd(listener: () => void): Disposable {
    return on(this.#stream, "end", listener);
  }
}

function drainOrClose(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off("drain", done);
      stream.off("close", done);
      resolve();
    };
    stream.on("drain", done);
    stream.on("close", done);
  });
}

function on(stream: Writable, event: string, listener: (error: Error) => void): Disposable {
  stream.on(event, listener);
  return Disposable.create(() => stream.off(event, listener));
}
