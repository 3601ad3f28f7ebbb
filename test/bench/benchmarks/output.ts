/** A program that writes much, from configurationDone until the last of it has come as output events. */
import { join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { DapClient } from "../../../shared/dap/client.ts";
import { inTurns, timed, type Benchmark } from "../benchmark.ts";
import { restoreCache, settle } from "../caches.ts";
import { medianOf } from "../figure.ts";
import { goCommand, prepare } from "../programs/program.ts";
import { flooding, probe } from "../programs/probe.ts";
import { initialize, startDlv, startGorunscope, type StartSession } from "../sessions.ts";

const totalBytes = flooding.lines * flooding.lineBytes;
const ways = {
  "pass-through": "mode exec, dlv's own output events",
  run: "mode run",
};

type Way = keyof typeof ways;

const nameOf = (way: Way) => `output/${way}`;
const allWays = Object.keys(ways) as Way[];

export const output: Benchmark = {
  lines: allWays.map(nameOf),
  run: async (around, wanted) => {
    const { directory, afterGoRun } = prepare(around, probe);
    const goCache = join(around.directory, "output");
    restoreCache(afterGoRun, goCache);
    const executable = join(around.directory, "flood");
    goCommand(around, directory, goCache, ["build", "-gcflags=-N -l", "-o", executable, "./flood"]);
    const direct = { mode: "exec", program: executable, outputMode: "remote" };
    const attributes = { "pass-through": direct, run: { mode: "run", program: "./flood", cwd: directory } };
    const measure = async (start: StartSession, launchAttributes: Record<string, unknown>) => {
      settle();
      const session = await start(around, directory, goCache);
      try {
        await initialize(session.client);
        return await flood(session.client, launchAttributes);
      } finally {
        await session.end();
      }
    };
    const measured = allWays.filter((way) => wanted.has(nameOf(way)));
    around.say("output");
    const samples = await inTurns(around.repetitions, {
      direct: () => measure(startDlv, direct),
      ...(Object.fromEntries(measured.map((way) => [way, () => measure(startGorunscope, attributes[way])])) as Record<
        Way,
        () => Promise<number>
      >),
    });
    return measured.map((way) => ({
      name: nameOf(way),
      text: `${flooding.lines} writes of ${flooding.lineBytes} bytes as output events, ${ways[way]}`,
      unit: "ms",
      ours: medianOf(samples[way]),
      reference: { name: "dlv dap", figure: medianOf(samples.direct) },
      goal: { of: "ratio", atMost: 1.1 },
    }));
  },
};

/** @returns milliseconds */
async function flood(client: DapClient, attributes: Record<string, unknown>): Promise<number> {
  const launched = client.request("launch", attributes);
  await Promise.race([client.waitFor("initialized"), launched.then(() => new Promise(() => undefined))]);
  const all = allOutput(client);
  return timed(async () => {
    await client.request("configurationDone");
    await all;
  });
}

/** Resolves with the last byte. Rejects where the program ends before. */
function allOutput(client: DapClient): Promise<void> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const stop = client.onEvent(({ event, body }) => {
      const { category, output: text } = (body ?? {}) as DebugProtocol.OutputEvent["body"];
      if (event === "output" && category === "stdout") bytes += Buffer.byteLength(text);
      if (bytes < totalBytes && event !== "terminated") return;
      stop();
      if (bytes >= totalBytes) resolve();
      else reject(new Error(`only ${bytes} of ${totalBytes} bytes came`));
    });
  });
}
