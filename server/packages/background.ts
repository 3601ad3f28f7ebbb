/** What is asked of the go command without anybody waiting for it: one question at a time, the latest of each kind alone. */

export class Background {
  /** The tasks that wait or run, by what they are about. */
  readonly #tasks = new Map<string, AbortController>();
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  /**
   * Does something when all before it is done.
   * @param about one that is about the same and waits or runs is broken off
   * @param task is to end soon when its signal is aborted
   * @returns undefined where it was broken off
   */
  async run<T>(about: string, task: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    this.cancel(about);
    if (this.#closed) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    this.#tasks.set(about, controller);
    const done = this.#last.then(() => (signal.aborted ? undefined : task(signal)));
    this.#last = done.catch(() => undefined);
    try {
      const result = await done;
      return signal.aborted ? undefined : result;
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    } finally {
      if (this.#tasks.get(about) === controller) this.#tasks.delete(about);
    }
  }

  cancel(about: string): void {
    this.#tasks.get(about)?.abort();
  }

  /** Breaks all off; resolves when nothing runs any more. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const controller of this.#tasks.values()) controller.abort();
    await this.#last;
  }
}
