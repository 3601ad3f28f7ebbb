/**
 * A live run's socket (contract, part 7): JSON-RPC 2.0 with the run's requests as methods, `stop` and `restart`, and its events as
 * notifications. Frames are those of LSP and DAP (`Content-Length`).
 */
import { chmod } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { JSONRPCErrorException, JSONRPCServer, type JSONRPCRequest } from "json-rpc-2.0";
import { Failure, sentenceOf } from "../contract/errors.ts";
import { frameOfBytes } from "../dap/frame.ts";
import { FrameReader } from "../dap/frameReader.ts";
import { FrameWriter, type WrittenFrame } from "../dap/frameWriter.ts";
import { within } from "../process/waiting.ts";
import { answerNames, answerRequest } from "./answers/index.ts";
import type { GoRun } from "./goRun.ts";

/** JSON-RPC's own code for a method that failed in a way of its own. */
const internalError = -32603;

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
  readonly #server: Server;
  readonly #clients = new Map<Socket, FrameWriter>();
  readonly #methods: JSONRPCServer;

  private constructor(run: GoRun, control: RunControl) {
    this.#methods = methods(run, control);
    this.#server = createServer((socket) => this.#serve(socket));
    run.on("phase", (event) => this.#notify("gorunscope.phase", event));
    run.on("action", (event) => this.#notify("gorunscope.action", event));
    run.on("process", (event) => this.#notify("gorunscope.process", event));
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
      [...this.#clients].map(async ([socket, writer]) => {
        if (!(await within(writer.end(), lastWordsMs))) socket.destroy();
      }),
    );
  }

  #serve(socket: Socket): void {
    socket.unref();
    const writer = new FrameWriter(socket);
    this.#clients.set(socket, writer);
    socket.on("close", () => this.#clients.delete(socket));
    socket.on("error", () => socket.destroy());
    const reader = new FrameReader((frame) => {
      void this.#answer(frame.raw).then((answer) => answer !== undefined && send(socket, writer, answer));
    });
    socket.on("data", (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch {
        socket.destroy();
      }
    });
  }

  async #answer(raw: Buffer | undefined): Promise<unknown> {
    const answer = await this.#methods.receiveJSON(raw?.toString("utf8") ?? "");
    return answer ?? undefined;
  }

  #notify(method: string, params: unknown): void {
    for (const [socket, writer] of this.#clients) send(socket, writer, { jsonrpc: "2.0", method, params });
  }
}

/** A listener that does not read loses its connection rather than our memory. */
function send(socket: Socket, writer: FrameWriter, message: unknown): void {
  if (socket.destroyed) return;
  if (writer.isBlocked) socket.destroy();
  else writer.write(frameOfBytes(Buffer.from(JSON.stringify(message))) as WrittenFrame);
}

function methods(run: GoRun, control: RunControl): JSONRPCServer {
  const server = new JSONRPCServer({ errorListener: () => undefined });
  server.mapErrorToJSONRPCErrorResponse = (id, error: unknown) => ({ jsonrpc: "2.0", id, error: toError(error) });
  for (const name of answerNames) {
    server.addMethod(name, (params: JSONRPCRequest["params"]) => answerRequest(name, [run], params));
  }
  // Answered when they begin: at their end there is no socket any more.
  const begin = (action: () => Promise<void>) => () => {
    action().catch(() => undefined);
    return {};
  };
  server.addMethod("stop", begin(control.stop));
  const { restart } = control;
  if (restart) server.addMethod("restart", begin(restart));
  return server;
}

function toError(error: unknown): { code: number; message: string; data?: unknown } {
  if (error instanceof Failure) return { code: error.id, message: error.message, data: { format: error.format } };
  if (error instanceof JSONRPCErrorException) return error.toObject();
  return { code: internalError, message: sentenceOf(error) };
}
