/** A session of the adapter within the test's own process, with a client at its other end. */
import { PassThrough } from "node:stream";
import type { RunSessionFactory, SessionKind } from "../../adapter/sessionContext.ts";
import { Session } from "../../adapter/session.ts";
import { Channel } from "../../shared/dap/channel.ts";
import { DapClient } from "../../shared/dap/client.ts";
import type { DapOptions } from "../../shared/dap/options.ts";

/** What most clients say; dlv takes nothing else. */
export const initializeArguments = {
  adapterID: "go",
  clientID: "test",
  pathFormat: "path",
  linesStartAt1: true,
  columnsStartAt1: true,
};

export interface SessionOptions {
  env: NodeJS.ProcessEnv;
  cwd: string;
  kind?: SessionKind;
  options?: Partial<DapOptions>;
  startRun?: RunSessionFactory;
}

export interface TestSession {
  client: DapClient;
  session: Session;
  /** What the client reads: pause it, and the adapter finds that nobody reads. */
  toClient: PassThrough;
  /** What the client writes, for bytes that no client would write. */
  toAdapter: PassThrough;
  /** What the adapter logged. */
  log: string[];
  /** Ends the session as a client that goes away does. */
  end: () => Promise<void>;
}

/** Opens a session; a request or wait that takes longer than 20 s fails with the transcript. */
export function openSession({ env, cwd, kind = "stdio", options = {}, startRun }: SessionOptions): TestSession {
  const [toAdapter, toClient] = [new PassThrough(), new PassThrough()];
  const log: string[] = [];
  const session = new Session(new Channel(toAdapter, toClient), {
    kind,
    options: { once: true, log: false, onlySameUser: true, dlvFlags: [], ...options },
    env,
    cwd,
    log: { debug: (line) => log.push(line), info: (line) => log.push(line), warn: (line) => log.push(line) },
    logDescriptor: undefined,
    loadRun: () =>
      startRun === undefined
        ? Promise.reject(new Error("mode run is not part of this test"))
        : Promise.resolve(startRun),
  });
  const client = DapClient.over(toClient, toAdapter, { timeoutMs: 20_000 });
  return {
    client,
    session,
    toClient,
    toAdapter,
    log,
    end: async () => {
      await client.close();
      await session.done;
    },
  };
}
