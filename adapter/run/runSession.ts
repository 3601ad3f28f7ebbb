/**
 * A session in mode "run": starts go runs for the client, one at a time, and brings each to its end. Requests go to dlv unless they
 * have an answer of ours (`ownRequest`).
 */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { isFinal } from "../../shared/contract/answers.ts";
import { errorIds, Failure, sentenceOf } from "../../shared/contract/errors.ts";
import type { LaunchAttributes } from "../../shared/contract/launch.ts";
import { checkLaunch } from "../../shared/contract/launchAttributes.ts";
import { DapError } from "../../shared/dap/dapError.ts";
import type { Frame } from "../../shared/dap/frame.ts";
import { within } from "../../shared/process/waiting.ts";
import { answerRequest } from "../../shared/run/answers/index.ts";
import type { GoRun, RunEnd } from "../../shared/run/goRun.ts";
import type { ClientSide } from "../clientSide.ts";
import type { RunSession, SessionContext } from "../sessionContext.ts";
import type { Answers } from "../views/consoleAnswer.ts";
import { RunScope } from "../views/scope.ts";
import { buildFailure, endedEarly, hasCrashed, launchFailure, neverLaunched, onAttach, onWindows } from "./failures.ts";
import { BuildReport } from "./buildReport.ts";
import { LiveRun } from "./liveRun.ts";
import { ownRequest } from "./requests.ts";
import { chooseStreams, type Streams } from "./streams.ts";
import { notNow, Traffic } from "./traffic.ts";

/** After so long a build the launch is answered: clients give up at 10 or 20 seconds. In milliseconds. */
const answerLaunchAfterMs = 5000;

/** So long dlv is given to tell of a program that /proc shows to be dead, or to follow it, in milliseconds. */
const tellsOfDeathMs = 1500;

/** So long the client waits for its answer to `disconnect` until the records of its runs are whole, in milliseconds. */
const recordsWithinMs = 300;

export class RunModeSession implements RunSession {
  readonly context: SessionContext;
  readonly client: ClientSide;
  readonly scope: RunScope;
  readonly traffic: Traffic;
  /** The session's runs; a restart adds one. */
  readonly #runs: LiveRun[] = [];
  /** What the runs are launched with, until a restart brings something else. */
  #launchArguments: unknown;
  /** The launch or restart that is still to be answered. */
  #starting: DebugProtocol.Request | undefined;
  #earlyAnswer: NodeJS.Timeout | undefined;
  /** What goes on with the run of now, until its end has been told. Never rejects. */
  #told: Promise<void>;
  /** The end of the run before, which the next one waits for. */
  #restarting: Promise<void> | undefined;
  #terminated = false;
  #ending: Promise<void> | undefined;

  constructor(context: SessionContext, request: DebugProtocol.Request) {
    this.context = context;
    this.client = context.client;
    this.scope = new RunScope({ supportsVariableType: context.initializeArguments.supportsVariableType === true });
    this.traffic = new Traffic(this.client, this.scope);
    this.client.sendEvent("capabilities", {
      capabilities: { supportsRestartRequest: true, supportsCompletionsRequest: true, supportsTerminateRequest: true },
    });
    this.#launchArguments = request.arguments;
    this.#starting = request;
    this.#told = this.#start();
  }

  /** The run of now. */
  get live(): LiveRun | undefined {
    return this.#runs.at(-1);
  }

  /** The answers of the run of now, as the views ask for them. */
  get answers(): Answers {
    const ask = <T>(name: string, args?: unknown) => this.answer(name, args) as Promise<T>;
    return {
      buildDir: () => ask("buildDir"),
      cacheKeys: (args) => ask("cacheKeys", args),
      compare: (args) => ask("gorunscope.compare", args),
      environment: () => ask("gorunscope.environment"),
      explain: (args) => ask("gorunscope.explain", args),
      forecast: (args) => ask("gorunscope.forecast", args),
      procTree: (args) => ask("procTree", args),
    };
  }

  /** Answers one of the contract's requests. */
  answer(name: string, args: unknown): Promise<unknown> {
    const runs = this.#runs.map((live) => live.run);
    return answerRequest(name, runs, args);
  }

