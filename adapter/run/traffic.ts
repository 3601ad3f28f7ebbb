/**
 * What passes between the client and the dlv under the run of now: the client's requests one way, dlv's answers and events the
 * other. What the client configures too early waits here; what a restart has to say again is kept here.
 */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { isFinal, type Phase } from "../../shared/contract/answers.ts";
import { errorIds, Failure } from "../../shared/contract/errors.ts";
import { frameOf, type Frame } from "../../shared/dap/frame.ts";
import { isOptimised } from "../../shared/run/optimised.ts";
import type { ClientSide } from "../clientSide.ts";
import type { RunScope } from "../views/scope.ts";
import { Breakpoints } from "./breakpoints.ts";
import type { LiveRun } from "./liveRun.ts";

/** What a client configures: kept until dlv can take it. */
const configurationRequests: ReadonlySet<string> = new Set([
  "setBreakpoints",
  "setFunctionBreakpoints",
  "setExceptionBreakpoints",
  "setInstructionBreakpoints",
  "setDataBreakpoints",
  "configurationDone",
]);

/** Requests after whose success the program runs. */
const resuming: ReadonlySet<string> = new Set(["continue", "next", "stepIn", "stepOut", "stepBack", "reverseContinue"]);

/** How a dlv before 1.27 tells of the program's exit code: on the console, when it is asked to disconnect. */
const exitOnConsole = /^Process \d+ has exited with status (-?\d+)/;

export class Traffic {
  readonly #client: ClientSide;
  readonly #scope: RunScope;
  readonly #breakpoints = new Breakpoints();
  /** Requests that dlv has to answer, by seq. */
  readonly #atDlv = new Map<number, DebugProtocol.Request>();
  #held: Frame[] = [];
  #hinted = false;
  /** The run whose dlv can be asked. */
  #ready: LiveRun | undefined;
  /** The run of which the client was told `initialized`: a client takes that once. */
  #announced: LiveRun | undefined;
  /** At what exceptions the client wants to stop, said before there was a dlv. */
  #exceptions: DebugProtocol.Request | undefined;
  /** Whether the client has let a program run. */
  #configured = false;

  constructor(client: ClientSide, scope: RunScope) {
    this.#client = client;
    this.#scope = scope;
  }

  /** Whether the debugger can be asked. */
  get isReady(): boolean {
    return this.#ready?.dlv !== undefined && !this.#ready.dlv.isClosed;
  }

  /**
   * Hands a request of the client's to dlv; keeps it if it configures what is still to come; else says why nobody can take it.
   * @param awaited the run that will have a dlv, if there is one
   */
  fromClient(request: DebugProtocol.Request, frame: Frame, awaited: LiveRun | undefined): void {
    if (this.isReady) this.#send(request, frame);
    else if (awaited && request.command === "setExceptionBreakpoints") this.#keepExceptions(request);
    else if (awaited && configurationRequests.has(request.command)) this.#held.push(frame);
    else this.#client.sendError(request, notNow(request.command, awaited?.run.phase));
  }

  /** A frame of a run's dlv. */
  fromDlv(live: LiveRun, frame: Frame): void {
    const { head } = frame;
    if (head.type === "event") this.#event(live, frame, head.event);
    else if (head.type === "response") this.#response(live, frame, head.requestSeq, head.success);
    else this.#toClient(live, frame);
  }

  /** dlv is gone, or is to be left in peace: what it was asked fails with this. */
  close(failure: Failure): void {
    this.#ready = undefined;
    this.#scope.invalidate();
    for (const request of this.#atDlv.values()) this.#client.sendError(request, failure);
    this.#atDlv.clear();
  }

  /** No dlv will come any more for what the client has configured. */
  failHeld(phase: Phase | undefined): void {
    for (const frame of this.#held.splice(0)) {
      const request = frame.message as DebugProtocol.Request;
      this.#client.sendError(request, notNow(request.command, phase));
    }
  }

  /** After a restart the new dlv is told what the client told the old one; the client hears where its breakpoints are now. */
  async repeatConfiguration(live: LiveRun): Promise<void> {
    if (this.#announced === live) return;
    this.#breakpoints.forgetTranslation();
    for (const setting of this.#breakpoints.settings) {
      const body = await live.dlv?.request(setting.command, setting.args).catch(() => undefined);
      for (const breakpoint of this.#breakpoints.repeated(setting, body)) {
        this.#client.sendEvent("breakpoint", { reason: "changed", breakpoint });
      }
    }
    const isToRun = this.#configured;
    this.#takeRequests(live);
    if (isToRun)
      void live.dlv?.request("configurationDone").then(
        () => runsFirst(live),
        () => undefined,
      );
  }

  /** The program goes on though the client has not asked for it. */
  goesOn(live: LiveRun): void {
    this.#scope.invalidate();
    live.run.setPhase("running");
    this.#client.sendEvent("continued", { threadId: 1, allThreadsContinued: true });
  }

  /** dape says it as soon as it hears of capabilities, and waits ten seconds for the answer: a build may take longer. */
  #keepExceptions(request: DebugProtocol.Request): void {
    this.#breakpoints.asked(request);
    this.#exceptions = request;
    this.#client.sendResponse(request);
  }

  #takeRequests(live: LiveRun): void {
    this.#ready = live;
    const kept = this.#exceptions;
    if (kept) void live.dlv?.request(kept.command, kept.arguments).catch(() => undefined);
    this.#exceptions = undefined;
    for (const held of this.#held.splice(0)) this.#send(held.message as DebugProtocol.Request, held);
  }

  #send(request: DebugProtocol.Request, frame: Frame): void {
    this.#breakpoints.asked(request);
    if (request.command === "configurationDone") this.#configured = true;
    this.#atDlv.set(request.seq, request);
    this.#ready?.dlv?.send(frame);
  }

