/** The client's side of a DAP session: what `gorunscope debug` and the tests drive an adapter with. */
import type { ChildProcess } from "node:child_process";
import { connect } from "node:net";
import type { Readable, Writable } from "node:stream";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { sentenceOf } from "../contract/errors.ts";
import { end, start, type Started } from "../process/spawn.ts";
import { within } from "../process/waiting.ts";
import { Channel } from "./channel.ts";
import { DapError } from "./dapError.ts";
import type { Frame } from "./frame.ts";

export { DapError } from "./dapError.ts";

export interface DapClientOptions {
  /** Fail a request or a wait after this time, in milliseconds, with the end of the transcript. Default: wait on. */
  timeoutMs?: number;
}

/** How many events and frames are kept; the oldest are dropped. */
const kept = 10_000;
/** So long a spawned adapter may take to end by itself once its input is closed, in milliseconds. */
const endMs = 10_000;

interface Waiter {
  matches: (event: DebugProtocol.Event) => boolean;
  resolve: (event: DebugProtocol.Event) => void;
  reject: (error: Error) => void;
}

interface Pending {
  command: string;
  resolve: (body: unknown) => void;
  reject: (error: Error) => void;
}

export class DapClient {
  /** Every event, in the order in which they came. */
  readonly events: DebugProtocol.Event[] = [];
  /** Every frame in both directions, for the output of a failing test. */
  readonly transcript: { from: "client" | "adapter"; message: DebugProtocol.ProtocolMessage }[] = [];
  readonly #channel: Channel;
  readonly #adapter: Started | undefined;
  readonly #timeoutMs: number | undefined;
  readonly #pending = new Map<number, Pending>();
  readonly #waiters = new Set<Waiter>();
  readonly #unseen: DebugProtocol.Event[] = [];
  readonly #eventListeners = new Set<(event: DebugProtocol.Event) => void>();
  readonly #reverseHandlers = new Map<string, (args: unknown) => unknown>();
  #seq = 0;
  #closed: Error | undefined;

  private constructor(channel: Channel, options: DapClientOptions, adapter?: Started) {
    this.#channel = channel;
    this.#adapter = adapter;
    this.#timeoutMs = options.timeoutMs;
    channel.onFrame((frame) => this.#received(frame));
    channel.onClose((error) =>
      this.#fail(new Error(`the adapter closed the connection${error ? `: ${error.message}` : ""}`)),
    );
  }

  /**
   * Starts an adapter that speaks on its standard streams. Its standard error goes to ours unless `stderr` is "pipe"; then
   * `process.stderr` has it.
   */
  static spawn(
    command: string[],
    options: DapClientOptions & { cwd?: string; env?: NodeJS.ProcessEnv; stderr?: "inherit" | "pipe" | "ignore" } = {},
  ): DapClient {
    const { cwd, env, stderr = "inherit" } = options;
    const started = start(command, { cwd, env, stdio: ["pipe", "pipe", stderr] });
    const { stdin, stdout } = started.process;
    const client = new DapClient(new Channel(stdout as Readable, stdin as Writable), options, started);
    started.started.catch((error: Error) => client.#fail(error));
    return client;
  }

  /** Connects to a listening adapter: to a host's port, or to the path of a Unix socket. Rejects when nobody listens there. */
  static connect(host: string, port: number, options?: DapClientOptions): Promise<DapClient>;
  static connect(path: string, options?: DapClientOptions): Promise<DapClient>;
  static connect(
    where: string,
    portOrOptions?: number | DapClientOptions,
    more: DapClientOptions = {},
  ): Promise<DapClient> {
    const [address, options] =
      typeof portOrOptions === "number"
        ? [{ host: where, port: portOrOptions }, more]
        : [{ path: where }, portOrOptions ?? {}];
    return new Promise((resolve, reject) => {
      const socket = connect(address);
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.off("error", reject);
        resolve(DapClient.over(socket, socket, options));
      });
    });
  }

  /** Speaks over a pair of streams. */
  static over(readable: Readable, writable: Writable, options: DapClientOptions = {}): DapClient {
    return new DapClient(new Channel(readable, writable), options);
  }

  /** The spawned adapter. */
  get process(): ChildProcess | undefined {
    return this.#adapter?.process;
  }

