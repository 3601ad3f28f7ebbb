/**
 * A session in a mode that is dlv's: what the client asks goes to dlv and what dlv says to the client, in their order. The
 * exceptions: `terminate`, which dlv has not; and the end, which the client hears of when nothing is left that could be killed
 * with the adapter.
 */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { errorIds, Failure } from "../shared/contract/errors.ts";
import type { Frame } from "../shared/dap/frame.ts";
import type { Exit } from "../shared/process/spawn.ts";
import { clientOutput, isLaunch, seqOf, type ClientSide } from "./clientSide.ts";
import type { Delegate } from "./delegate.ts";
import { endFailedLaunch } from "./failedLaunch.ts";
import { interruptBuild } from "./interruptBuild.ts";
import { ProgramState } from "./programState.ts";
import type { RunSession, SessionContext } from "./sessionContext.ts";

/** The longest body that dlv takes, in bytes (go-dap, contentMaxLength); after a longer one it ends. */
const dlvMaxBodyBytes = 4 * 1024 * 1024;
/** So long dlv may take to answer `disconnect`, in milliseconds: it gives a noDebug program 5 s to die. */
const disconnectMs = 6000;
/** So long a program may take to end after Ctrl-C before `terminate` is answered all the same, in milliseconds. */
const terminateMs = 3000;

export class PassThrough implements RunSession {
  readonly #context: SessionContext;
  readonly #client: ClientSide;
  readonly #delegate: Delegate;
  readonly #program: ProgramState;
  /** "ending": dlv was told to end; "gone": it has, and why requests now fail. */
  #phase: "open" | "ending" | { gone: Failure } = "open";
  /** Frames of dlv's that wait, in order: for output that belongs before them, or for the end of dlv. */
  #held: Frame[] | undefined;
  /** Launch or attach, while dlv has not answered it. */
  #launching: DebugProtocol.Request | undefined;
  /** Requests to terminate that wait for the program's end. */
  readonly #terminates: DebugProtocol.Request[] = [];
  #terminateTimer: NodeJS.Timeout | undefined;
  #disconnectTimer: NodeJS.Timeout | undefined;
  #disconnectAsked = false;
  #saidTerminated = false;
  #finishing = false;
  /** Resolves when dlv is gone and the client knows what there is to know. */
  readonly #over: Promise<void>;
  #isOver!: () => void;

