/** `--listen`: each client that connects gets a session. */
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { errorIds, Failure, sentenceOf } from "../shared/contract/errors.ts";
import { formatAddress, parseAddress } from "../shared/dap/address.ts";
import { Channel } from "../shared/dap/channel.ts";
import type { LogDestination } from "./log.ts";
import { isLoopback, isSameUser } from "./sameUser.ts";
import { Session, type SessionSettings } from "./session.ts";

export class Listener {
  readonly #settings: SessionSettings;
  readonly #destination: LogDestination;
  readonly #sessions = new Set<Session>();
  /** Half open: a client that has said all it has to say may still read. */
  readonly #server: Server = createServer({ allowHalfOpen: true });
  #isLoopback = false;

  constructor(settings: SessionSettings, destination: LogDestination) {
    this.#settings = settings;
    this.#destination = destination;
  }

  /**
   * Listens, says where in the words of `dlv dap`, and serves who comes; returns when it was told to stop, or with `once` after
   * the first session, and nothing is left.
   * @throws Failure wrongArguments where the address cannot be listened on
   */
  async serve(address: string, stop: AbortSignal): Promise<void> {
    await this.#listen(address);
    const stopped = new Promise<void>((resolve) => {
      this.#server.once("close", resolve);
    });
    const onStop = () => {
      this.#server.close();
      for (const session of this.#sessions) void session.close("signal");
    };
    if (stop.aborted) onStop();
    else stop.addEventListener("abort", onStop);
    await stopped;
    await Promise.all([...this.#sessions].map((session) => session.done));
  }

  async #listen(address: string): Promise<void> {
    const server = this.#server;
    server.on("connection", (socket) => this.#accept(socket));
    await new Promise<void>((resolve, reject) => {
      server.once("error", (cause) => {
        reject(
          new Failure(errorIds.wrongArguments, `cannot listen on ${address}: ${sentenceOf(cause)}`, {
            advice: "Choose another address; port 0 takes any that is free.",
            cause,
          }),
        );
      });
      server.listen(parseAddress(address, "--listen"), resolve);
    });
    this.#announce(server.address() as AddressInfo | string);
  }

  #announce(address: AddressInfo | string): void {
    const line = `DAP server listening at: ${formatAddress(address)}`;
    if (!this.#destination.writeLine(line)) process.stdout.write(`${line}\n`);
    this.#isLoopback = typeof address !== "string" && isLoopback(address.address);
    if (typeof address === "string" || this.#isLoopback) return;
    this.#say("Listening for remote connections (connections are not authenticated nor encrypted)");
  }

  #accept(socket: Socket): void {
    const { options } = this.#settings;
    if (options.onlySameUser && this.#isLoopback && !isSameUser(socket)) {
      const { remoteAddress: address = "", remotePort: port = 0, remoteFamily: family = "" } = socket;
      const from = formatAddress({ address, port, family });
      this.#say(
        `closing connection from different user (${from}): connections to localhost are only accepted from the same UNIX user for security reasons`,
      );
      socket.destroy();
      return;
    }
    const session = new Session(new Channel(socket, socket), this.#settings);
    this.#sessions.add(session);
    void session.done.then(() => this.#sessions.delete(session));
    // Who connects only to see whether somebody listens (dap-mode's :wait-for-port) has had no session.
    if (options.once) void session.used.then(() => this.#server.close());
  }

  /** What has to be known whether or not anything is logged. */
  #say(sentence: string): void {
    if (!this.#destination.writeLine(sentence)) process.stderr.write(`${sentence}\n`);
  }
}