  /**
   * Sends a request.
   * @returns the body of the answer
   * @throws DapError when the answer says that it failed, or when the connection closes before it came
   */
  request<T = unknown>(command: string, args?: unknown): Promise<T> {
    if (this.#closed !== undefined) return Promise.reject(new DapError(command, this.#closed.message));
    const seq = this.#send({ type: "request", command, ...(args === undefined ? {} : { arguments: args }) });
    const answered = new Promise<unknown>((resolve, reject) => this.#pending.set(seq, { command, resolve, reject }));
    return this.#inTime(answered, `no answer to ${command}`) as Promise<T>;
  }

  /**
   * The next event of this name that no other wait has taken; one that has come already counts. Rejects when the connection
   * closes before.
   */
  waitFor<T extends DebugProtocol.Event = DebugProtocol.Event>(
    name: string,
    predicate?: (event: T) => boolean,
  ): Promise<T> {
    const matches = (event: DebugProtocol.Event) =>
      event.event === name && (predicate === undefined || predicate(event as T));
    const index = this.#unseen.findIndex(matches);
    if (index >= 0) return Promise.resolve(this.#unseen.splice(index, 1)[0] as T);
    if (this.#closed !== undefined)
      return Promise.reject(this.#withTranscript(`no event ${name}: ${this.#closed.message}`));
    let waiter: Waiter | undefined;
    const happened = new Promise<DebugProtocol.Event>((resolve, reject) => {
      waiter = { matches, resolve, reject };
      this.#waiters.add(waiter);
    });
    return this.#inTime(happened, `no event ${name}`, () => this.#waiters.delete(waiter!)) as Promise<T>;
  }

  /** @returns what takes the listener away again */
  onEvent(listener: (event: DebugProtocol.Event) => void): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  /** @param handler answers with the body of the response, or throws. Other reverse requests are answered with an error. */
  onReverseRequest(command: string, handler: (args: unknown) => unknown): void {
    this.#reverseHandlers.set(command, handler);
  }

  /** Resolves when the connection is closed from the other side. */
  async closed(): Promise<void> {
    await this.#inTime(
      new Promise<void>((resolve) => this.#channel.onClose(() => resolve())),
      "the connection is still open",
    );
  }

  /** Closes the connection, which ends the session, and waits until a spawned adapter has ended; killed if it does not. */
  async close(): Promise<void> {
    await this.#channel.close();
    const adapter = this.#adapter;
    if (adapter !== undefined && !(await within(adapter.exited, endMs))) await end(adapter);
  }

  /** The last frames, one in a line. */
  formatTranscript(last = 50): string {
    return this.transcript
      .slice(-last)
      .map(({ from, message }) => `${from === "client" ? "→" : "←"} ${JSON.stringify(message).slice(0, 400)}`)
      .join("\n");
  }

  #send(message: { type: string } & Record<string, unknown>): number {
    const sent = { seq: ++this.#seq, ...message };
    this.#note("client", sent);
    this.#channel.send(sent);
    return sent.seq;
  }

  #received(frame: Frame): void {
    const { message } = frame;
    this.#note("adapter", message);
    if (message.type === "event") this.#event(message as DebugProtocol.Event);
    else if (message.type === "response") this.#response(message as DebugProtocol.Response);
    else void this.#reverseRequest(message as DebugProtocol.Request);
  }

  #event(event: DebugProtocol.Event): void {
    keep(this.events, event);
    for (const listener of this.#eventListeners) listener(event);
    for (const waiter of this.#waiters) {
      if (!waiter.matches(event)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(event);
      return;
    }
    keep(this.#unseen, event);
  }

  #response(response: DebugProtocol.Response): void {
    const pending = this.#pending.get(response.request_seq);
    this.#pending.delete(response.request_seq);
    if (response.success) pending?.resolve(response.body);
    else
      pending?.reject(new DapError(pending.command, response.message ?? "failed", response.body as DapError["body"]));
  }

  async #reverseRequest(request: DebugProtocol.Request): Promise<void> {
    const answer = { type: "response", request_seq: request.seq, command: request.command };
    try {
      const handler = this.#reverseHandlers.get(request.command);
      if (handler === undefined) throw new Error(`${request.command} is not supported`);
      this.#send({ ...answer, success: true, body: await handler(request.arguments) });
    } catch (error) {
      this.#send({ ...answer, success: false, message: sentenceOf(error) });
    }
  }

  #fail(error: Error): void {
    if (this.#closed !== undefined) return;
    this.#closed = error;
    for (const { command, reject } of this.#pending.values()) reject(new DapError(command, error.message));
    this.#pending.clear();
    for (const { reject } of this.#waiters) reject(this.#withTranscript(error.message));
    this.#waiters.clear();
  }

  #note(from: "client" | "adapter", message: DebugProtocol.ProtocolMessage): void {
    keep(this.transcript, { from, message });
  }

  #inTime<T>(promise: Promise<T>, otherwise: string, cleanUp?: () => void): Promise<T> {
    if (this.#timeoutMs === undefined) return promise;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        cleanUp?.();
        reject(this.#withTranscript(`${otherwise} in ${this.#timeoutMs} ms`));
      }, this.#timeoutMs);
      promise.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  #withTranscript(sentence: string): Error {
    return new Error(`${sentence}\n${this.formatTranscript()}`);
  }
}

function keep<T>(list: T[], entry: T): void {
  list.push(entry);
  if (list.length > kept) list.splice(0, list.length - kept);
}
