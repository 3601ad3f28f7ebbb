/** Drives our own adapter through one debugged go run, as an editor would. */
import type { Readable, Writable } from "node:stream";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { BuildDirResponse, CacheKeysResponse, ProcTreeResponse } from "../shared/contract/answers.ts";
import { DapClient, DapError } from "../shared/dap/client.ts";
import { end, start, type Started } from "../shared/process/spawn.ts";
import { ownScript } from "./ownProgram.ts";

/** Launch attributes that a session is begun with; `cwd` as the contract has it. */
export interface DebugLaunch {
  program: string[];
  buildFlags: string[];
  args: string[];
  cwd?: string;
  env?: Record<string, string>;
}

/** The three answers, all of one moment. */
export interface Answers {
  buildDir: BuildDirResponse;
  cacheKeys: CacheKeysResponse;
  procTree: ProcTreeResponse;
}

/** Where and why the program stands still. */
export interface Stop {
  /** dlv's word: "function breakpoint", "exception", … */
  reason: string;
  /** What dlv adds to it, as the text of a panic. */
  text?: string;
  function: string;
  file?: string;
  line: number;
}

/** Who is told what happens, in its order. */
export interface DebugWatcher {
  /** What the program, go or the adapter writes. */
  output(category: string, text: string): void;
  /** How the build goes; undefined when there is nothing more to show. */
  progress(text: string | undefined): void;
  /** The first stop, in main.main, while it lasts. */
  stoppedInMain(stop: Stop, answers: Answers): void;
  /** Any later stop; the program goes on after it. */
  stoppedAgain(stop: Stop): void;
  /** The program is about to run on after its first stop. */
  goesOn?(): void;
}

/** How a session ended. */
export interface DebugEnd {
  /** The program's exit status; negative for the number of the signal that ended it. Absent where it did not end by itself. */
  exitCode?: number;
  /** Why there was nothing to debug. */
  failure?: DapError;
}

/** An adapter that is told to end, and does not, is ended after this time, in milliseconds. */
const adapterEndsWithinMs = 5000;

/** So many frames of a stack are looked at. */
const searchedFrames = 20;

export class DebugSession {
  readonly #watcher: DebugWatcher;
  readonly #adapter: Started;
  readonly #client: DapClient;
  /** Stops are dealt with one after the other. */
  #stops: Promise<void> = Promise.resolve();
  #stopCount = 0;
  #interrupts = 0;
  #result: DebugEnd = {};

