/**
 * One peer of the Debug Adapter Protocol over a pair of streams: frames in, frames out, and how it ended. Knows nothing of
 * sessions.
 */
import type { Readable, Writable } from "node:stream";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { sentenceOf } from "../contract/errors.ts";
import { frameOf, leadingSeqBytes, type Frame } from "./frame.ts";
import { FrameReader } from "./frameReader.ts";
import { FrameWriter, type WrittenFrame } from "./frameWriter.ts";

/** So long `close` waits for a peer that does not read, in milliseconds. */
const flushMs = 1000;

export class Channel {
  readonly #readable: Readable;
  readonly #writable: Writable;
  readonly #writer: FrameWriter;
  readonly #closeListeners: ((error?: Error) => void)[] = [];
  #onProblem: (sentence: string) => void = () => {};
  #ended: { error?: Error } | undefined;
  #closing: Promise<void> | undefined;

  /** @param readable @param writable the two directions; may be the same socket. The channel owns both. */
  constructor(readable: Readable, writable: Writable) {
    this.#readable = readable;
    this.#writable = writable;
    this.#writer = new FrameWriter(writable);
    const fail = (error: Error) => this.#end(isOrdinaryEnd(error) ? undefined : error);
    readable.on("error", fail);
    readable.on("close", () => this.#end());
    writable.on("error", fail);
  }

  /** Whether the peer is gone: nothing more comes from it. What is sent may still reach a peer that closed only its side. */
  get isClosed(): boolean {
    return this.#ended !== undefined;
  }

  /** Starts reading. Frames come in their order; what the listener throws is a problem of that frame alone. */
  onFrame(listener: (frame: Frame) => void): void {
    const reader = new FrameReader((frame) => {
      try {
        // A body that is not JSON is noticed here, where it can still be told apart from a mistake of the listener.
        void frame.head;
      } catch (error) {
        this.#onProblem(`a body that is no DAP message (${sentenceOf(error)}) was dropped`);
        return;
      }
      try {
        listener(frame);
      } catch (error) {
        this.#onProblem(`${describe(frame)} could not be handled: ${sentenceOf(error)}`);
      }
    });
    this.#readable.on("data", (chunk: Buffer) => {
      if (this.#ended !== undefined) return;
      try {
        reader.push(chunk);
      } catch (cause) {
        const error = new Error(`the stream is broken: ${sentenceOf(cause)}`, { cause });
        this.#onProblem(error.message);
        this.#end(error);
        this.#readable.destroy();
      }
    });
    this.#readable.on("end", () => {
      if (reader.isWithinFrame && this.#ended === undefined) this.#onProblem("the stream ended within a frame");
      this.#end();
    });
  }

  /** @param listener called once, with an error unless the peer just closed; at once when that has already happened */
  onClose(listener: (error?: Error) => void): void {
    if (this.#ended === undefined) this.#closeListeners.push(listener);
    else queueMicrotask(() => listener(this.#ended?.error));
  }

  /** @param listener called with a sentence for each thing that is wrong with what comes in; the channel goes on where it can */
  onProblem(listener: (sentence: string) => void): void {
    this.#onProblem = listener;
  }

  /**
   * Sends after everything sent before. A frame that has its bytes is written from them.
   * @param seq the number that it gets instead of its own; its other bytes stay as they are wherever the number stands first
   */
  send(what: DebugProtocol.ProtocolMessage | Frame, seq?: number): void {
    const frame = toFrame(what);
    const skip = seq === undefined ? 0 : leadingSeqBytes(frame);
    if (seq === undefined) this.#writer.write(frame);
    else if (skip > 0) this.#writer.write(frame, `{"seq":${seq},`, skip);
    else this.#writer.write(frameOf({ ...frame.message, seq }));
  }

  /** Whether more is waiting to be sent than should be. */
  get isBlocked(): boolean {
    return this.#writer.isBlocked;
  }

  /** Resolves when nothing is waiting to be sent any more, or never will be. */
  drained(): Promise<void> {
    return this.#writer.drained();
  }

  /** Stops reading, so that the peer has to stop writing; frames that have already come still go to the listener. */
  pause(): void {
    this.#readable.pause();
  }

  resume(): void {
    this.#readable.resume();
  }

  /** Stops reading, sends what was given to `send`, and closes both directions; within a second or so if the peer does not read. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#end();
    const giveUp = setTimeout(() => this.#writable.destroy(), flushMs);
    await this.#writer.end();
    clearTimeout(giveUp);
    this.#readable.destroy();
    this.#writable.destroy();
  }

  #end(error?: Error): void {
    if (this.#ended !== undefined) return;
    this.#ended = error === undefined ? {} : { error };
    for (const listener of this.#closeListeners.splice(0)) listener(error);
  }
}

function toFrame(what: DebugProtocol.ProtocolMessage | Frame): WrittenFrame {
  if (!("head" in what)) return frameOf(what);
  return what.raw === undefined ? frameOf(what.message) : (what as WrittenFrame);
}

/** A peer that went away while we read from it or wrote to it. */
function isOrdinaryEnd(error: NodeJS.ErrnoException): boolean {
  return error.code === "EPIPE" || error.code === "ECONNRESET" || error.code === "ERR_STREAM_PREMATURE_CLOSE";
}

function describe(frame: Frame): string {
  const { head } = frame;
  return head.type === "event" ? `event ${head.event}` : `${head.type} ${head.command}`;
}
