/** Where the dlv under go dials: a Unix socket in the run's own directory that takes one connection and is gone then. */
import { createServer, type Server, type Socket } from "node:net";

export class DebuggerSocket {
  readonly #server: Server;
  #socket: Socket | undefined;

  private constructor(server: Server) {
    this.#server = server;
  }

  /**
   * @param path the socket's path, at most 107 bytes
   * @param onConnect called once, with dlv's connection
   */
  static async listen(path: string, onConnect: (socket: Socket) => void): Promise<DebuggerSocket> {
    const server = createServer();
    const listening = new DebuggerSocket(server);
    server.once("connection", (socket) => {
      listening.#socket = socket;
      server.close();
      onConnect(socket);
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(path, resolve);
    });
    return listening;
  }

  /** Closes the connection: dlv then ends the program that it started, and itself. */
  close(): void {
    this.#socket?.destroy();
    this.#server.close();
  }
}
