/** One end of a connection: whole JSON-RPC messages in and out of two streams. */
import type { Readable, Writable } from "node:stream";
import { StreamMessageReader, StreamMessageWriter, type Message } from "vscode-languageserver-protocol/node";

/** So many messages may wait to be written before whoever says more is not listened to. */
const waitingMessages = 64;

export class Peer {
  /** Resolves with why nothing more can be read of it: "" for the end of the stream, else what was no message. */
  readonly ended: Promise<string>;
  readonly #input: Readable;
  readonly #reader: StreamMessageReader;
  readonly #writer: StreamMessageWriter;
  #waiting = 0;
  #written: Promise<void> = Promise.resolve();

  constructor(input: Readable, output: Writable) {
    this.#input = input;
    this.#reader = new StreamMessageReader(input);
    this.#writer = new StreamMessageWriter(output);
    this.ended = new Promise((resolve) => {
      for (const event of ["end", "close"]) input.once(event, () => resolve(""));
      this.#reader.onError(({ message }) => resolve(message));
      // Whoever does not read any more is noticed by what it does not say.
      this.#writer.onError(() => undefined);
    });
  }

  listen(hear: (message: Message) => void): void {
    this.#reader.listen(hear);
  }

  send(message: Message): void {
    this.#waiting++;
    const done = () => void this.#waiting--;
    this.#written = this.#writer.write(message).then(done, done);
  }

  /** Resolves when it has taken all that it was sent so far. */
  get caughtUp(): Promise<void> {
    return this.#written;
  }

  /** Reads no more until somebody who is behind with what was sent to it has taken that. */
  waitFor(other: Peer): void {
    if (other.#waiting < waitingMessages || this.#input.isPaused()) return;
    this.#input.pause();
    void other.caughtUp.then(() => this.#input.resume());
  }
}