  /** @param delegate a dlv that has answered `initialize` */
  constructor(context: SessionContext, delegate: Delegate) {
    this.#context = context;
    this.#client = context.client;
    this.#delegate = delegate;
    this.#program = new ProgramState(delegate.identity.pid);
    this.#over = new Promise((resolve) => (this.#isOver = resolve));
    delegate.peer.onFrame((frame) => this.#fromDlv(frame));
    delegate.peer.onProblem((sentence) => context.log.warn(`dlv: ${sentence}`));
    delegate.peer.onClose(() => this.#finish());
  }

  onClientFrame(frame: Frame): void {
    const request = frame.message as DebugProtocol.Request;
    if (request.command === "disconnect") this.#disconnect(frame, request);
    else if (request.command === "terminate") this.#terminate(request);
    else if (this.#phase === "open") this.#toDlv(frame, request);
    else this.#client.sendError(request, this.#phase === "ending" ? sessionEnds() : this.#phase.gone);
  }

  close(): Promise<void> {
    // What is ending comes to its end: a `disconnect` that says what becomes of the program must have reached dlv.
    if (this.#phase === "open") {
      this.#phase = "ending";
      this.#finish();
    }
    return this.#over;
  }

  /**
   * Lets this dlv go, since something else takes its place: what it was asked fails, and the client hears no more of it.
   * @param waiting the requests that it was not asked, for what takes its place
   */
  async drop(waiting: readonly DebugProtocol.ProtocolMessage[]): Promise<void> {
    this.#delegate.peer.onFrame(() => {});
    this.#finishing = true;
    this.#isOver();
    for (const request of this.#client.unanswered) {
      if (!isLaunch(request) && !waiting.includes(request))
        this.#client.sendError(request, new Failure(errorIds.wrongPhase, `${request.command} came before the launch`));
    }
    await this.#delegate.end();
  }

  #toDlv(frame: Frame, request: DebugProtocol.Request): void {
    const { peer, output } = this.#delegate;
    const bytes = frame.raw?.byteLength ?? 0;
    if (bytes > dlvMaxBodyBytes) {
      const sentence = `${request.command} has ${bytes} bytes, and dlv takes ${dlvMaxBodyBytes} at most`;
      this.#client.sendError(request, new Failure(errorIds.wrongArguments, sentence));
      return;
    }
    if (isLaunch(request)) {
      this.#launching = request;
      output?.forwardTo(clientOutput(this.#client));
    }
    peer.send(frame);
    if (!peer.isBlocked) return;
    this.#client.pause();
    void peer.drained().then(() => this.#client.resume());
  }

  #fromDlv(frame: Frame): void {
    this.#program.observe(frame);
    const { head } = frame;
    if (head.type === "response" && this.#launching !== undefined && head.requestSeq === seqOf(this.#launching)) {
      this.#launching = undefined;
    }
    const tellsOfProgramEnd = head.type === "event" && (head.event === "exited" || head.event === "terminated");
    const tellsOfDlvEnd = this.#phase !== "open" && head.type === "response" && head.command === "disconnect";
    if (this.#held !== undefined) {
      this.#held.push(frame);
    } else if (tellsOfProgramEnd || tellsOfDlvEnd) {
      this.#held = [frame];
      void this.#settle();
    } else {
      this.#toClient(frame);
    }
  }

  /** Program output comes on another way than dlv's events: what was written before the end has to be told before the end is. */
  async #settle(): Promise<void> {
    await this.#delegate.output?.settled();
    if (this.#phase !== "open") return;
    this.#answerTerminates();
    this.#release();
  }

  #release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const frame of held) this.#toClient(frame);
  }

  #toClient(frame: Frame): void {
    const { peer } = this.#delegate;
    const { head } = frame;
    this.#client.forward(frame, (response) => peer.send(response));
    if (head.type === "event") this.#saidTerminated ||= head.event === "terminated";
    if (head.type === "response" && !head.success && isLaunch(head)) {
      this.#saidTerminated = endFailedLaunch(this.#client, this.#context.initializeArguments);
    }
    if (!this.#client.isBlocked) return;
    peer.pause();
    void this.#client.drained().then(() => peer.resume());
  }

  /** Asks the program to end as Ctrl-C does, continuing it first where it stands; ends it through dlv where that cannot be. */
  #terminate(request: DebugProtocol.Request): void {
    this.#terminates.push(request);
    if (this.#phase === "ending") return;
    if (this.#phase !== "open" || this.#program.phase === "ended") {
      this.#answerTerminates();
    } else if (this.#program.interrupt()) {
      this.#terminateTimer ??= setTimeout(() => this.#answerTerminates(), terminateMs);
      if (this.#program.phase === "stopped") this.#resume();
    } else {
      this.#expectEnd();
      // A failure says what the end of dlv says too.
      this.#delegate.peer.request("disconnect", { terminateDebuggee: true }).catch(() => undefined);
    }
  }

  /** The client is told first: a stop that follows at once would else be overtaken. */
  #resume(): void {
    const threadId = this.#program.stoppedThread;
    this.#program.phase = "running";
    this.#client.sendEvent("continued", { threadId, allThreadsContinued: true });
    // It fails when the program died while it stood, which dlv does not tell: `terminate` is answered when its time is over.
    this.#delegate.peer.request("continue", { threadId }).catch(() => undefined);
  }

  #answerTerminates(): void {
    clearTimeout(this.#terminateTimer);
    this.#terminateTimer = undefined;
    for (const request of this.#terminates.splice(0)) this.#client.sendResponse(request);
  }

  #disconnect(frame: Frame, request: DebugProtocol.Request): void {
    this.#disconnectAsked = true;
    if (this.#phase === "open") {
      this.#expectEnd();
      this.#delegate.peer.send(frame);
    } else if (this.#phase !== "ending") {
      this.#client.sendResponse(request);
      this.#context.finished();
    }
  }

  /** dlv is told to end: it has some time to do it by itself. */
  #expectEnd(): void {
    this.#phase = "ending";
    this.#disconnectTimer = setTimeout(() => this.#finish(0), disconnectMs);
    if (this.#launching !== undefined)
      void interruptBuild(this.#delegate.identity, () => this.#launching === undefined);
  }

  /** Brings dlv to its end, or finds that it has ended, and tells the client. */
  #finish(graceMs?: number): void {
    if (this.#finishing) return;
    this.#finishing = true;
    void this.#end(graceMs).then(this.#isOver);
  }

  async #end(graceMs: number | undefined): Promise<void> {
    const isEarly = this.#phase === "open";
    if (this.#launching !== undefined)
      void interruptBuild(this.#delegate.identity, () => this.#launching === undefined);
    const exit = await this.#delegate.end(graceMs);
    clearTimeout(this.#disconnectTimer);
    this.#program.killAbandoned();
    await this.#delegate.output?.settled();
    const why = isEarly ? endedEarly(exit, this.#delegate.output?.lastWords ?? "") : sessionEnds();
    this.#phase = { gone: why };
    this.#answerTerminates();
    this.#release();
    this.#answerDisconnects();
    this.#client.failUnanswered(why);
    if (!this.#saidTerminated) {
      if (isEarly) this.#client.sendEvent("output", { category: "stderr", output: `${why.format}\n` });
      this.#client.sendEvent("terminated");
    }
    if (this.#disconnectAsked) this.#context.finished();
  }

  /** Those that dlv did not answer: it was asked once only, or did not come to it. */
  #answerDisconnects(): void {
    for (const request of this.#client.unanswered) {
      if (request.command === "disconnect") this.#client.sendResponse(request);
    }
  }
}

function sessionEnds(): Failure {
  return new Failure(errorIds.wrongPhase, "the debug session is over");
}

function endedEarly({ code, signal }: Exit, lastWords: string): Failure {
  const how = signal === undefined ? `with exit status ${code ?? "unknown"}` : `by ${signal}`;
  return new Failure(errorIds.debuggerEnded, `dlv ended early, ${how}${lastWords}`, {
    advice: "Start the session again; with --log --log-output=dap dlv says more.",
  });
}
