/** One listener of ours on a live run's socket (contract, part 7): asks it, and hears what it tells. */
import { connect, type Socket } from "node:net";
import { JSONRPCClient, JSONRPCErrorException, type JSONRPCResponse } from "json-rpc-2.0";
import type { PhaseEvent } from "../contract/answers.ts";
import { errorIds, Failure } from "../contract/errors.ts";
import { frameOfBytes } from "../dap/frame.ts";
import { FrameReader } from "../dap/frameReader.ts";
import { FrameWriter, type WrittenFrame } from "../dap/frameWriter.ts";
import type { LiveSummary } from "../run/liveSummary.ts";

/** How long an answer is waited for: whoever serves the run may have been stopped by a debugger of its own. In milliseconds. */
const patienceMs = 10_000;

/** How long after an action or a process the run is asked how far it is: while it builds there are hundreds of them each second. */
const askAgainMs = 200;

export interface LiveListener {
  /** What is known of the run is another now. */
  changed: (summary: LiveSummary) => void;
  phase: (event: PhaseEvent) => void;
  /** The run is over, or whoever served it is gone. */
  closed: () => void;
}

export class LiveClient {
  readonly #socket: Socket;
  readonly #client: JSONRPCClient;
  readonly #listener: LiveListener;
  #timer: NodeJS.Timeout | undefined;
  /** How many summaries have come without being asked for. */
  #told = 0;

  private constructor(socket: Socket, listener: LiveListener) {
    this.#socket = socket;
    this.#listener = listener;
    const writer = new FrameWriter(socket);
    this.#client = new JSONRPCClient((message) => {
      if (socket.destroyed) throw gone();
      writer.write(frameOfBytes(Buffer.from(JSON.stringify(message))) as WrittenFrame);
    });
    const reader = new FrameReader(({ raw }) => this.#receive(raw));
    socket.on("data", (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch {
        socket.destroy();
      }
    });
    socket.once("close", () => {
      clearTimeout(this.#timer);
      this.#client.rejectAllPendingRequests(gone().message);
      listener.closed();
    });
  }

  /**
   * @returns undefined where nobody listens at that path, or not yet
   */
  static async connect(path: string, listener: LiveListener): Promise<LiveClient | undefined> {
    const socket = connect(path);
    socket.on("error", () => socket.destroy());
    const connected = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("close", () => resolve(false));
    });
    if (!connected) return undefined;
    socket.unref();
    const client = new LiveClient(socket, listener);
    void client.#ask();
    return client;
  }

  /**
   * Asks the run.
   * @throws Failure with the id that the run answers with, 7002 where it is over before it has answered
   */
  async request(method: string, args: object = {}): Promise<unknown> {
    try {
      return await this.#client.timeout(patienceMs).request(method, args);
    } catch (error) {
      throw failureOf(error);
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(raw: Buffer | undefined): void {
    let message: unknown;
    try {
      message = JSON.parse(raw?.toString("utf8") ?? "");
    } catch {
      this.#socket.destroy();
      return;
    }
    const { method, params } = (message ?? {}) as { method?: string; params?: unknown };
    if (method === undefined) this.#client.receive(message as JSONRPCResponse);
    else this.#notified(method, params);
  }

  #notified(method: string, params: unknown): void {
    if (method === "gorunscope.summary") {
      this.#told++;
      this.#listener.changed(params as LiveSummary);
    } else if (method === "gorunscope.phase") this.#listener.phase(params as PhaseEvent);
    else this.#timer ??= setTimeout(() => void this.#ask(), askAgainMs).unref();
  }

  async #ask(): Promise<void> {
    const told = this.#told;
    try {
      const summary = (await this.request("summary")) as LiveSummary | undefined;
      // An answer is handed on some turns after it has come: what came right behind it is newer.
      if (summary && told === this.#told) this.#listener.changed(summary);
    } catch {
      // It is over, and that is told by the socket's end.
    } finally {
      this.#timer = undefined;
    }
  }
}

function gone(): Failure {
  return new Failure(errorIds.wrongPhase, "the run is over");
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof JSONRPCErrorException)) {
    return new Failure(errorIds.wrongPhase, error instanceof Error ? error.message : String(error));
  }
  const { format } = (error.data ?? {}) as { format?: string };
  const known = Object.values(errorIds).find((id) => id === error.code);
  const advice = format?.startsWith(`${error.message}. `) ? format.slice(error.message.length + 2) : undefined;
  return new Failure(known ?? errorIds.notOnThisSystem, error.message, advice === undefined ? {} : { advice });
}
