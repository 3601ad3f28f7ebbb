/**
 * A dlv that serves one session: its process, and the connection that it dialled. It ends when that connection closes, and ends
 * the program that it started with it; what does not end by itself is made to.
 */
import type { Socket } from "node:net";
import { errorIds, Failure } from "../shared/contract/errors.ts";
import { Channel } from "../shared/dap/channel.ts";
import type { Identity } from "../shared/process/identity.ts";
import { createRunDirectory } from "../shared/process/privateDirectory.ts";
import { end, start, type EndOptions, type Exit, type Started } from "../shared/process/spawn.ts";
import { within } from "../shared/process/waiting.ts";
import { DlvOutput } from "./dlvOutput.ts";
import { DlvPeer } from "./dlvPeer.ts";
import { Rendezvous } from "./rendezvous.ts";

/** So long a dlv may take from its start until it has dialled, in milliseconds: it takes 10 on an idle machine. */
const dialMs = 10_000;
/** So long it may take to end once its connection is closed: it polls the program it has killed every 200 ms. */
const farewellMs = 3000;
/** What a dlv that does not end by itself gets: Ctrl-C, which also ends a build of its in good order. */
const forced: EndOptions = { politeSignal: "SIGINT", graceMs: 1000 };

export interface DelegateOptions {
  /** The path of dlv. */
  dlv: string;
  /** dlv's own flags. */
  flags: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** A descriptor of ours that dlv's log goes to. */
  logDescriptor: number | undefined;
  /**
   * Where dlv's standard streams, and so the program's, lead: "piped" to `output`, with nothing on standard
   * input, in a session of its own; "inherited": they are ours, and so is the terminal.
   */
  streams: "piped" | "inherited";
  /** Gives up while dlv has not dialled yet. */
  signal: AbortSignal;
}

export class Delegate {
  readonly dlv: string;
  readonly peer: DlvPeer;
  readonly exited: Promise<Exit>;
  /** What dlv and its program write, where their streams are "piped". */
  readonly output: DlvOutput | undefined;
  readonly #started: Started;
  #ended: Promise<Exit> | undefined;

  private constructor(dlv: string, started: Started, socket: Socket, output: DlvOutput | undefined) {
    this.dlv = dlv;
    this.output = output;
    this.peer = new DlvPeer(new Channel(socket, socket));
    this.exited = started.exited;
    this.#started = started;
  }

  /**
   * Starts dlv and waits until it has dialled.
   * @throws Failure toolMissing, with what dlv said, where it does not
   */
  static async start(options: DelegateOptions): Promise<Delegate> {
    const directory = await createRunDirectory(options.env);
    try {
      return await Delegate.#startAt(await Rendezvous.atPath(directory.socketPath("dlv")), options, async () => {
        // Before 1.24 `--client-addr` is a TCP address, and dlv ends at once when it is not.
        return Delegate.#startAt(await Rendezvous.atLocalPort(), options);
      });
    } finally {
      await directory.remove();
    }
  }

  static async #startAt(
    rendezvous: Rendezvous,
    options: DelegateOptions,
    otherwise?: () => Promise<Delegate>,
  ): Promise<Delegate> {
    const { dlv, flags, cwd, env, logDescriptor, signal } = options;
    const isPiped = options.streams === "piped";
    const standard = isPiped ? (["ignore", "pipe", "pipe"] as const) : (["inherit", "inherit", "inherit"] as const);
    const log = logDescriptor === undefined ? [] : ["--log-dest=3"];
    const started = start([dlv, "dap", `--client-addr=${rendezvous.address}`, ...flags, ...log], {
      cwd,
      env,
      stdio: [...standard, ...(logDescriptor === undefined ? [] : [logDescriptor])],
      ownSession: isPiped,
    });
    const output = isPiped ? new DlvOutput(started.process.stdout!, started.process.stderr!) : undefined;
    const outcome = await firstOf(rendezvous, started, signal);
    rendezvous.close();
    if (typeof outcome === "object") return new Delegate(dlv, started, outcome, output);
    await end(started, forced);
    await started.started;
    if (outcome === "exited" && otherwise !== undefined) return otherwise();
    throw new Failure(errorIds.toolMissing, `${dlv} ${explain[outcome]}${output?.lastWords ?? ""}`, {
      advice: "Run `gorunscope doctor`.",
    });
  }

  /** dlv's process. */
  get identity(): Identity {
    return this.#started.identity;
  }

  /**
   * Closes the connection and waits until dlv, and what it started, has ended. Within seconds, whatever dlv does.
   * @param graceMs how long dlv may take to end by itself
   */
  end(graceMs: number = farewellMs): Promise<Exit> {
    return (this.#ended ??= this.#end(graceMs));
  }

  async #end(graceMs: number): Promise<Exit> {
    await Promise.all([this.peer.close(), within(this.exited, graceMs)]);
    return end(this.#started, forced);
  }
}

type Outcome = Socket | "exited" | "silent" | "aborted";

const explain: Record<Exclude<Outcome, Socket>, string> = {
  exited: "ended before it served a session",
  silent: `did not answer within ${dialMs / 1000} s`,
  aborted: "was not waited for, since the session ended",
};

async function firstOf(rendezvous: Rendezvous, started: Started, signal: AbortSignal): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const outcome = await Promise.race<Outcome>([
    rendezvous.connection,
    started.exited.then(() => "exited" as const),
    new Promise((resolve) => (timer = setTimeout(resolve, dialMs, "silent"))),
    new Promise((resolve) => {
      if (signal.aborted) resolve("aborted");
      onAbort = () => resolve("aborted");
      signal.addEventListener("abort", onAbort);
    }),
  ]);
  clearTimeout(timer);
  signal.removeEventListener("abort", onAbort!);
  return outcome;
}
