/** Who gets which message, of a client with two servers behind one connection. Does nothing but to send what it is given. */
import {
  Message,
  MessageType,
  type NotificationMessage,
  type WorkDoneProgressCancelParams,
} from "vscode-languageserver-protocol";
import { ClientRequests } from "./clientRequests.ts";
import { ServerRequests } from "./serverRequests.ts";
import type { Id, Send, Side } from "./sides.ts";

export class Router {
  /** Whether the client has said that it goes. */
  wasToldToExit = false;
  /** Resolves when the client has asked for anything, and so hears what goes wrong. */
  readonly isHeard: Promise<void>;
  readonly #send: Record<Side | "client", Send>;
  readonly #clientRequests: ClientRequests;
  readonly #serverRequests: ServerRequests;
  #heard!: () => void;

  constructor(send: Record<Side | "client", Send>) {
    this.#send = send;
    this.#clientRequests = new ClientRequests(send);
    this.#serverRequests = new ServerRequests(send);
    this.isHeard = new Promise((resolve) => (this.#heard = resolve));
  }

  fromClient(message: Message): void {
    if (Message.isRequest(message)) {
      this.#clientRequests.ask(message);
      this.#heard();
    } else if (Message.isNotification(message)) this.#tell(message);
    else if (Message.isResponse(message)) this.#serverRequests.answer(message);
  }

  fromServer(side: Side, message: Message): void {
    if (Message.isRequest(message)) this.#serverRequests.ask(side, message);
    else if (Message.isNotification(message)) this.#serverRequests.tell(side, message);
    else if (Message.isResponse(message)) this.#clientRequests.collect(side, message);
  }

  /** The wrapped server is gone, by itself: all that is open fails, and the client is told. */
  theirsGone(sentence: string): void {
    this.#clientRequests.theirsGone(sentence);
    // Before that, the error that it has been answered is all that it takes.
    if (!this.#clientRequests.isInitialized) return;
    const params = { type: MessageType.Error, message: sentence };
    this.#send.client({ jsonrpc: "2.0", method: "window/showMessage", params } as Message);
  }

  #tell(notification: NotificationMessage): void {
    for (const side of this.#hearers(notification)) this.#send[side](notification);
    if (notification.method === "exit") this.wasToldToExit = true;
  }

  #hearers({ method, params }: NotificationMessage): Side[] {
    if (method === "$/cancelRequest") return this.#clientRequests.asked((params as { id?: Id } | undefined)?.id);
    if (method === "window/workDoneProgress/cancel") {
      return this.#serverRequests.showers((params as Partial<WorkDoneProgressCancelParams> | undefined)?.token);
    }
    return ["theirs", "ours"];
  }
}