  /** Starts an adapter. */
  constructor(watcher: DebugWatcher) {
    this.#watcher = watcher;
    // A session of its own: Ctrl-C is for us to translate.
    this.#adapter = start([process.execPath, ownScript(), "dap"], {
      stdio: ["pipe", "pipe", "inherit"],
      ownSession: true,
    });
    const { stdin, stdout } = this.#adapter.process;
    this.#client = DapClient.over(stdout as Readable, stdin as Writable);
    this.#client.onEvent((event) => this.#event(event));
  }

  /**
   * Debugs a program from its build to its end. What goes wrong is in the result; nothing is left running.
   * @throws Error where the adapter cannot be started or ends too early
   */
  async debug(launch: DebugLaunch): Promise<DebugEnd> {
    try {
      await this.#adapter.started;
      await this.#debug(launch);
      return this.#result;
    } finally {
      await this.#client.close();
      await end(this.#adapter, { graceMs: adapterEndsWithinMs });
    }
  }

  async #debug(launch: DebugLaunch): Promise<void> {
    const client = this.#client;
    await client.request("initialize", {
      clientID: "gorunscope",
      clientName: "gorunscope debug",
      adapterID: "gorunscope",
      pathFormat: "path",
      linesStartAt1: true,
      columnsStartAt1: true,
      supportsProgressReporting: true,
    });
    const over = this.#over();
    const ready = client.waitFor("initialized").then(
      () => true,
      () => false,
    );
    const launched = client.request("launch", { request: "launch", mode: "run", ...launch }).catch((error: unknown) => {
      if (error instanceof DapError) this.#result.failure = error;
    });
    if (await Promise.race([ready, over.then(() => false)])) {
      await this.#configure();
      await launched;
    }
    await over;
    await this.#stops;
    await client.request("disconnect").catch(() => undefined);
  }

  /** Ctrl-C: the first asks the program to end, as it would without a debugger; the second ends it. */
  interrupt(): void {
    this.#interrupts++;
    if (this.#interrupts > 1) return this.stop();
    this.#client.request("terminate").catch(() => undefined);
  }

  /** Ends the program, or its build, without asking it. */
  stop(): void {
    this.#client.request("disconnect").catch(() => undefined);
  }

  async #configure(): Promise<void> {
    try {
      const breakpoints = [{ name: "main.main" }];
      const answer = await this.#client.request<DebugProtocol.SetFunctionBreakpointsResponse["body"]>(
        "setFunctionBreakpoints",
        { breakpoints },
      );
      const [breakpoint] = answer.breakpoints;
      if (breakpoint?.verified === false) {
        const why = breakpoint.message === undefined ? "" : `: ${breakpoint.message}`;
        this.#watcher.output("console", `gorunscope: main.main cannot be stopped in${why}\n`);
      }
      await this.#client.request("configurationDone");
    } catch (error) {
      // The program or its debugger is gone: `terminated` tells the end.
      if (!(error instanceof DapError)) throw error;
    }
  }

  /** Resolves when the adapter says that it is over, or says nothing any more. */
  async #over(): Promise<void> {
    const terminated = this.#client.waitFor("terminated").then(
      () => undefined,
      () => undefined,
    );
    await Promise.race([terminated, this.#client.closed()]);
  }

  #event({ event, body }: DebugProtocol.Event): void {
    switch (event) {
      case "output": {
        const { category = "console", output } = body as DebugProtocol.OutputEvent["body"];
        return this.#watcher.output(category, output);
      }
      case "progressStart":
      case "progressUpdate": {
        const { message, percentage } = body as DebugProtocol.ProgressUpdateEvent["body"];
        return this.#watcher.progress(`${percentage === undefined ? "" : `building ${percentage}% `}${message ?? ""}`);
      }
      case "progressEnd":
        return this.#watcher.progress(undefined);
      case "exited":
        this.#result.exitCode = (body as DebugProtocol.ExitedEvent["body"]).exitCode;
        return;
      case "stopped":
        this.#stops = this.#stops.then(() => this.#stopped(body as DebugProtocol.StoppedEvent["body"]));
    }
  }

  async #stopped({ reason, description, text, threadId = 1 }: DebugProtocol.StoppedEvent["body"]): Promise<void> {
    const isFirst = this.#stopCount++ === 0;
    try {
      const { stackFrames } = await this.#client.request<DebugProtocol.StackTraceResponse["body"]>("stackTrace", {
        threadId,
        levels: searchedFrames,
      });
      // A panic stops inside the runtime; what people look for is who called it.
      const frame = stackFrames.find(({ name }) => !name.startsWith("runtime.")) ?? stackFrames[0];
      const stop: Stop = {
        reason: description ?? reason,
        ...(text === undefined ? {} : { text }),
        function: frame?.name ?? "?",
        ...(frame?.source?.path === undefined ? {} : { file: frame.source.path }),
        line: frame?.line ?? 0,
      };
      if (isFirst) this.#watcher.stoppedInMain(stop, await this.#answers());
      else this.#watcher.stoppedAgain(stop);
      if (isFirst) this.#watcher.goesOn?.();
      await this.#client.request("continue", { threadId });
    } catch (error) {
      // The program was ended while it stood still: `terminated` tells the rest.
      if (!(error instanceof DapError)) throw error;
    }
  }

  async #answers(): Promise<Answers> {
    const [buildDir, cacheKeys, procTree] = await Promise.all([
      this.#client.request<BuildDirResponse>("buildDir"),
      this.#client.request<CacheKeysResponse>("cacheKeys"),
      this.#client.request<ProcTreeResponse>("procTree"),
    ]);
    return { buildDir, cacheKeys, procTree };
  }
}
