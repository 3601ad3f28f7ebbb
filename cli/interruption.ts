/** Work that a signal breaks off. */

/** The signals, and the status that shells give a command that they have ended. */
const statuses = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Listens for the first such signal, from when it is made to the process's end. */
export class Interruption {
  readonly #breakOff = new AbortController();
  /** Aborted when the signal has come. */
  readonly signal = this.#breakOff.signal;
  /** The exit status then; 0 before. */
  status = 0;

  constructor() {
    for (const [name, status] of Object.entries(statuses)) {
      process.once(name, () => {
        this.status = status;
        this.#breakOff.abort();
      });
    }
  }
}
