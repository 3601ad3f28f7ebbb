/** What two servers ask one client: their ids are kept apart, and each gets its answer. */
import type {
  Message,
  NotificationMessage,
  ProgressToken,
  RequestMessage,
  ResponseMessage,
} from "vscode-languageserver-protocol";
import type { Id, Send, Side } from "./sides.ts";

/** What `$/progress` says. */
interface Progress {
  token: ProgressToken;
  value: { kind?: unknown } | null;
}

export class ServerRequests {
  readonly #send: Record<Side | "client", Send>;
  /** What the client has not answered, by the ids that it knows. */
  readonly #asked = new Map<Id, { side: Side; id: Id }>();
  /** Who shows the progress of a token. */
  readonly #shows = new Map<ProgressToken, Side>();
  #nextId = 0;

  constructor(send: Record<Side | "client", Send>) {
    this.#send = send;
  }

  /** A server asks. */
  ask(side: Side, request: RequestMessage): void {
    const id = ++this.#nextId;
    this.#asked.set(id, { side, id: request.id });
    if (request.method === "window/workDoneProgress/create") {
      this.#shows.set((request.params as { token: ProgressToken }).token, side);
    }
    this.#send.client({ ...request, id } as Message);
  }

  /** The client answers. */
  answer(response: ResponseMessage): void {
    const asked = this.#asked.get(response.id);
    if (!asked) return;
    this.#asked.delete(response.id);
    this.#send[asked.side]({ ...response, id: asked.id } as Message);
  }

  /** A server says something. */
  tell(side: Side, notification: NotificationMessage): void {
    const { method, params } = notification;
    if (method === "$/progress") this.#forgetEnded(params as Progress);
    if (method !== "$/cancelRequest") return this.#send.client(notification);
    const { id } = params as { id: Id };
    const known = [...this.#asked].find(([, asked]) => asked.side === side && asked.id === id);
    if (known) this.#send.client({ ...notification, params: { id: known[0] } } as Message);
  }

  /** Who shows a progress that the client breaks off; both where nobody has said so. */
  showers(token?: ProgressToken): Side[] {
    const side = token === undefined ? undefined : this.#shows.get(token);
    return side ? [side] : ["theirs", "ours"];
  }

  #forgetEnded({ token, value }: Progress): void {
    if (value?.kind === "end") this.#shows.delete(token);
  }
}
