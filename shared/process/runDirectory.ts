/** The private directory of one run. */
import { mkdtemp, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeOwner, type RunFacts } from "./ownerFile.ts";

/** The bytes of a Unix socket's path that every system takes: 107 on Linux, 103 elsewhere. */
const longestSocketPath = 103;

/** What is kept free for the socket's name, in bytes. */
const longestSocketName = 16;

/** Whether sockets fit into a directory of this path. */
export function holdsSockets(directory: string): boolean {
  return Buffer.byteLength(directory) + 1 + longestSocketName <= longestSocketPath;
}

/** A directory (mode 0700) for the sockets, shims and files of one run, with a note of whose it is. */
export class RunDirectory {
  readonly path: string;
  #facts: RunFacts = {};

  /** @param path a private directory */
  constructor(path: string) {
    this.path = path;
  }

  /**
   * Makes one, and notes it as this process's.
   * @param prefix of its path: six characters follow
   * @throws what the file system says
   */
  static async make(prefix: string): Promise<RunDirectory> {
    const directory = new RunDirectory(await mkdtemp(prefix));
    try {
      writeOwner(directory.path, {});
      return directory;
    } catch (error) {
      await directory.remove();
      throw error;
    }
  }

  /**
   * The path of a Unix socket here, short enough for every system.
   * @param name at most 16 bytes
   */
  socketPath(name: string): string {
    if (Buffer.byteLength(name) > longestSocketName) throw new RangeError(`${name} is too long a name for a socket`);
    return join(this.path, name);
  }

  /** Notes what the run is made of, for the sweep: what is given here is added to what is known, undefined takes it out. */
  note(facts: RunFacts): void {
    this.#facts = { ...this.#facts, ...facts };
    try {
      writeOwner(this.path, this.#facts);
    } catch {
      // A disk that has become full is no reason to end the run: the sweep then knows less of it.
    }
  }

  /** Removes the directory and all in it; the one above goes with the last run in it. */
  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
    await rmdir(dirname(this.path)).catch(() => undefined);
  }
}
