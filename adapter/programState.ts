/** What dlv's frames tell of the program that it debugs: which process it is, whether it stands still, whether it has ended. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Frame } from "../shared/dap/frame.ts";
import { identify, isRunning, signal, signalGroup, type Identity } from "../shared/process/identity.ts";
import { tracedProgram } from "./tracedProgram.ts";

/** After an answer to one of these the program runs, until a `stopped` event says otherwise. */
const resuming = new Set(["continue", "next", "stepIn", "stepOut", "stepBack", "reverseContinue"]);

export class ProgramState {
  /** "none": not started, or without a debugger; "loaded": not running yet. */
  phase: "none" | "loaded" | "running" | "stopped" | "ended" = "none";
  /** The thread of the last stop. */
  stoppedThread = 1;
  /** The program, where dlv started it on this machine. */
  #launched: Identity | undefined;
  readonly #dlvPid: number;

  /** @param dlvPid the process of the dlv whose frames these are */
  constructor(dlvPid: number) {
    this.#dlvPid = dlvPid;
  }

  /** Takes every frame of dlv's, in order. */
  observe(frame: Frame): void {
    const { head } = frame;
    if (head.type === "response") {
      if (!head.success) return;
      if (resuming.has(head.command)) this.phase = "running";
      // With stopOnEntry the stop comes before the answer.
      else if (head.command === "configurationDone" && this.phase === "loaded") this.phase = "running";
    } else if (head.type === "event") {
      this.#event(head.event, frame);
    }
  }

  #event(event: string, frame: Frame): void {
    switch (event) {
      case "process":
        this.#process((frame.message as DebugProtocol.ProcessEvent).body);
        break;
      case "initialized":
        this.#initialized();
        break;
      case "stopped":
        this.phase = "stopped";
        this.stoppedThread = (frame.message as DebugProtocol.StoppedEvent).body.threadId ?? 1;
        break;
      case "continued":
        this.phase = "running";
        break;
      case "exited":
      case "terminated":
        this.phase = "ended";
        break;
      default:
    }
  }

  /** Sends the program what Ctrl-C would: to its process group where it leads one; whether there was a program to send it to. */
  interrupt(): boolean {
    const program = this.#launched;
    if (program === undefined || (this.phase !== "running" && this.phase !== "stopped")) return false;
    return signalGroup(program, "SIGINT") || signal(program, "SIGINT");
  }

  /** Ends a program that outlived the dlv that started it: nobody would ever know of it again. */
  killAbandoned(): void {
    const program = this.#launched;
    if (program !== undefined && isRunning(program) && !signalGroup(program, "SIGKILL")) signal(program, "SIGKILL");
  }

  #process(body: DebugProtocol.ProcessEvent["body"]): void {
    // Those that follow (followExec) have no startMethod: children of the first.
    if (body.startMethod !== "launch") return;
    const { systemProcessId: pid, isLocalProcess } = body;
    if (pid !== undefined && isLocalProcess === true) this.#launched = identify(pid) ?? { pid, startTicks: 0 };
  }

  /** Old dlvs tell no number of the program, and none that of one that they have restarted. */
  #initialized(): void {
    this.#launched = tracedProgram(this.#dlvPid) ?? this.#launched;
    if (this.#launched !== undefined) this.phase = "loaded";
  }
}
