/** Where sessions come from: our standard streams, clients that connect, or one client that is dialled. */
import type { RunSessionFactory } from "./sessionContext.ts";
import type { DapOptions } from "../shared/dap/options.ts";
import { Channel } from "../shared/dap/channel.ts";
import { dialClient } from "./dial.ts";
import { Listener } from "./listener.ts";
import { openLog, type LogDestination } from "./log.ts";
import { Session, type SessionSettings } from "./session.ts";
import { openStandardStreams } from "./standardStreams.ts";
import type { SessionKind } from "./sessionContext.ts";

/** What the adapter is started in. */
export interface FrontWorld {
  env: NodeJS.ProcessEnv;
  /** dlv builds where it is started, and it is started here. */
  cwd: string;
  /** Loads what goes on with sessions in mode "run". */
  loadRun: () => Promise<RunSessionFactory>;
}

/** SIGHUP too: the terminal is gone, and with it who would end the session. */
const endingSignals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/**
 * Serves debug sessions until there are no more: one on the standard streams, one that is dialled, one that comes in with
 * `once`, or many until a signal. SIGTERM, SIGINT and the end of input end a session as `disconnect` would.
 * @throws Failure wrongArguments: an address or log destination that cannot be used
 */
export async function serveSessions(options: DapOptions, world: FrontWorld): Promise<void> {
  const kind = kindOf(options);
  const destination = await openLog(options, kind === "stdio");
  const settings: SessionSettings = {
    ...world,
    kind,
    options,
    log: destination.log,
    logDescriptor: destination.descriptor,
  };
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  for (const name of endingSignals) process.on(name, onSignal);
  try {
    await serve(settings, destination, stop.signal);
  } finally {
    for (const name of endingSignals) process.off(name, onSignal);
    destination.close();
  }
}

function kindOf({ listen, clientAddress }: DapOptions): SessionKind {
  if (clientAddress !== undefined) return "client-addr";
  return listen === undefined ? "stdio" : "listen";
}

async function serve(settings: SessionSettings, destination: LogDestination, stop: AbortSignal): Promise<void> {
  const { options } = settings;
  if (options.clientAddress !== undefined) {
    const socket = await dialClient(options.clientAddress);
    await serveOne(new Channel(socket, socket), settings, stop);
  } else if (options.listen !== undefined) {
    await new Listener(settings, destination).serve(options.listen, stop);
  } else {
    const { input, output } = openStandardStreams();
    await serveOne(new Channel(input, output), settings, stop);
  }
}

async function serveOne(channel: Channel, settings: SessionSettings, stop: AbortSignal): Promise<void> {
  const session = new Session(channel, settings);
  const end = () => void session.close("signal");
  if (stop.aborted) end();
  stop.addEventListener("abort", end);
  await session.done;
}
