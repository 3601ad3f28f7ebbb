/**
 * One client's session from `initialize` to its end. At `initialize` nothing is known of the launch, so a dlv is started at once
 * and asked what it can do; a launch in one of dlv's modes goes on with it, one in mode "run" is handed over.
 */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { errorIds, Failure, sentenceOf } from "../shared/contract/errors.ts";
import { isOwnRequest, isRequestName, unknownRequest } from "../shared/contract/requestNames.ts";
import type { Channel } from "../shared/dap/channel.ts";
import { DapError } from "../shared/dap/dapError.ts";
import type { Frame } from "../shared/dap/frame.ts";
import type { DapOptions } from "../shared/dap/options.ts";
import { within } from "../shared/process/waiting.ts";
import { changedCapabilities, oldestDlvCapabilities, withOwnCapabilities } from "./capabilities.ts";
import { argumentsOf } from "./clientRequest.ts";
import { ClientSide, isLaunch } from "./clientSide.ts";
import { Delegate } from "./delegate.ts";
import { chooseDlv, dlvPathOf } from "./dlvPath.ts";
import { endFailedLaunch } from "./failedLaunch.ts";
import type { Log } from "./log.ts";
import { misspeltMode } from "./misspeltMode.ts";
import { PassThrough } from "./passThrough.ts";
import type { CloseReason, RunSession, RunSessionFactory, SessionContext, SessionKind } from "./sessionContext.ts";

/** What a session needs from the place it runs in. */
export interface SessionSettings {
  kind: SessionKind;
  options: DapOptions;
  env: NodeJS.ProcessEnv;
  cwd: string;
  log: Log;
  logDescriptor: number | undefined;
  /** Loads what goes on with a launch or attach in mode "run". */
  loadRun: () => Promise<RunSessionFactory>;
}

/** So long requests that came before the end of input are still worked on, in milliseconds. */
const lastRequestsMs = 2000;

export class Session {
  /** Resolves when nothing of the session is left. */
  readonly done: Promise<void>;
  /** Resolves when the client says something; never for one that only looks whether somebody listens. */
  readonly used: Promise<void>;
  readonly #settings: SessionSettings;
  readonly #channel: Channel;
  readonly #client: ClientSide;
  readonly #inbox: Frame[] = [];
  /** The request that is being worked on; the next waits for it. */
  #working: Promise<void> | undefined;
  readonly #abort = new AbortController();
  #context: SessionContext | undefined;
  #dlv: { delegate: Delegate; passThrough: PassThrough | undefined } | undefined;
  /** Why there is no dlv. */
  #noDlv: unknown;
  #run: RunSession | undefined;
  #runClosed: Promise<void> | undefined;
  /** The end of the front dlv that a run does without. */
  #dropped: Promise<void> | undefined;
  #isOver = false;
  #closing: Promise<void> | undefined;
  #resolveDone!: () => void;
  #resolveUsed!: () => void;

