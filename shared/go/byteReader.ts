import type { FileHandle } from "node:fs/promises";

/** Numbers in a piece of a binary file, in the file's byte order. Reading outside of the piece throws a RangeError. */
export class ByteReader {
  readonly bytes: Buffer;
  readonly #view: DataView;
  readonly littleEndian: boolean;

  constructor(bytes: Buffer, littleEndian: boolean) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.littleEndian = littleEndian;
  }

  u16(at: number): number {
    return this.#view.getUint16(at, this.littleEndian);
  }

  u32(at: number): number {
    return this.#view.getUint32(at, this.littleEndian);
  }

  u64(at: number): number {
    return Number(this.#view.getBigUint64(at, this.littleEndian));
  }

  /** A number as wide as the file's addresses. */
  word(at: number, size: 32 | 64): number {
    return size === 64 ? this.u64(at) : this.u32(at);
  }

  /** Text that ends at a zero byte, or at `limit`. */
  text(at: number, limit = this.bytes.length): string {
    const zero = this.bytes.indexOf(0, at);
    return this.bytes.toString("latin1", at, zero < 0 ? limit : Math.min(zero, limit));
  }
}

/** A named part of an object file. */
export interface Section {
  name: string;
  /** Where its bytes are in the file. */
  offset: number;
  /** How many they are; 0 for one without bytes of its own. */
  size: number;
}

/** What the headers of an executable file tell, whatever its format is. */
export interface ObjectFile {
  /** 32 or 64 bits. */
  size: 32 | 64;
  /** As GOARCH names it; absent for a machine that Go does not know. */
  machine?: string;
  sections: Section[];
  /** The Go build ID, or "". */
  buildID: string;
}

/** Reads a part of a file, less where the file ends. Headers that point at absurd amounts are damaged: nothing is read. */
export async function readPart(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  if (offset < 0 || length < 0 || length > largestPart || !Number.isSafeInteger(offset)) return Buffer.alloc(0);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

const largestPart = 16 * 1024 * 1024;
