/**
 * The client's breakpoints, kept so that a restart can say them again to another dlv. The client knows the ids of the dlv that
 * answered it first; those of later ones are translated.
 */
import type { DebugProtocol } from "@vscode/debugprotocol";

/** What sets breakpoints, and how two such requests are told to be about the same ones. */
const setters: Record<string, (args: Record<string, unknown>) => string> = {
  setBreakpoints: (args) => `source ${(args.source as DebugProtocol.Source | undefined)?.path ?? ""}`,
  setFunctionBreakpoints: () => "functions",
  setExceptionBreakpoints: () => "exceptions",
};

interface Setting {
  command: string;
  args: unknown;
  /** The ids that the client was given, in order. */
  ids: (number | undefined)[];
}

export class Breakpoints {
  readonly #settings = new Map<string, Setting>();
  readonly #pending = new Map<number, Setting>();
  /** From ids of the dlv of today to those that the client knows. */
  #translation = new Map<number, number>();

  /** A request of the client's passes: remembered if it sets breakpoints. */
  asked(request: DebugProtocol.Request): void {
    const key = setters[request.command];
    if (!key) return;
    const args: unknown = request.arguments ?? {};
    const setting: Setting = { command: request.command, args, ids: [] };
    this.#settings.set(key(args as Record<string, unknown>), setting);
    this.#pending.set(request.seq, setting);
  }

  /** Whether an answer to this request is to be looked at. */
  awaits(requestSeq: number): boolean {
    return this.#pending.has(requestSeq);
  }

  /** dlv's answer to such a request: gives the ids that the client will know. */
  answered(response: DebugProtocol.Response): void {
    const setting = this.#pending.get(response.request_seq);
    this.#pending.delete(response.request_seq);
    if (setting && response.success) setting.ids = breakpointsOf(response.body).map((breakpoint) => breakpoint.id);
  }

  /** All that has to be said to a new dlv. */
  get settings(): { command: string; args: unknown }[] {
    return [...this.#settings.values()];
  }

  /** A new dlv takes over: ids of the old one mean nothing any more. */
  forgetTranslation(): void {
    this.#translation = new Map();
  }

  /**
   * A new dlv's answer to a repeated setting.
   * @returns its breakpoints with the ids that the client knows
   */
  repeated(setting: { command: string; args: unknown }, body: unknown): DebugProtocol.Breakpoint[] {
    const known = [...this.#settings.values()].find((each) => each.args === setting.args);
    return breakpointsOf(body).flatMap((breakpoint, index) => {
      const id = known?.ids[index];
      if (id === undefined) return [];
      if (breakpoint.id !== undefined) this.#translation.set(breakpoint.id, id);
      return [{ ...breakpoint, id }];
    });
  }

  /** An event of dlv's with the ids that the client knows; the same object where nothing is to be changed. */
  translate(event: DebugProtocol.Event): DebugProtocol.Event {
    if (this.#translation.size === 0) return event;
    const known = (id: number) => this.#translation.get(id) ?? id;
    if (event.event === "stopped") {
      const body = event.body as DebugProtocol.StoppedEvent["body"];
      return body.hitBreakpointIds
        ? { ...event, body: { ...body, hitBreakpointIds: body.hitBreakpointIds.map(known) } }
        : event;
    }
    if (event.event !== "breakpoint") return event;
    const body = event.body as DebugProtocol.BreakpointEvent["body"];
    const id = body.breakpoint.id;
    return id === undefined
      ? event
      : { ...event, body: { ...body, breakpoint: { ...body.breakpoint, id: known(id) } } };
  }
}

function breakpointsOf(body: unknown): DebugProtocol.Breakpoint[] {
  return (body as { breakpoints?: DebugProtocol.Breakpoint[] } | undefined)?.breakpoints ?? [];
}
