/**
 * The client's side of a session: sees to it that each of its requests is answered exactly once, and that all that goes to it is
 * numbered in one sequence, whichever dlv or part of the adapter it comes from. But for their number frames of dlv stay as they
 * are.
 */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { errorIds, Failure, lostPart, sentenceOf } from "../shared/contract/errors.ts";
import type { Channel } from "../shared/dap/channel.ts";
import { DapError } from "../shared/dap/dapError.ts";
import type { Frame } from "../shared/dap/frame.ts";
import type { Log } from "./log.ts";
import type { OutputTarget } from "./programOutput.ts";

/** Takes the answer to a reverse request; undefined when the client went away instead. */
type AnswerListener = (response: DebugProtocol.Response | undefined) => void;

export class ClientSide {
  readonly #channel: Channel;
  readonly #log: Log;
  /** Requests that wait for their answer, by seq; a list, since a careless client may use a number twice. */
  readonly #unanswered = new Map<number, DebugProtocol.Request[]>();
  readonly #reverse = new Map<number, AnswerListener>();
  #seq = 0;

  constructor(channel: Channel, log: Log) {
    this.#channel = channel;
    this.#log = log;
    channel.onClose(() => {
      for (const listener of this.#reverse.values()) listener(undefined);
      this.#reverse.clear();
    });
  }

  /** Whether the client reads more slowly than we write: who sends much should wait for `drained`. */
  get isBlocked(): boolean {
    return this.#channel.isBlocked;
  }

  drained(): Promise<void> {
    return this.#channel.drained();
  }

  /** Makes the client wait with what it asks next, until `resume`. */
  pause(): void {
    this.#channel.pause();
  }

  resume(): void {
    this.#channel.resume();
  }

  /** The requests that have no answer yet, oldest first. */
  get unanswered(): DebugProtocol.Request[] {
    return [...this.#unanswered.values()].flat();
  }

  /** Notes a request of the client: from now on it is owed one answer. */
  received(request: DebugProtocol.Request): void {
    const seq = seqOf(request);
    const waiting = this.#unanswered.get(seq);
    if (waiting === undefined) this.#unanswered.set(seq, [request]);
    else waiting.push(request);
    this.#log.debug("request", { command: request.command, seq });
  }

  sendEvent(event: string, body?: unknown): void {
    this.#send({ type: "event", event, ...(body === undefined ? {} : { body }) });
  }

  /** Answers a request; a second answer to it is not sent. Some clients take no body where the protocol has none: leave it out. */
  sendResponse(request: DebugProtocol.Request, body?: unknown): void {
    if (!this.#settle(seqOf(request), request.command)) return;
    this.#send({
      type: "response",
      request_seq: seqOf(request),
      success: true,
      command: request.command,
      ...(body === undefined ? {} : { body }),
    });
  }

  /**
   * Answers a request with what went wrong: a Failure with its id and advice, what dlv said to a request of ours as dlv said it,
   * anything else as what it is: a fault of ours, whose place is logged.
   * @param showUser whether the client should show it of its own accord; a failed launch always, a failed hover never
   */
  sendError(request: DebugProtocol.Request, error: unknown, showUser = isLaunch(request)): void {
    if (!this.#settle(seqOf(request), request.command)) return;
    const told =
      error instanceof Failure || error instanceof DapError
        ? error
        : (lostPart(error) ?? this.#unexpected(request, error));
    const id = told instanceof Failure ? told.id : errorIds.debuggerEnded;
    this.#log.info("request failed", { command: request.command, seq: seqOf(request), id });
    this.#send({
      type: "response",
      request_seq: seqOf(request),
      success: false,
      command: request.command,
      message: told.message,
      body: (told instanceof DapError ? told.body : undefined) ?? {
        error: { id, format: sentenceOf(told), showUser },
      },
    });
  }

  #unexpected({ command }: DebugProtocol.Request, error: unknown): Failure {
    // The message may hold what the request held; where it happened does not.
    const stack = error instanceof Error ? error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) : undefined;
    this.#log.warn("unexpected error", { command, stack: stack?.join("\n") });
    return new Failure(errorIds.unexpected, `gorunscope failed unexpectedly at ${command}: ${sentenceOf(error)}`, {
      advice: "This is a fault of gorunscope's; with --log its log says where.",
      cause: error,
    });
  }

  /** Fails every request that has no answer yet. */
  failUnanswered(error: unknown): void {
    for (const request of this.unanswered) this.sendError(request, error);
  }

  /**
   * Passes a frame of dlv on: an event, an answer unless nobody waits for it, or a reverse request. Of a second answer that says
   * what went wrong after the first (dlv's to `restart`) the sentence becomes output.
   * @param reply takes the client's answer to a reverse request, numbered as dlv numbered the request
   */
  forward(frame: Frame, reply: (response: DebugProtocol.Response) => void): void {
    const { head } = frame;
    if (head.type === "request") {
      const request = frame.message as DebugProtocol.Request;
      this.#sendReverse(request.command, request.arguments, (response) => {
        if (response !== undefined) reply({ ...response, request_seq: head.seq });
      });
    } else if (head.type === "event" || this.#settle(head.requestSeq, head.command)) {
      this.#channel.send(frame, ++this.#seq);
    } else if (!head.success) {
      const { message, body } = frame.message as DebugProtocol.ErrorResponse;
      this.sendEvent("output", { category: "stderr", output: `${body?.error?.format ?? message ?? head.command}\n` });
    }
  }

  /**
   * Asks something of the client.
   * @returns its answer, also where that says no; rejects when the client goes away instead
   */
  reverseRequest(command: string, args?: unknown): Promise<DebugProtocol.Response> {
    return new Promise((resolve, reject) => {
      this.#sendReverse(command, args, (response) => {
        if (response === undefined)
          reject(new Failure(errorIds.wrongPhase, `the client went away and did not answer ${command}`));
        else resolve(response);
      });
    });
  }

  /** Takes an answer of the client. Whose it is only request_seq tells: clients leave seq out or reuse their requests' numbers. */
  answered(response: DebugProtocol.Response): void {
    const listener = this.#reverse.get(response.request_seq);
    this.#reverse.delete(response.request_seq);
    if (listener === undefined) this.#log.warn("answer to nothing", { command: response.command });
    else listener(response);
  }

  #sendReverse(command: string, args: unknown, listener: AnswerListener): void {
    if (this.#channel.isClosed) {
      listener(undefined);
      return;
    }
    const seq = this.#send({ type: "request", command, ...(args === undefined ? {} : { arguments: args }) });
    this.#reverse.set(seq, listener);
  }

  #settle(seq: number, command: string): boolean {
    const waiting = this.#unanswered.get(seq);
    const index = waiting?.findIndex((request) => request.command === command) ?? -1;
    if (waiting === undefined || (index < 0 && command !== "")) {
      this.#log.warn("second answer dropped", { command, seq });
      return false;
    }
    waiting.splice(Math.max(index, 0), 1);
    if (waiting.length === 0) this.#unanswered.delete(seq);
    return true;
  }

  #send(message: { type: string } & Record<string, unknown>): number {
    const sent = { seq: ++this.#seq, ...message };
    this.#channel.send(sent);
    return sent.seq;
  }
}

/** Whether a request, or the answer to it, is about what the session is about. */
export function isLaunch({ command }: { command: string }): boolean {
  return command === "launch" || command === "attach";
}

/** A program's output as `output` events, no faster than the client reads. */
export function clientOutput(client: ClientSide): OutputTarget {
  return {
    output: (category, output) => client.sendEvent("output", { category, output }),
    get isBlocked() {
      return client.isBlocked;
    },
    drained: () => client.drained(),
  };
}

/** A request's number; a client that numbers nothing counts as dlv counts it. */
export function seqOf(message: DebugProtocol.ProtocolMessage): number {
  return typeof message.seq === "number" ? message.seq : 0;
}
