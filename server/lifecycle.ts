/** The server's own end: `exit`, a closed connection, or a client that is gone. */
import type { WatchDog } from "vscode-languageserver";
import { identify, isRunning } from "../shared/process/identity.ts";

/** How often is looked whether the client still lives, of which there is no event. In milliseconds. */
const lookMs = 3000;

export class Lifecycle implements WatchDog {
  shutdownReceived = false;
  /** The exit status, when the server is to end: 0 after `shutdown`, else 1, as the protocol has it. */
  readonly ended: Promise<number>;
  #end!: (status: number) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  initialize({ processId }: { processId?: number | null }): void {
    if (typeof processId === "number") this.watchClient(processId);
  }

  /** Ends the server when that process does; told by its start time, since numbers come back. */
  watchClient(pid: number): void {
    const client = identify(pid);
    // A number that nobody has here is that of a process in another container; it ends by closing the connection.
    if (this.#timer || !client) return;
    this.#timer = setInterval(() => {
      if (!isRunning(client)) this.exit();
    }, lookMs);
    this.#timer.unref();
  }

  exit(status = this.shutdownReceived ? 0 : 1): void {
    clearInterval(this.#timer);
    this.#end(status);
  }
}
