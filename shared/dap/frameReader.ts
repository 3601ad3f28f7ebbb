/**
 * Cuts a byte stream into frames with vscode-jsonrpc's message buffer, which knows `Content-Length`, header names in any case,
 * further headers, and frames that come in pieces.
 *
 * vscode-jsonrpc's own ReadableStreamMessageReader is not used for three reasons: it keeps the announced length to itself, so
 * that 4 GB would be waited for; it hands frames over in later turns of the event loop, so that "closed" overtakes the last of
 * them; and after a header that it cannot read it goes on in the middle of nowhere.
 */
import { AbstractMessageBuffer } from "vscode-jsonrpc/node";
import { frameOfBytes, type Frame } from "./frame.ts";

/** The longest body that is taken, in bytes. What dlv writes has no limit; what it takes has (go-dap: 4 MiB). */
export const maxBodyBytes = 64 * 1024 * 1024;
/** The longest header that is waited for, in bytes. */
const maxHeaderBytes = 16 * 1024;

/** A header as nearly every peer writes it. */
const lengthAlone = /Content-Length: (\d{1,8})\r\n\r\n/y;
const endOfHeader = "\r\n\r\n";

/** Why a stream cannot be read any further: where the next frame begins is not known any more. */
export class BrokenStream extends Error {}

export class FrameReader {
  readonly #buffer = new BytesBuffer();
  readonly #onFrame: (frame: Frame) => void;
  /** The announced length of the body that is being read; undefined between frames. */
  #bodyBytes: number | undefined;

  /** @param onFrame called for each complete frame, within `push` */
  constructor(onFrame: (frame: Frame) => void) {
    this.#onFrame = onFrame;
  }

  /** Whether the bytes so far end within a frame. */
  get isWithinFrame(): boolean {
    return this.#bodyBytes !== undefined || this.#buffer.numberOfBytes > 0;
  }

  /** @throws BrokenStream when no further frame can be found in this stream */
  push(chunk: Buffer): void {
    let rest = this.isWithinFrame ? chunk : this.#handWholeOver(chunk);
    while (rest.byteLength > 0) {
      // Of a frame that came in pieces no more goes through the buffer than the rest of it: what follows may lie whole again.
      const bytes = this.#missingBytes(rest);
      this.#buffer.append(rest.subarray(0, bytes));
      this.#readBuffered();
      rest = rest.subarray(bytes);
      if (!this.isWithinFrame) rest = this.#handWholeOver(rest);
    }
  }

  /** How many bytes of what comes belong to the frame that is being read; up to the body's beginning, where that has not come. */
  #missingBytes(rest: Buffer): number {
    if (this.#bodyBytes !== undefined) return Math.min(rest.byteLength, this.#bodyBytes - this.#buffer.numberOfBytes);
    const headerEnd = rest.indexOf(endOfHeader);
    return headerEnd < 0 ? rest.byteLength : headerEnd + endOfHeader.length;
  }

  #readBuffered(): void {
    for (;;) {
      this.#bodyBytes ??= this.#readHeader();
      if (this.#bodyBytes === undefined) return;
      const body = this.#buffer.tryReadBody(this.#bodyBytes);
      if (body === undefined) return;
      this.#bodyBytes = undefined;
      this.#onFrame(frameOfBytes(body as Buffer));
    }
  }

  /**
   * Hands over what lies whole at a chunk's beginning, as an answer of a debugger mostly does: that takes a tenth of the time that
   * the buffer takes for it.
   * @returns the rest
   */
  #handWholeOver(chunk: Buffer): Buffer {
    let from = 0;
    const text = chunk.toString("latin1");
    for (;;) {
      lengthAlone.lastIndex = from;
      const header = lengthAlone.exec(text);
      if (header === null) break;
      const bodyFrom = from + header[0].length;
      const to = bodyFrom + Number(header[1]);
      if (to > chunk.byteLength) break;
      from = to;
      this.#onFrame(frameOfBytes(chunk.subarray(bodyFrom, to), text, bodyFrom));
    }
    return from === 0 ? chunk : chunk.subarray(from);
  }

  #readHeader(): number | undefined {
    let headers: Map<string, string> | undefined;
    try {
      headers = this.#buffer.tryReadHeaders(true);
    } catch (cause) {
      throw new BrokenStream("a header line without a colon", { cause });
    }
    if (headers === undefined) {
      if (this.#buffer.numberOfBytes > maxHeaderBytes)
        throw new BrokenStream(`no end of a header in ${maxHeaderBytes} bytes`);
      return undefined;
    }
    const length = headers.get("content-length");
    if (length === undefined) throw new BrokenStream("a header without Content-Length");
    if (!/^\d+$/.test(length))
      throw new BrokenStream(`a Content-Length that is no number: ${JSON.stringify(length.slice(0, 40))}`);
    if (Number(length) > maxBodyBytes) throw new BrokenStream(`a Content-Length of ${length}, over ${maxBodyBytes}`);
    return Number(length);
  }
}

/** vscode-jsonrpc's buffer over Node's; the one that it makes for itself does not say how much it holds. */
class BytesBuffer extends AbstractMessageBuffer {
  protected override emptyBuffer(): Buffer {
    return Buffer.alloc(0);
  }
  protected override fromString(value: string): Buffer {
    return Buffer.from(value);
  }
  protected override toString(value: Uint8Array): string {
    return Buffer.from(value).toString("latin1");
  }
  protected override asNative(bytes: Uint8Array, length?: number): Buffer {
    return (bytes as Buffer).subarray(0, length);
  }
  protected override allocNative(length: number): Buffer {
    return Buffer.allocUnsafe(length);
  }
}
