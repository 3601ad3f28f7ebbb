/**
 * A live run's socket (contract, part 7): listens, and hands each listener to a connection of its own. What that needs is loaded
 * when the first one comes, for most runs have none.
 */
import { chmod } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { within } from "../process/waiting.ts";
import type { GoRun } from "./goRun.ts";
import type { LiveConnection } from "./liveConnection.ts";

/** So long a listener is given to read what it was told last, in milliseconds. */
const lastWordsMs = 200;

/** What a listener on the socket may do to the run besides asking. */
export interface RunControl {
  /** Asks the program to end as Ctrl-C does; while building, ends the build. */
  stop: () => Promise<void>;
  /** A new run in place of this one; absent where there is nobody to start it. */
  restart?: () => Promise<void>;
}

export class LiveSocket {
  readonly #run: GoRun;
  readonly #control: RunControl;
  readonly #server: Server;
  readonly #connections = new Map<Socket, LiveConnection | undefined>();

  private constructor(run: GoRun, control: RunControl) {
    this.#run = run;
    this.#control = control;
    this.#server = createServer({ pauseOnConnect: true }, (socket) => void this.#serve(socket));
  }

  /** @param path where to listen: in a directory of mode 0700, at most 107 bytes */
  static async listen(path: string, run: GoRun, control: RunControl): Promise<LiveSocket> {
    const live = new LiveSocket(run, control);
    await new Promise<void>((resolve, reject) => {
      live.#server.once("error", reject);
      live.#server.listen(path, resolve);
    });
    await chmod(path, 0o600);
    // The socket serves whoever asks; it keeps nobody alive.
    live.#server.unref();
    return live;
  }

  /** Ends the socket and all connections, each when its listener has the last notification. */
  async close(): Promise<void> {
    this.#server.close();
    await Promise.all(
      [...this.#connections].map(async ([socket, connection]) => {
        if (!connection || !(await within(connection.end(), lastWordsMs))) socket.destroy();
      }),
    );
  }

  async #serve(socket: Socket): Promise<void> {
    socket.unref();
    this.#connections.set(socket, undefined);
    socket.on("close", () => this.#connections.delete(socket));
    socket.on("error", () => socket.destroy());
    const loaded = await import("./liveConnection.ts").catch(() => undefined);
    // Of a program that has been replaced since it was started, nothing more can be loaded: the run goes on all the same.
    if (!loaded) socket.destroy();
    if (!loaded || socket.destroyed) return;
    const { LiveConnection } = loaded;
    this.#connections.set(socket, new LiveConnection(socket, this.#run, this.#control));
    socket.resume();
  }
}