  constructor(channel: Channel, settings: SessionSettings) {
    this.#channel = channel;
    this.#settings = settings;
    this.#client = new ClientSide(channel, settings.log);
    this.done = new Promise((resolve) => (this.#resolveDone = resolve));
    this.used = new Promise((resolve) => (this.#resolveUsed = resolve));
    channel.onProblem((sentence) => settings.log.warn(sentence));
    channel.onClose(() => void this.close("client gone"));
    channel.onFrame((frame) => this.#received(frame));
  }

  /** Ends the session as `disconnect` would, within seconds. May be called at any time and more than once. */
  close(reason: CloseReason): Promise<void> {
    return (this.#closing ??= this.#close(reason));
  }

  /** The same where `disconnect` has been answered. */
  #finish(): void {
    this.#closing ??= this.#close("finished");
  }

  #received(frame: Frame): void {
    this.#resolveUsed();
    const { head } = frame;
    if (head.type === "response") {
      this.#client.answered(frame.message as DebugProtocol.Response);
    } else if (head.type === "request") {
      this.#client.received(frame.message as DebugProtocol.Request);
      // Whatever is being started is not wanted any more.
      if (head.command === "disconnect" && this.#run === undefined) this.#abort.abort();
      this.#inbox.push(frame);
      this.#work();
    }
  }

  /** The requests that nobody has been handed yet. */
  get #waiting(): DebugProtocol.ProtocolMessage[] {
    return this.#inbox.map(({ message }) => message);
  }

  /** Takes the requests one by one: those that start something are waited for, the others are only handed on. */
  #work(): void {
    while (this.#working === undefined) {
      const frame = this.#inbox.shift();
      if (frame === undefined) return;
      const request = frame.message as DebugProtocol.Request;
      try {
        this.#working = this.#handle(frame, request)
          ?.catch((error: unknown) => this.#fail(request, error))
          .finally(() => {
            this.#working = undefined;
            this.#work();
          });
      } catch (error) {
        this.#fail(request, error);
      }
    }
  }

  /** @returns a promise where the next request has to wait */
  #handle(frame: Frame, request: DebugProtocol.Request): Promise<void> | undefined {
    const context = this.#context;
    const { command } = request;
    if (this.#run !== undefined) {
      this.#run.onClientFrame(frame);
    } else if (command === "initialize") {
      return this.#initialize(request);
    } else if (context === undefined && command !== "disconnect") {
      throw new Failure(errorIds.wrongPhase, `${command} came before initialize`);
    } else if (isOwnRequest(command)) {
      if (!isRequestName(command)) throw unknownRequest(command);
      throw new Failure(errorIds.noRunYet, `${command}: there is no go run in this session yet`, {
        advice: 'Launch with mode "run".',
      });
    } else if (context !== undefined && isLaunch(request)) {
      return argumentsOf(request)["mode"] === "run"
        ? this.#startRun(request, context)
        : this.#launch(frame, request, context);
    } else if (this.#dlv?.passThrough !== undefined) {
      this.#dlv.passThrough.onClientFrame(frame);
    } else if (command === "disconnect") {
      this.#client.sendResponse(request);
      this.#finish();
    } else {
      throw new Failure(errorIds.wrongPhase, `${command} came before the launch`);
    }
    return undefined;
  }

  async #initialize(request: DebugProtocol.Request): Promise<void> {
    const initializeArguments = argumentsOf(request) as unknown as DebugProtocol.InitializeRequestArguments;
    if (this.#dlv === undefined) await this.#startDlv();
    const dlv = await this.#capabilities(initializeArguments);
    const capabilities = withOwnCapabilities(dlv);
    const { kind, options, env, cwd, log, logDescriptor } = this.#settings;
    this.#context = {
      client: this.#client,
      initializeArguments,
      capabilities,
      kind,
      options,
      env,
      cwd,
      log,
      logDescriptor,
      finished: () => this.#finish(),
    };
    this.#client.sendResponse(request, capabilities);
    this.#passThrough();
  }

  /** Without a dlv the session goes on: a launch in mode "run" finds one for itself, or says why not. */
  async #startDlv(dlvPath?: string): Promise<void> {
    const { env, cwd, options, kind, logDescriptor, log } = this.#settings;
    try {
      const dlv = await chooseDlv({ dlvPath, env, cwd });
      if (dlv === undefined || dlv === this.#dlv?.delegate.dlv) return;
      const delegate = await Delegate.start({
        dlv,
        flags: options.dlvFlags,
        cwd,
        env,
        logDescriptor,
        streams: kind === "stdio" ? "piped" : "inherited",
        signal: this.#abort.signal,
      });
      log.info("dlv started", { dlv });
      await this.#dlv?.passThrough?.drop(this.#waiting);
      this.#dlv = { delegate, passThrough: undefined };
    } catch (error) {
      log.warn("no dlv", { why: sentenceOf(error) });
      if (dlvPath !== undefined) throw error;
      this.#noDlv = error;
    }
  }

  /**
   * What dlv says to `initialize`; without a dlv, what the oldest would say.
   * @throws DapError where dlv refuses the arguments
   */
  async #capabilities(
    initializeArguments: DebugProtocol.InitializeRequestArguments,
  ): Promise<DebugProtocol.Capabilities> {
    if (this.#dlv === undefined) return oldestDlvCapabilities;
    try {
      return (
        (await this.#dlv.delegate.peer.request<DebugProtocol.Capabilities>("initialize", initializeArguments)) ?? {}
      );
    } catch (error) {
      if (error instanceof DapError && error.body !== undefined) throw error;
      this.#noDlv = new Failure(errorIds.toolMissing, sentenceOf(error), { advice: "Run `gorunscope doctor`." });
      await this.#dlv.delegate.end();
      this.#dlv = undefined;
      return oldestDlvCapabilities;
    }
  }

  #passThrough(): void {
    if (this.#dlv !== undefined) this.#dlv.passThrough ??= new PassThrough(this.#context!, this.#dlv.delegate);
  }

  /** Launch or attach in a mode of dlv's; with the dlv that it names, if it names one. */
  async #launch(frame: Frame, request: DebugProtocol.Request, context: SessionContext): Promise<void> {
    const { mode } = argumentsOf(request);
    const hint = misspeltMode(mode);
    if (hint !== undefined) this.#client.sendEvent("output", { category: "console", output: `gorunscope: ${hint}\n` });
    const dlvPath = dlvPathOf(argumentsOf(request));
    if (dlvPath !== undefined) await this.#changeDlv(dlvPath, context);
    if (this.#dlv?.passThrough === undefined) throw this.#noDlv;
    this.#dlv.passThrough.onClientFrame(frame);
  }

  async #changeDlv(dlvPath: string, context: SessionContext): Promise<void> {
    const before = this.#dlv;
    await this.#startDlv(dlvPath);
    if (this.#dlv === before) return;
    try {
      const capabilities = withOwnCapabilities(await this.#capabilities(context.initializeArguments));
      const changed = changedCapabilities(context.capabilities, capabilities);
      context.capabilities = capabilities;
      if (changed !== undefined) this.#client.sendEvent("capabilities", { capabilities: changed });
    } finally {
      this.#passThrough();
    }
  }

  async #startRun(request: DebugProtocol.Request, context: SessionContext): Promise<void> {
    const startRun = await this.#settings.loadRun();
    if (this.#isOver) return;
    this.#dropped = this.#dlv?.passThrough?.drop(this.#waiting);
    this.#run = startRun(context, request);
  }

  #fail(request: DebugProtocol.Request, error: unknown): void {
    this.#client.sendError(request, error);
    if (isLaunch(request) && this.#context !== undefined)
      endFailedLaunch(this.#client, this.#context.initializeArguments);
  }

  async #close(reason: CloseReason | "finished"): Promise<void> {
    if (reason === "client gone") await within(this.#idle(), lastRequestsMs);
    this.#isOver = true;
    this.#abort.abort();
    this.#inbox.length = 0;
    // What is being started sees that it is over, or comes to its end with the dlv that it asks.
    await this.#endAll(reason);
    await within(this.#idle(), lastRequestsMs);
    await this.#endAll(reason);
    this.#client.failUnanswered(new Failure(errorIds.wrongPhase, "the debug session is over"));
    await this.#channel.close();
    this.#settings.log.info("session ended", { reason });
    this.#resolveDone();
  }

  async #closeRun(run: RunSession, reason: CloseReason): Promise<void> {
    try {
      await run.close(reason);
    } catch (error) {
      this.#settings.log.warn("the run did not end well", { why: sentenceOf(error) });
    }
  }

  async #idle(): Promise<void> {
    while (this.#working !== undefined) await this.#working;
  }

  async #endAll(reason: CloseReason | "finished"): Promise<void> {
    if (this.#run === undefined) await this.#dlv?.passThrough?.close();
    else if (reason !== "finished") await (this.#runClosed ??= this.#closeRun(this.#run, reason));
    await Promise.all([this.#dropped, this.#dlv?.delegate.end()]);
  }
}
