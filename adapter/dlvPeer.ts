/**
 * dlv's side of a session, whoever started that dlv: the client's frames go through with the client's numbers, requests of our
 * own beside them with numbers that no client uses, and the answers to those go to who asked.
 */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Channel } from "../shared/dap/channel.ts";
import { DapError } from "../shared/dap/dapError.ts";
import type { Frame } from "../shared/dap/frame.ts";

/** Our own requests are numbered from here on. dlv reads the number into an int and only ever gives it back. */
const firstOwnSeq = 2 ** 30;

interface Pending {
  command: string;
  resolve: (body: unknown) => void;
  reject: (error: DapError) => void;
}

export class DlvPeer {
  readonly #channel: Channel;
  readonly #pending = new Map<number, Pending>();
  #seq = firstOwnSeq;
  #onFrame: (frame: Frame) => void = () => {};

  /** Starts reading at once. @param channel the connection to dlv, which this peer owns */
  constructor(channel: Channel) {
    this.#channel = channel;
    channel.onFrame((frame) => {
      if (!this.#isOwnAnswer(frame)) this.#onFrame(frame);
    });
    channel.onClose(() => {
      for (const { command, reject } of this.#pending.values())
        reject(new DapError(command, `dlv ended before it answered ${command}`));
      this.#pending.clear();
    });
  }

  /** Takes what dlv says from now on, except answers to our own requests: events, answers to the client, reverse requests. */
  onFrame(listener: (frame: Frame) => void): void {
    this.#onFrame = listener;
  }

  /** @param listener called once, when dlv has closed the connection or `close` was called */
  onClose(listener: (error?: Error) => void): void {
    this.#channel.onClose(listener);
  }

  /** @param listener called with a sentence for each thing that is wrong with what dlv says */
  onProblem(listener: (sentence: string) => void): void {
    this.#channel.onProblem(listener);
  }

  /** Passes a frame of the client on, or an answer to a reverse request of dlv. */
  send(what: Frame | DebugProtocol.ProtocolMessage): void {
    this.#channel.send(what);
  }

  /**
   * Asks dlv something that the client does not see.
   * @returns the body of the answer
   * @throws DapError when dlv says no, or is gone
   */
  request<T = unknown>(command: string, args?: unknown): Promise<T> {
    if (this.#channel.isClosed)
      return Promise.reject(new DapError(command, `dlv is gone and cannot answer ${command}`));
    const seq = this.#seq++;
    const answered = new Promise<unknown>((resolve, reject) => this.#pending.set(seq, { command, resolve, reject }));
    this.#channel.send({
      seq,
      type: "request",
      command,
      ...(args === undefined ? {} : { arguments: args }),
    } as Frame["message"]);
    return answered as Promise<T>;
  }

  get isClosed(): boolean {
    return this.#channel.isClosed;
  }

  /** Whether dlv reads more slowly than we write. */
  get isBlocked(): boolean {
    return this.#channel.isBlocked;
  }

  drained(): Promise<void> {
    return this.#channel.drained();
  }

  /** Makes dlv wait with what it has to say, until `resume`. */
  pause(): void {
    this.#channel.pause();
  }

  resume(): void {
    this.#channel.resume();
  }

  /** Closes the connection: dlv then ends the program that it started, lets go of one that it attached to, and ends. */
  close(): Promise<void> {
    return this.#channel.close();
  }

  #isOwnAnswer(frame: Frame): boolean {
    const { head } = frame;
    if (head.type !== "response" || head.requestSeq < firstOwnSeq) return false;
    const pending = this.#pending.get(head.requestSeq);
    this.#pending.delete(head.requestSeq);
    const response = frame.message as DebugProtocol.Response;
    if (response.success) pending?.resolve(response.body);
    else
      pending?.reject(new DapError(response.command, response.message ?? "failed", response.body as DapError["body"]));
    return true;
  }
}