  #response(live: LiveRun, frame: Frame, requestSeq: number, success: boolean): void {
    const request = this.#atDlv.get(requestSeq);
    this.#atDlv.delete(requestSeq);
    if (!success || !request) return this.#toClient(live, frame);
    const { command } = request;
    if (command === "setBreakpoints") this.#hintAtOptimised(live, request);
    if (command === "configurationDone") runsFirst(live);
    if (resuming.has(command)) {
      this.#scope.invalidate();
      live.run.setPhase("running");
    }
    if (command === "scopes") return this.#toClient(live, this.#withRunScope(frame));
    // A large answer is not parsed for what it cannot hold.
    if (!configurationRequests.has(command)) return this.#toClient(live, frame);
    const response = frame.message as DebugProtocol.Response;
    const answered = this.#breakpoints.answered(response);
    this.#toClient(live, answered === response ? frame : frameOf(answered));
  }

  /** Once a session: a breakpoint where the compiler has optimised is set, but will disappoint. */
  #hintAtOptimised(live: LiveRun, request: DebugProtocol.Request): void {
    const { source, breakpoints } = request.arguments as DebugProtocol.SetBreakpointsArguments;
    const { plan, attributes } = live.run;
    if (this.#hinted || !plan || source.path === undefined || !breakpoints?.length) return;
    if (!isOptimised(plan, attributes.debugPackages, source.path)) return;
    this.#hinted = true;
    const output = `gorunscope: ${source.path} is compiled with optimisation: variables may be missing there and lines jump. Set debugPackages to "all", or to patterns with its package, to have it compiled without.\n`;
    this.#client.sendEvent("output", { category: "console", output });
  }

  #withRunScope(frame: Frame): Frame {
    const response = frame.message as DebugProtocol.ScopesResponse;
    const scopes = [...response.body.scopes, this.#scope.scope()];
    const changed: DebugProtocol.ScopesResponse = { ...response, body: { ...response.body, scopes } };
    return frameOf(changed);
  }

  #event(live: LiveRun, frame: Frame, name: string): void {
    switch (name) {
      case "initialized":
        // The client was told once; what it has configured is said again after a restart.
        if (this.#announced) return;
        this.#announced = live;
        this.#toClient(live, frame);
        return this.#takeRequests(live);
      case "process": {
        const { systemProcessId } = (frame.message as DebugProtocol.ProcessEvent).body;
        if (systemProcessId !== undefined) live.run.programStarted(systemProcessId);
        return this.#toClient(live, frame);
      }
      case "stopped":
        // To end a program dlv stops it: there is nothing to look at any more.
        if (live.isEnding) return;
        live.run.setPhase("stopped");
        return this.#toClient(live, this.#translated(frame));
      case "breakpoint":
        return this.#toClient(live, this.#translated(frame));
      case "continued":
        this.#scope.invalidate();
        live.run.setPhase("running");
        return this.#toClient(live, frame);
      case "output": {
        const status = exitOnConsole.exec((frame.message as DebugProtocol.OutputEvent).body.output);
        if (status) live.programExited(Number(status[1]));
        return this.#toClient(live, frame);
      }
      // Both are said to the client when nothing of the run is left: many kill the adapter at either.
      case "exited":
        return live.programExited((frame.message as DebugProtocol.ExitedEvent).body.exitCode);
      case "terminated":
        return void live.end();
      default:
        return this.#toClient(live, frame);
    }
  }

  /** The frame with the breakpoint ids that the client knows; as it came where none has changed. */
  #translated(frame: Frame): Frame {
    const event = frame.message as DebugProtocol.Event;
    const translated = this.#breakpoints.translate(event);
    return translated === event ? frame : frameOf(translated);
  }

  #toClient(live: LiveRun, frame: Frame): void {
    this.#client.forward(frame, (response) => live.dlv?.send(response));
    if (!this.#client.isBlocked) return;
    live.dlv?.pause();
    void this.#client.drained().then(() => live.dlv?.resume());
  }
}

/** The program begins to run; with stopOnEntry it has stopped before dlv says so. */
function runsFirst({ run }: LiveRun): void {
  if (run.phase === "starting") run.setPhase("running");
}

/** Why a request cannot be answered now. */
export function notNow(command: string, phase: Phase | undefined): Failure {
  const when =
    phase === undefined || isFinal(phase) ? "the program has ended" : "the program is not under the debugger yet";
  return new Failure(errorIds.wrongPhase, `${command} is not available: ${when}`);
}
