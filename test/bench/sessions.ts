/** Debug sessions to be measured: through gorunscope, with dlv directly, and with a byte pipe between. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DapClient } from "../../shared/dap/client.ts";
import type { Surroundings } from "./surroundings.ts";

/** How long an answer or an event is waited for: dlv builds a large program within `launch`. In milliseconds. */
const patienceMs = 30 * 60_000;

/** So long a dlv may take to end once its client is gone, in milliseconds. */
const endMs = 10_000;

export interface DebugSession {
  client: DapClient;
  /** Of the adapter's process, or of dlv's. */
  pid: number;
  /** Ends the program and the session; resolves when the adapter's process is gone. */
  end(): Promise<void>;
}

/** Starts an adapter; it is asked nothing yet. @param cwd where it is started @param goCache GOCACHE */
export type StartSession = (around: Surroundings, cwd: string, goCache: string) => Promise<DebugSession>;

export const startGorunscope: StartSession = (around, cwd, goCache) =>
  Promise.resolve(spawned(around, [process.execPath, around.gorunscope, "dap"], cwd, goCache));

/** dlv dials a Unix socket of ours, as it does behind gorunscope. */
export const startDlv: StartSession = async (around, cwd, goCache) => {
  const path = join(around.world.runtime, "direct");
  const server = createServer().listen(path);
  await once(server, "listening");
  const child = spawn(around.dlv, ["dap", `--client-addr=unix:${path}`], {
    cwd,
    env: { ...around.env(goCache), PWD: cwd },
    stdio: "ignore",
  });
  const exited = once(child, "exit");
  const [socket] = (await Promise.race([
    once(server, "connection"),
    exited.then(() => Promise.reject(new Error("dlv ended before it served a session"))),
  ])) as [Socket];
  server.close();
  rmSync(path, { force: true });
  const client = DapClient.over(socket, socket, { timeoutMs: patienceMs });
  return {
    client,
    pid: child.pid!,
    end: async () => {
      await farewell(client);
      const kill = setTimeout(() => child.kill("SIGKILL"), endMs);
      await exited;
      clearTimeout(kill);
    },
  };
};

export const startPiped: StartSession = (around, cwd, goCache) => {
  const script = fileURLToPath(new URL("processes/bytePipe.mjs", import.meta.url));
  const command = [process.execPath, script, around.dlv, join(around.world.runtime, "piped")];
  return Promise.resolve(spawned(around, command, cwd, goCache));
};

/** Says `initialize` as editors do. */
export function initialize(client: DapClient): Promise<unknown> {
  return client.request("initialize", {
    adapterID: "go",
    clientID: "bench",
    pathFormat: "path",
    linesStartAt1: true,
    columnsStartAt1: true,
    supportsProgressReporting: true,
    supportsVariableType: true,
  });
}

function spawned(around: Surroundings, command: string[], cwd: string, goCache: string): DebugSession {
  const env = { ...around.env(goCache), PWD: cwd };
  const client = DapClient.spawn(command, { cwd, env, stderr: "ignore", timeoutMs: patienceMs });
  return { client, pid: client.process!.pid!, end: () => farewell(client) };
}

async function farewell(client: DapClient): Promise<void> {
  // Whoever has ended already says no, or nothing.
  await client.request("disconnect", { terminateDebuggee: true }).catch(() => undefined);
  await client.close();
}
