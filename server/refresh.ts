/** Telling the client that code lenses are others now: at once, but not more often than it can follow. */

/** Two refreshes have so much time between them, in milliseconds: a build changes a lens hundreds of times. */
const restMs = 100;

export class LensRefresh {
  readonly #send: () => Promise<void>;
  #busy = false;
  #again = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param send asks the client; resolves when it has answered */
  constructor(send: () => Promise<void>) {
    this.#send = send;
  }

  /** Something that lenses show has changed. */
  soon(): void {
    if (this.#busy) this.#again = true;
    else void this.#refresh();
  }

  /** Does something once that time has passed; only the last call counts. */
  in(ms: number, what: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(what, ms);
    this.#timer.unref();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#again = false;
    this.#busy = true;
  }

  async #refresh(): Promise<void> {
    this.#busy = true;
    await Promise.all([
      this.#send().catch(() => undefined),
      new Promise<void>((resolve) => setTimeout(resolve, restMs).unref()),
    ]);
    this.#busy = false;
    if (!this.#again) return;
    this.#again = false;
    void this.#refresh();
  }
}
