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

interface WithBreakpoints {
  breakpoints?: DebugProtocol.Breakpoint[];
}

export class Breakpoints {
  readonly #settings = new Map<string, Setting>();
  readonly #pending = new Map<number, Setting>();
  /** From ids of the dlv of today to those that the client knows; absent while these are the same. */
  #translation: Map<number, number> | undefined;
  /** The highest id that the client knows. */
  #highest = 0;

  /** A request of the client's passes: remembered if it sets breakpoints. */
  asked(request: DebugProtocol.Request): void {
    const key = setters[request.command];
    if (!key) return;
    const args: unknown = request.arguments ?? {};
    const setting: Setting = { command: request.command, args, ids: [] };
    this.#settings.set(key(args as Record<string, unknown>), setting);
    this.#pending.set(request.seq, setting);
  }

  /**
   * dlv's answer to a request of the client's: one with breakpoints gives them ids.
   * @returns it with the ids that the client will know; the same object where nothing is to be changed
   */
  answered(response: DebugProtocol.Response): DebugProtocol.Response {
    const setting = this.#pending.get(response.request_seq);
    this.#pending.delete(response.request_seq);
    const body = response.body as WithBreakpoints | undefined;
    if (!body?.breakpoints) return response;
    const breakpoints = body.breakpoints.map((breakpoint) => this.#translated(breakpoint));
    if (setting) setting.ids = breakpoints.map(({ id }) => id);
    return this.#translation ? { ...response, body: { ...body, breakpoints } } : response;
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
    const breakpoints = (body as WithBreakpoints | undefined)?.breakpoints ?? [];
    return breakpoints.flatMap((breakpoint, index) => {
      const id = known?.ids[index];
      if (id === undefined) return [];
      if (breakpoint.id !== undefined) this.#translation?.set(breakpoint.id, id);
      return [{ ...breakpoint, id }];
    });
  }

  /** An event of dlv's with the ids that the client knows; the same object where nothing is to be changed. */
  translate(event: DebugProtocol.Event): DebugProtocol.Event {
    if (!this.#translation) return event;
    if (event.event === "stopped") {
      const body = event.body as DebugProtocol.StoppedEvent["body"];
      const { hitBreakpointIds } = body;
      if (!hitBreakpointIds) return event;
      return { ...event, body: { ...body, hitBreakpointIds: hitBreakpointIds.map((id) => this.#known(id)) } };
    }
    if (event.event !== "breakpoint") return event;
    const body = event.body as DebugProtocol.BreakpointEvent["body"];
    return { ...event, body: { ...body, breakpoint: this.#translated(body.breakpoint) } };
  }

  #translated(breakpoint: DebugProtocol.Breakpoint): DebugProtocol.Breakpoint {
    return breakpoint.id === undefined ? breakpoint : { ...breakpoint, id: this.#known(breakpoint.id) };
  }

  /** The client's id for one of dlv's; a new one where dlv has given it for the first time since the restart. */
  #known(id: number): number {
    const known = this.#translation ? (this.#translation.get(id) ?? this.#highest + 1) : id;
    this.#translation?.set(id, known);
    this.#highest = Math.max(this.#highest, known);
    return known;
  }
}
