/**
 * A file in memory for a process that says much in little pieces: go writes each line of its key log by itself, ten thousand and more
 * within a moment. Through a pipe each would wake a reader, which competes with go for the processors; a file wakes nobody, and is
 * read when enough has come together. It has no name, so that it is gone with whoever has it open, and no other user can open it.
 */
import { closeSync, constants, openSync, readSync, statfsSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { randomHex } from "./random.ts";

/** A file system that is memory, never a disk: what stands in a key log belongs on none. */
const memory = "/dev/shm";

/** Room that must be there, in bytes: a key log of 3,000 packages has 40 MB, and go says nothing of a line that it could not write. */
const leastRoom = 256 * 2 ** 20;

/** How much is read at once, and at most in one go, in bytes: others want their turn. */
const pieceBytes = 64 * 2 ** 10;
const mostPieces = 16;

export class GatheredFile {
  /** What was written to the file, as far as it was collected. */
  readonly output = new Readable({ read: () => undefined });
  /** The descriptor to hand down to the one who writes. */
  readonly descriptor: number;
  #position = 0;
  #timer: NodeJS.Timeout | undefined;
  #isOpen = true;

  private constructor(descriptor: number) {
    this.descriptor = descriptor;
  }

  /**
   * @param directory on a file system that is memory
   * @returns undefined where there is none, or too little room in it: a pipe will do
   */
  static open(directory = memory): GatheredFile | undefined {
    try {
      const { bavail, bsize } = statfsSync(directory);
      if (bavail * bsize < leastRoom) return undefined;
      const path = join(directory, `gorunscope-${randomHex(12)}`);
      // Who writes appends: it may hand the descriptor down to others, which write at the end as well.
      const descriptor = openSync(
        path,
        constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL,
        0o600,
      );
      unlinkSync(path);
      return new GatheredFile(descriptor);
    } catch {
      return undefined;
    }
  }

  /** Collects every so many milliseconds from now on. Does not keep our own process alive. */
  poll(intervalMs: number): void {
    clearInterval(this.#timer);
    if (this.#isOpen) this.#timer = setInterval(() => this.collect(), intervalMs).unref();
  }

  /** Hands on what has been written since: all of it, or the first megabyte. */
  collect(): void {
    for (let pieces = 0; pieces < mostPieces && this.#readPiece(); pieces++);
  }

  /** Hands on all that is left, and ends. */
  end(): void {
    if (!this.#isOpen) return;
    while (this.#readPiece());
    this.#isOpen = false;
    clearInterval(this.#timer);
    closeSync(this.descriptor);
    this.output.push(null);
  }

  /** @returns whether there was anything */
  #readPiece(): boolean {
    if (!this.#isOpen) return false;
    const piece = Buffer.allocUnsafeSlow(pieceBytes);
    const length = readSync(this.descriptor, piece, 0, pieceBytes, this.#position);
    if (length === 0) return false;
    this.#position += length;
    this.output.push(piece.subarray(0, length));
    return true;
  }
}