  onClientFrame(frame: Frame): void {
    const request = frame.message as DebugProtocol.Request;
    const own = ownRequest(request.command);
    if (own) own(this, request, frame).catch((error: unknown) => this.client.sendError(request, error));
    else this.toDlv(request, frame);
  }

  /** Hands a request to dlv, or says why there is none to take it. */
  toDlv(request: DebugProtocol.Request, frame: Frame): void {
    const { live } = this;
    const awaited =
      live && !live.run.attributes.noDebug && !this.#isOver && (this.#restarting || !isFinal(live.run.phase))
        ? live
        : undefined;
    this.traffic.fromClient(request, frame, awaited);
  }

  /** Asks the program to end as Ctrl-C does, continuing it first if it is stopped; before it runs, ends the build. */
  async interrupt(): Promise<void> {
    const { live } = this;
    if (live?.run.phase === "stopped") {
      this.traffic.goesOn(live);
      await live.dlv?.request("continue", { threadId: 1 }).catch(() => undefined);
    }
    await live?.run.interrupt();
  }

  /**
   * A new go run in place of the one that is there. Resolves when that is gone.
   * @param request the client's request, answered when the new run is under dlv; one that still waits is answered now
   * @param attributes the launch attributes from now on, if they are others
   */
  restart(request?: DebugProtocol.Request, attributes?: unknown): Promise<void> {
    if (attributes !== undefined && attributes !== null) this.#launchArguments = attributes;
    this.#answerStart();
    this.#starting = request;
    return (this.#restarting ??= this.#restart());
  }

  async #restart(): Promise<void> {
    this.traffic.close(notNow("this", "starting"));
    await this.live?.end();
    this.#restarting = undefined;
    if (!this.#isOver) this.#told = this.#start();
    else if (this.#starting) this.client.sendError(this.#starting, notNow("restart", "exited"));
  }

  /** Ends everything; resolves when nothing of the session is left. */
  end(): Promise<void> {
    return (this.#ending ??= this.#end());
  }

  close(): Promise<void> {
    return this.end();
  }

  /** Says that the session is over, once. */
  terminate(): void {
    if (this.#terminated) return;
    this.#terminated = true;
    this.client.sendEvent("terminated");
  }

  get #isOver(): boolean {
    return this.#terminated || this.#ending !== undefined;
  }

  /** Whether another run takes this one's place, or has taken it. */
  #isReplaced(live: LiveRun): boolean {
    return this.#restarting !== undefined || live !== this.live;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#earlyAnswer);
    await Promise.all(this.#runs.map((live) => live.end()));
    // Most clients kill the adapter when it has answered: what is left to write of the records is little.
    const recorded = within(Promise.all(this.#runs.map((live) => live.recorder.finish())), recordsWithinMs);
    await Promise.all([recorded, this.#told, this.#restarting]);
    this.terminate();
  }

  async #start(): Promise<void> {
    let attributes: LaunchAttributes;
    let streams: Streams;
    try {
      if (process.platform === "win32") throw onWindows();
      if (this.#starting?.command === "attach") throw onAttach();
      attributes = checkLaunch(this.#launchArguments);
      streams = chooseStreams(this.context, attributes);
    } catch (error) {
      return this.#failStart(error);
    }
    this.#earlyAnswer = setTimeout(() => this.#answerStart(), answerLaunchAfterMs);
    const live = new LiveRun(this.context, attributes, streams.startGo, {
      onDlvFrame: (frame) => live === this.live && this.traffic.fromDlv(live, frame),
      onDlvGone: () => this.#dlvGone(live),
      stop: () => this.interrupt(),
      restart: () => this.restart(),
    });
    this.#runs.push(live);
    const report = this.#observe(live.run);
    void report.over.then(() => streams.begin());
    if (attributes.hint !== undefined) live.run.emit("notice", attributes.hint);
    if (streams.notice !== undefined) live.run.emit("notice", streams.notice);
    try {
      await live.run.start();
    } catch (error) {
      return this.#failStart(error);
    }
    if (live.run.plan?.notice !== undefined) live.run.emit("notice", live.run.plan.notice);
    const launched = attributes.noDebug ? this.#runWithoutDlv(live) : this.#launchUnderDlv(live);
    const end = await live.run.ended;
    await launched;
    await streams.finished();
    if (!this.#isOver) report.programEnded();
    this.#runEnded(live, end);
    void live.recorder.finish();
  }

  #observe(run: GoRun): BuildReport {
    const report = new BuildReport(run, this.client, this.context.initializeArguments);
    // Helix (clientID "hx") ends its session on an event that it does not know.
    if (this.context.initializeArguments.clientID !== "hx") {
      run.on("phase", (event) => this.client.sendEvent("gorunscope.phase", event));
      run.on("action", (event) => this.client.sendEvent("gorunscope.action", event));
      run.on("process", (event) => this.client.sendEvent("gorunscope.process", event));
    }
    run.on("process", (node) => {
      if (node.role === "program" && node.exitedAt !== undefined)
        setTimeout(() => this.#programFoundDead(run), tellsOfDeathMs);
    });
    return report;
  }

  async #runWithoutDlv(live: LiveRun): Promise<void> {
    await Promise.race([new Promise<void>((resolve) => live.run.once("built", resolve)), live.run.ended]);
    const { program, products } = live.run;
    if (!program || this.#isReplaced(live)) return;
    this.client.sendEvent("process", {
      name: products?.executable,
      systemProcessId: program.pid,
      isLocalProcess: true,
      startMethod: "launch",
    });
    this.#answerStart();
  }

  async #launchUnderDlv(live: LiveRun): Promise<void> {
    await Promise.race([live.connected, live.run.ended]);
    if (!live.dlv) return;
    try {
      const answer = await live.launchUnderDlv();
      if (this.#isReplaced(live)) return;
      this.#answerStart(answer);
      await this.traffic.repeatConfiguration(live);
    } catch (error) {
      // Without an answer dlv is gone: why, the run's end tells.
      const refusal = error instanceof DapError && error.body !== undefined ? error : undefined;
      const isLost = refusal !== undefined && hasCrashed(refusal) && live.programLost();
      await live.end();
      if (refusal && !isLost && !this.#isOver && !this.#isReplaced(live)) this.#failStart(launchFailure(refusal));
    }
  }

  #answerStart(body?: unknown): void {
    clearTimeout(this.#earlyAnswer);
    if (this.#starting) this.client.sendResponse(this.#starting, body);
    this.#starting = undefined;
  }

  /** A launch that failed: an error answer, or output if it was answered early; then the session is over. */
  #failStart(error: unknown): void {
    clearTimeout(this.#earlyAnswer);
    if (this.#starting) this.client.sendError(this.#starting, error);
    else this.client.sendEvent("output", { category: "stderr", output: `gorunscope: ${sentenceOf(error)}\n` });
    this.#starting = undefined;
    this.traffic.failHeld(this.live?.run.phase);
    this.terminate();
  }

  #runEnded(live: LiveRun, end: RunEnd): void {
    if (this.#isReplaced(live) || this.#terminated) return;
    if (end.phase === "failed") return this.#failStart(buildFailure(live.run));
    const early = endedEarly(live);
    if (early && !this.#starting) live.run.emit("notice", early.message);
    if (live.exitCode !== undefined) this.client.sendEvent("exited", { exitCode: live.exitCode });
    if (this.#starting) return this.#failStart(early ?? neverLaunched(live.run));
    this.traffic.failHeld(live.run.phase);
    this.terminate();
  }

  /** The program is gone and dlv has not said so: killed while it was stopped. */
  #programFoundDead(run: GoRun): void {
    const { live } = this;
    if (isFinal(run.phase) || run !== live?.run || this.#isOver || this.#restarting) return;
    if (live.programLost()) void live.end();
  }

  #dlvGone(live: LiveRun): void {
    if (live !== this.live) return;
    this.traffic.close(new Failure(errorIds.debuggerEnded, "dlv has ended: the program is not under it any more"));
    if (!live.isEnding && !live.run.programExit && !this.#restarting) live.lost = "dlv";
    void live.run.cancel();
  }
}
