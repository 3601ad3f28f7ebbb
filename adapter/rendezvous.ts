/** A place where one dlv dials us: it takes one connection and is gone then. */
import { createServer, type AddressInfo, type ListenOptions, type Server, type Socket } from "node:net";
import { formatAddress } from "../shared/dap/address.ts";
import { isSameUser } from "./sameUser.ts";

export class Rendezvous {
  /** What `--client-addr` takes. */
  readonly address: string;
  /** The connection; never rejects, and never resolves when nobody comes. */
  readonly connection: Promise<Socket>;
  readonly #server: Server;

  constructor(server: Server, address: string, connection: Promise<Socket>) {
    this.#server = server;
    this.address = address;
    this.connection = connection;
  }

  /** @param path where nobody else can come: a socket in a private directory */
  static atPath(path: string): Promise<Rendezvous> {
    return listen(
      { path },
      () => `unix:${path}`,
      () => true,
    );
  }

  /** For a dlv before 1.24, which dials TCP alone. Others of this machine are turned away. */
  static atLocalPort(): Promise<Rendezvous> {
    return listen(
      { host: "127.0.0.1", port: 0 },
      (server) => formatAddress(server.address() as AddressInfo),
      isSameUser,
    );
  }

  /** Nobody is waited for any more. */
  close(): void {
    this.#server.close();
  }
}

async function listen(
  where: ListenOptions,
  addressOf: (server: Server) => string,
  isWelcome: (socket: Socket) => boolean,
): Promise<Rendezvous> {
  const server = createServer();
  const connection = new Promise<Socket>((resolve) => {
    server.on("connection", (socket) => {
      if (!isWelcome(socket)) {
        socket.destroy();
        return;
      }
      server.close();
      resolve(socket);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(where, resolve);
  });
  return new Rendezvous(server, addressOf(server), connection);
}
