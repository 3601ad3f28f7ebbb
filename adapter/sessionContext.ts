/** What a session hands over to whoever goes on with it: dlv behind a pass-through, or a go run. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { DapOptions } from "../shared/dap/options.ts";
import type { Frame } from "../shared/dap/frame.ts";
import type { ClientSide } from "./clientSide.ts";
import type { Log } from "./log.ts";

/** How the client came: on our standard streams, by connecting to us, or dialled by us. */
export type SessionKind = "stdio" | "listen" | "client-addr";

export interface SessionContext {
  client: ClientSide;
  /** What the client said to initialize. */
  initializeArguments: DebugProtocol.InitializeRequestArguments;
  /** What it was answered; what another dlv can do besides goes out as a `capabilities` event. */
  capabilities: DebugProtocol.Capabilities;
  kind: SessionKind;
  options: DapOptions;
  env: NodeJS.ProcessEnv;
  cwd: string;
  log: Log;
  /** The descriptor that a dlv's own log belongs to (`--log --log-dest=N`, with N in that dlv's numbers); undefined without `--log`. */
  logDescriptor: number | undefined;
  /** To be called when nothing of the session is left and `disconnect` is answered: closes the connection to the client. */
  finished(): void;
}

/** Why a session ends without a `disconnect`. */
export type CloseReason = "client gone" | "signal";

/** Whoever goes on with a session. */
export interface RunSession {
  /**
   * Takes each request of the client from now on, in order; owes it one answer through `context.client`. Answers to reverse
   * requests do not come here but to who asked.
   */
  onClientFrame(frame: Frame): void;
  /** Ends everything, as `disconnect` without arguments would, within seconds. Called at most once; the client may be gone. */
  close(reason: CloseReason): Promise<void>;
}

/** Goes on with a session whose launch or attach has mode "run"; owes that request its answer as well. */
export type RunSessionFactory = (context: SessionContext, request: DebugProtocol.Request) => RunSession;
