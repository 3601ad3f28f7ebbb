/** What one client asks two servers: who is asked, and what the client is answered. */
import type {
  InitializeParams,
  InitializeResult,
  RequestMessage,
  ResponseMessage,
} from "vscode-languageserver-protocol";
import { isWhole, merges } from "./answers.ts";
import { mergedResult, ourParams, theirParams } from "./capabilities.ts";
import type { Id, Send, Side } from "./sides.ts";

type Answer = Required<Pick<ResponseMessage, "result">> | Required<Pick<ResponseMessage, "error">>;

/** A request that is not answered yet. */
interface Pending {
  request: RequestMessage;
  /** Who has been asked and has not answered. */
  waiting: Set<Side>;
  answers: Partial<Record<Side, Answer>>;
}

/** RequestFailed of the protocol. */
const requestFailed = -32803;

export class ClientRequests {
  /** Whether the client has been answered `initialize`. */
  isInitialized = false;
  readonly #send: Record<Side | "client", Send>;
  readonly #pending = new Map<Id, Pending>();
  readonly #ourCommands = new Set<string>();
  #gone: string | undefined;

  constructor(send: Record<Side | "client", Send>) {
    this.#send = send;
  }

  /** The client asks. */
  ask(request: RequestMessage): void {
    const { method, params } = request;
    const isOurs = (command?: string) => command !== undefined && this.#ourCommands.has(command);
    if (method === "initialize" && params !== undefined)
      this.#ask(request, { theirs: theirParams(params as InitializeParams) });
    else if (isWhole(method, params, isOurs)) this.#answer(request.id, { result: params ?? null });
    else if (method in merges) this.#ask(request, bothParams(params));
    else if (method === "workspace/executeCommand" && isOurs((params as { command?: string } | undefined)?.command)) {
      this.#ask(request, { ours: params });
    } else this.#ask(request, { theirs: params });
  }

  /** A server answers. */
  collect(side: Side, { id, result, error }: ResponseMessage): void {
    const pending = this.#pending.get(id);
    if (!pending?.waiting.delete(side)) return;
    pending.answers[side] = error ? { error } : { result: result ?? null };
    if (pending.waiting.size > 0) return;
    this.#pending.delete(id);
    if (pending.request.method === "initialize") this.#initialized(pending);
    else this.#answer(id, mergedAnswer(pending));
  }

  /** Who still works on a request that the client does not need any more. */
  asked(id: Id = null): Side[] {
    return [...(this.#pending.get(id)?.waiting ?? [])];
  }

  /** The wrapped server is gone: what it was asked, and is asked from now on, fails with this sentence. */
  theirsGone(sentence: string): void {
    this.#gone = sentence;
    for (const { request, waiting } of [...this.#pending.values()]) {
      if (waiting.has("theirs")) this.#fail(request.id, sentence);
    }
  }

  #ask(request: RequestMessage, params: Partial<Record<Side, unknown>>, answers: Pending["answers"] = {}): void {
    const sides = Object.keys(params) as Side[];
    this.#pending.set(request.id, { request, waiting: new Set(sides), answers });
    for (const side of sides) {
      const message = { ...request, ...(params[side] === undefined ? {} : { params: params[side] }) };
      if (side === "theirs" && this.#gone !== undefined) this.#fail(request.id, this.#gone);
      else this.#send[side](message);
    }
  }

  /** Our own server is told what the wrapped one has chosen, so it is asked after it. */
  #initialized({ request, answers: { theirs, ours } }: Pending): void {
    if (!theirs || "error" in theirs) return this.#answer(request.id, theirs!);
    const their = theirs.result as InitializeResult;
    if (!ours) return this.#ask(request, { ours: ourParams(request.params as InitializeParams, their) }, { theirs });
    if ("error" in ours) return this.#answer(request.id, ours);
    const our = ours.result as InitializeResult;
    for (const command of our.capabilities.executeCommandProvider?.commands ?? []) this.#ourCommands.add(command);
    this.isInitialized = true;
    this.#answer(request.id, { result: mergedResult(their, our) });
  }

  #fail(id: Id, message: string): void {
    this.collect("theirs", { jsonrpc: "2.0", id, error: { code: requestFailed, message } });
  }

  #answer(id: Id, answer: Answer): void {
    const response: ResponseMessage = { jsonrpc: "2.0", id, ...answer };
    this.#send.client(response);
  }
}

/**
 * What both are asked. An answer that is to be brought together with another has to come whole, and of two that show progress on one
 * token none can be told from the other.
 */
function bothParams(params: RequestMessage["params"]): Record<Side, unknown> {
  if (typeof params !== "object" || params === null || Array.isArray(params)) return { theirs: params, ours: params };
  const { partialResultToken: _partial, ...theirs } = params as Record<string, unknown>;
  const { workDoneToken: _progress, ...ours } = theirs;
  return { theirs, ours };
}

/** An answer of ours stands where theirs has failed, and theirs where ours has. */
function mergedAnswer({ request: { method }, answers: { theirs, ours } }: Pending): Answer {
  if (!theirs || !ours) return (theirs ?? ours)!;
  if ("error" in ours) return theirs;
  if ("error" in theirs) return isEmpty(ours.result) ? theirs : ours;
  return { result: merges[method]!(theirs.result, ours.result) ?? null };
}

function isEmpty(result: unknown): boolean {
  return result === null || result === undefined || (Array.isArray(result) && result.length === 0);
}
