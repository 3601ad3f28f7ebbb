/**
 * One listener on a live run's socket: JSON-RPC 2.0 with the run's requests as methods, `stop` and `restart`, and its events as
 * notifications. Frames are those of LSP and DAP (`Content-Length`).
 */
import type { Socket } from "node:net";
import { JSONRPCErrorException, JSONRPCServer, type JSONRPCRequest } from "json-rpc-2.0";
import { Failure, sentenceOf } from "../contract/errors.ts";
import { requestNames } from "../contract/requestNames.ts";
import { frameOfBytes } from "../dap/frame.ts";
import { FrameReader } from "../dap/frameReader.ts";
import { FrameWriter, type WrittenFrame } from "../dap/frameWriter.ts";
import { answerRequest } from "./answers/index.ts";
import type { GoRun } from "./goRun.ts";
import type { RunControl } from "./liveSocket.ts";
import { liveSummary } from "./liveSummary.ts";

/** JSON-RPC's own code for a method that failed in a way of its own. */
const internalError = -32603;

/** The run's events that a listener is told. */
const events = ["phase", "action", "process"] as const;

export class LiveConnection {
  readonly #socket: Socket;
  readonly #writer: FrameWriter;
  readonly #methods: JSONRPCServer;

  /** @param socket a connection that its owner destroys on errors; read from when its owner resumes it */
  constructor(socket: Socket, run: GoRun, control: RunControl) {
    this.#socket = socket;
    this.#writer = new FrameWriter(socket);
    this.#methods = methods(run, control);
    const reader = new FrameReader((frame) => void this.#answer(frame.raw));
    socket.on("data", (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch {
        socket.destroy();
      }
    });
    // Before the phase itself: at the last one nobody can ask any more.
    const summarize = () => this.#notify("summary", liveSummary(run, control.restart !== undefined));
    run.on("phase", summarize);
    socket.once("close", () => run.off("phase", summarize));
    for (const event of events) {
      const notify = (params: unknown) => this.#notify(event, params);
      run.on(event, notify);
      socket.once("close", () => run.off(event, notify));
    }
  }

  /** Ends the connection when everything said so far has been read. */
  end(): Promise<void> {
    return this.#writer.end();
  }

  async #answer(raw: Buffer | undefined): Promise<void> {
    const answer = await this.#methods.receiveJSON(raw?.toString("utf8") ?? "");
    if (answer) this.#send(answer);
  }

  #notify(event: string, params: unknown): void {
    this.#send({ jsonrpc: "2.0", method: `gorunscope.${event}`, params });
  }

  /** A listener that does not read loses its connection rather than our memory. */
  #send(message: unknown): void {
    if (this.#socket.destroyed) return;
    if (this.#writer.isBlocked) this.#socket.destroy();
    else this.#writer.write(frameOfBytes(Buffer.from(JSON.stringify(message))) as WrittenFrame);
  }
}

function methods(run: GoRun, control: RunControl): JSONRPCServer {
  const server = new JSONRPCServer({ errorListener: () => undefined });
  server.mapErrorToJSONRPCErrorResponse = (id, error: unknown) => ({ jsonrpc: "2.0", id, error: toError(error) });
  for (const name of requestNames) {
    server.addMethod(name, (params: JSONRPCRequest["params"]) => answerRequest(name, [run], params));
  }
  // Answered when they begin: at their end there is no socket any more.
  const begin = (action: () => Promise<void>) => () => {
    action().catch(() => undefined);
    return {};
  };
  server.addMethod("stop", begin(control.stop));
  const { restart } = control;
  server.addMethod("summary", () => liveSummary(run, restart !== undefined));
  if (restart) server.addMethod("restart", begin(restart));
  return server;
}

function toError(error: unknown): { code: number; message: string; data?: unknown } {
  if (error instanceof Failure) return { code: error.id, message: error.message, data: { format: error.format } };
  if (error instanceof JSONRPCErrorException) return error.toObject();
  return { code: internalError, message: sentenceOf(error) };
}
