/** The debug sessions whose adapter is gorunscope, also those of the Go extension: what their adapter says is handed on. */
import {
  debug,
  Disposable,
  EventEmitter,
  window,
  type DebugAdapterTracker,
  type DebugAdapterTrackerFactory,
  type DebugSession,
} from "vscode";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { PhaseEvent } from "../../../../shared/contract/answers.ts";
import { checkRelease } from "../release.ts";
import { debugType } from "./configurations.ts";

/** The types that may have our adapter: our own, and the Go extension's with `go.alternateTools`. */
const types = [debugType, "go"];

const killed = "gorunscope: the debug adapter has ended without being asked to; start again";

/** Whether an adapter may end after this: the session is over, or has not begun. */
function isEnd({ event, command, success }: DebugProtocol.Event & DebugProtocol.Response): boolean {
  return event === "terminated" || ((command === "launch" || command === "attach") && !success);
}

/** What has changed in a session's run: its phase, where that is new; else an action or a process. */
export interface RunChange {
  session: DebugSession;
  phase?: PhaseEvent;
}

export class Sessions implements DebugAdapterTrackerFactory {
  readonly #ours = new Set<DebugSession>();
  readonly #changed = new EventEmitter<RunChange>();
  readonly #begun = new EventEmitter<DebugSession>();
  readonly #output = new EventEmitter<DebugProtocol.OutputEvent["body"]>();
  readonly onDidChangeRun = this.#changed.event;
  /** A run begins: the session's first, or one after a restart. */
  readonly onDidBeginRun = this.#begun.event;
  readonly onDidOutput = this.#output.event;

  register(): Disposable {
    const trackers = types.map((type) => debug.registerDebugAdapterTrackerFactory(type, this));
    const ended = debug.onDidTerminateDebugSession((session) => this.#ours.delete(session));
    return Disposable.from(...trackers, ended, this.#changed, this.#begun, this.#output);
  }

  /** The session that is looked at, if it is one of ours, else the latest of ours. */
  get current(): DebugSession | undefined {
    const active = debug.activeDebugSession;
    return active !== undefined && this.#ours.has(active) ? active : [...this.#ours].at(-1);
  }

  createDebugAdapterTracker(session: DebugSession): DebugAdapterTracker {
    let isExpectedToEnd = false;
    return {
      onWillReceiveMessage: ({ command }: DebugProtocol.Request) => {
        isExpectedToEnd ||= command === "disconnect" || command === "terminate";
      },
      onDidSendMessage: (message: DebugProtocol.ProtocolMessage) => {
        isExpectedToEnd ||= isEnd(message as DebugProtocol.Event & DebugProtocol.Response);
        if (message.type === "event") this.#event(session, message as DebugProtocol.Event);
        else if (message.type === "response") this.#response(session, message as DebugProtocol.Response);
      },
      onExit: () => {
        // Of an adapter that was killed VS Code says nothing.
        if (this.#ours.delete(session) && !isExpectedToEnd) void window.showErrorMessage(killed);
      },
    };
  }

  #response(session: DebugSession, { command, body }: DebugProtocol.Response): void {
    if (command !== "initialize") return;
    const { gorunscope } = (body ?? {}) as { gorunscope?: { version: string } };
    if (gorunscope === undefined) return;
    this.#ours.add(session);
    checkRelease(gorunscope.version);
  }

  #event(session: DebugSession, { event, body }: DebugProtocol.Event): void {
    if (!this.#ours.has(session)) return;
    switch (event) {
      case "gorunscope.phase": {
        const phase = body as PhaseEvent;
        if (phase.phase === "planned" || phase.phase === "loading") this.#begun.fire(session);
        this.#changed.fire({ session, phase });
        break;
      }
      case "gorunscope.action":
      case "gorunscope.process":
      case "stopped":
      case "continued":
        this.#changed.fire({ session });
        break;
      case "output":
        this.#output.fire(body as DebugProtocol.OutputEvent["body"]);
        break;
    }
  }
}
