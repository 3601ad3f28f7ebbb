/**
 * One go run of a session with its debugger: from the start of go until dlv can take breakpoints, and from the program's end until
 * nothing is left. A restart makes a new one.
 */
import type { Socket } from "node:net";
import { constants } from "node:os";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { LaunchAttributes } from "../../shared/contract/launch.ts";
import { Channel } from "../../shared/dap/channel.ts";
import type { Frame } from "../../shared/dap/frame.ts";
import { exitOf } from "../../shared/process/processEntry.ts";
import { GoRun, type RunEnd } from "../../shared/run/goRun.ts";
import type { RunControl } from "../../shared/run/liveSocket.ts";
import { Recorder } from "../../shared/run/recorder.ts";
import type { StartGo } from "../../shared/run/streams.ts";
import { DlvPeer } from "../dlvPeer.ts";
import type { SessionContext } from "../sessionContext.ts";
import { debuggerCommand, type DebuggerCommand } from "./debuggerCommand.ts";

/** How long dlv is given to answer our last request, in milliseconds. */
const farewellMs = 1000;

export interface LiveRunListener extends RunControl {
  /** A frame of dlv's: answers to the client, events, reverse requests. */
  onDlvFrame(frame: Frame): void;
  /** dlv is gone; what was asked of it will not be answered. */
  onDlvGone(): void;
}

export class LiveRun {
  readonly run: GoRun;
  /** Keeps the run's record. */
  readonly recorder: Recorder;
  /** The connection to the dlv under go, once it is there. */
  dlv: DlvPeer | undefined;
  /** What dlv said to `initialize`. */
  readonly capabilities: Promise<DebugProtocol.Capabilities>;
  readonly #context: SessionContext;
  readonly #listener: LiveRunListener;
  /** Who was gone first, though nobody had asked for the run's end. */
  lost: "dlv" | "program" | undefined;
  /** Resolves when dlv has connected; never, if it does not. */
  readonly connected: Promise<DlvPeer>;
  #connect!: (peer: DlvPeer) => void;
  #debugger: DebuggerCommand | undefined;
  #farewell: Promise<void> | undefined;
  #exitCode: number | undefined;

  constructor(context: SessionContext, attributes: LaunchAttributes, startGo: StartGo, listener: LiveRunListener) {
    this.#context = context;
    this.#listener = listener;
    this.connected = new Promise((resolve) => (this.#connect = resolve));
    this.run = new GoRun({
      kind: attributes.noDebug ? "run" : "debug",
      attributes,
      adapterCwd: context.cwd,
      env: context.env,
      startGo,
      control: listener,
      ...(attributes.noDebug
        ? {}
        : {
            debugger: async (plan, directory) => {
              this.#debugger = await debuggerCommand(plan, attributes, directory, context, this.run.ended);
              if (this.#debugger.notice !== undefined) this.run.emit("notice", this.#debugger.notice);
              void this.#debugger.connection.then((socket) => this.#debuggerConnected(socket));
              return this.#debugger;
            },
          }),
    });
    this.recorder = new Recorder(this.run, { dlvVersion: () => this.#debugger?.version });
    this.capabilities = this.connected.then((dlv) =>
      dlv.request<DebugProtocol.Capabilities>("initialize", context.initializeArguments),
    );
    this.capabilities.catch(() => undefined);
  }

  /**
   * Has dlv launch the executable.
   * @returns the body of its answer; dlv's `process` and `initialized` come before
   * @throws DapError with dlv's own words when it cannot
   */
  async launchUnderDlv(): Promise<unknown> {
    const dlv = await this.connected;
    await this.capabilities;
    const { attributes } = this.run;
    const executable = this.run.products?.executable;
    return dlv.request("launch", {
      ...attributes.rest,
      request: "launch",
      mode: "exec",
      program: executable,
      args: attributes.args,
      stopOnEntry: attributes.stopOnEntry,
      ...(attributes.outputMode === "remote" ? { outputMode: "remote" } : {}),
      ...(this.#debugger ? { env: this.#debugger.programEnvironment } : {}),
    });
  }

  /** @param exitCode as dlv reports it: the exit status, or the number of the signal that ended the program, below zero */
  programExited(exitCode: number): void {
    this.#exitCode = exitCode;
    this.run.programEnded(exitCode < 0 ? exitOf(-exitCode) : { code: exitCode });
  }

  /**
   * Takes the kernel's word for the program's end where dlv has not told of it.
   * @returns whether the program is gone, and nobody had said so
   */
  programLost(): boolean {
    if (this.run.programExit) return false;
    const exit = this.run.table.endOf("program");
    if (!exit) return false;
    const code = exit.signal === undefined ? exit.code : -constants.signals[exit.signal as NodeJS.Signals];
    if (code === undefined) this.run.programEnded({});
    else this.programExited(code);
    this.lost = "program";
    return true;
  }

  /** The program's exit code: dlv's word; without dlv go's last line. */
  get exitCode(): number | undefined {
    if (this.#exitCode !== undefined || this.run.kind === "debug") return this.#exitCode;
    return this.run.programExit?.code;
  }

  /**
   * Says farewell to dlv, which ends the program and itself, and waits until nothing of the run is left. Safe to call at any time
   * and more than once.
   */
  async end(): Promise<RunEnd> {
    if (this.dlv && !this.dlv.isClosed) await (this.#farewell ??= this.#sayFarewell(this.dlv));
    return this.run.cancel();
  }

  /** Whether we are the ones who end it. */
  get isEnding(): boolean {
    return this.#farewell !== undefined || this.run.wasCancelled;
  }

  async #sayFarewell(dlv: DlvPeer): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, farewellMs)));
    const closed = new Promise<void>((resolve) => dlv.onClose(() => resolve()));
    // dlv may say that it fails when the program is gone already: it ends all the same.
    const asked = dlv.request("disconnect", { terminateDebuggee: true }).catch(() => undefined);
    await Promise.race([Promise.all([asked, closed]), late]);
    clearTimeout(timer);
  }

  #debuggerConnected(socket: Socket): void {
    const dlv = new DlvPeer(new Channel(socket, socket));
    this.dlv = dlv;
    dlv.onFrame((frame) => this.#listener.onDlvFrame(frame));
    dlv.onClose(() => this.#listener.onDlvGone());
    this.#connect(dlv);
  }
}
