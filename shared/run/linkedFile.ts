/**
 * Follows what the linker writes until it is read. Of a program that ends at once go has removed $WORK before anybody could look,
 * and where the build cache does not have the same (before Go 1.24, or with GOCACHEPROG) nothing else is left.
 */
import { closeSync, openSync, statSync } from "node:fs";

/** How often is looked whether the file is there, or another by that name: far less than a link takes. */
const lookMs = 5;

export class LinkedFile {
  readonly path: string;
  readonly #timer: NodeJS.Timeout;
  #held: { descriptor: number; inode: number } | undefined;

  constructor(path: string) {
    this.path = path;
    this.#timer = setInterval(() => this.#look(), lookMs).unref();
  }

  /** A path by which the file can be read, whether or not it was removed meanwhile. */
  get readable(): string {
    this.#look();
    return this.#held ? `/proc/self/fd/${this.#held.descriptor}` : this.path;
  }

  /** Lets the file go. */
  close(): void {
    clearInterval(this.#timer);
    if (this.#held) closeSync(this.#held.descriptor);
    this.#held = undefined;
  }

  /** An external linker writes a file of its own in place of the first. */
  #look(): void {
    const inode = statSync(this.path, { throwIfNoEntry: false })?.ino;
    if (inode === undefined || inode === this.#held?.inode) return;
    try {
      const descriptor = openSync(this.path, "r");
      if (this.#held) closeSync(this.#held.descriptor);
      this.#held = { descriptor, inode };
    } catch {
      // Removed in between, or not readable: what is held stays.
    }
  }
}
