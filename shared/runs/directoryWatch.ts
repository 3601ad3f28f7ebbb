/** Watching a directory that may come and go: told by the system's events, and by looking now and then where there are none. */
import { existsSync, watch, type FSWatcher } from "node:fs";
import { dirname, basename } from "node:path";

/** How often is looked where the system gives no events (too many watches, a network's file system), in milliseconds. */
const lookMs = 2000;

export class DirectoryWatch {
  readonly #path: string;
  readonly #changed: (name: string | undefined) => void;
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /**
   * @param path may not be there yet, and may vanish and come again
   * @param changed called with the name of what was made, removed or renamed in it; without one where anything may have changed
   */
  constructor(path: string, changed: (name: string | undefined) => void) {
    this.#path = path;
    this.#changed = changed;
    this.#watchHere();
  }

  close(): void {
    this.#closed = true;
    this.#stop();
  }

  #stop(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
    clearTimeout(this.#timer);
  }

  #watchHere(): void {
    this.#stop();
    if (this.#closed) return;
    try {
      this.#watcher = watch(this.#path, { persistent: false }, (event, name) => {
        // Its own name is told when the directory itself is removed or renamed.
        if (event === "rename" && name === basename(this.#path)) this.#again();
        else this.#changed(name ?? undefined);
      });
      this.#watcher.on("error", () => this.#again());
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") this.#watchAbove();
      else this.#lookLater();
    }
  }

  /** Waits for the directory to be made. */
  #watchAbove(): void {
    try {
      this.#watcher = watch(dirname(this.#path), { persistent: false }, (_event, name) => {
        if (name === basename(this.#path)) this.#again();
      });
      this.#watcher.on("error", () => this.#lookLater());
      // Made between the two looks, it would be told of by neither watch.
      if (existsSync(this.#path)) this.#again();
    } catch {
      this.#lookLater();
    }
  }

  /** Whatever was there is another directory now, or none. */
  #again(): void {
    this.#watchHere();
    this.#changed(undefined);
  }

  #lookLater(): void {
    this.#stop();
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.#again(), lookMs);
    this.#timer.unref();
  }
}
