/**
 * What gorunscope adds to the answers of a debugger: three sessions stand at the same place of the same executable, and are asked
 * the same in turns. The reference has a Node process between client and dlv as well, which only passes bytes on.
 */
import { join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { BuildDirResponse } from "../../../shared/contract/answers.ts";
import type { DapClient } from "../../../shared/dap/client.ts";
import { launchUntilStopped } from "../../support/session.ts";
import type { Benchmark } from "../benchmark.ts";
import { restoreCache, settle } from "../caches.ts";
import { percentileOf } from "../figure.ts";
import type { Line } from "../line.ts";
import { prepare } from "../programs/program.ts";
import { probe, standingLine } from "../programs/probe.ts";
import { initialize, startGorunscope, startPiped, type DebugSession, type StartSession } from "../sessions.ts";
import type { Surroundings } from "../surroundings.ts";

const kinds = ["threads", "stackTrace", "scopes", "variables", "evaluate"] as const;
const ways = { run: "mode run", "pass-through": "mode exec" };
const ranks = [
  { rank: 50, atMost: 0.1 },
  { rank: 99, atMost: 1 },
];

type Kind = (typeof kinds)[number];
type Way = keyof typeof ways;

/** A session that stands, and what it is asked. */
interface Standing {
  client: DapClient;
  args: Record<Kind, object>;
  /** Milliseconds, for each kind. */
  samples: Record<Kind, number[]>;
}

const allWays = Object.keys(ways) as Way[];
const nameOf = (way: Way, kind: Kind, rank: number) => `latency/${way}/${kind}/p${rank}`;

export const latency: Benchmark = {
  lines: allWays.flatMap((way) => kinds.flatMap((kind) => ranks.map(({ rank }) => nameOf(way, kind, rank)))),
  run: async (around, wanted) => {
    const sessions: DebugSession[] = [];
    try {
      const standing = await startAll(around, sessions);
      const asked = kinds.filter((kind) =>
        allWays.some((way) => ranks.some(({ rank }) => wanted.has(nameOf(way, kind, rank)))),
      );
      around.say(`latency: ${asked.length * around.requests} requests to each of 3 sessions`);
      await askInTurns(Object.values(standing), asked, around.requests);
      return linesOf(standing).filter(({ name }) => wanted.has(name));
    } finally {
      await Promise.all(sessions.map((session) => session.end()));
    }
  },
};

/** @param sessions takes what is started, so that it is ended whatever happens */
async function startAll(around: Surroundings, sessions: DebugSession[]): Promise<Record<Way | "pipe", Standing>> {
  const { directory, afterGoRun } = prepare(around, probe);
  const goCache = join(around.directory, "latency");
  restoreCache(afterGoRun, goCache);
  settle();
  const start = async (startSession: StartSession, attributes: Record<string, unknown>) => {
    const session = await startSession(around, directory, goCache);
    sessions.push(session);
    await initialize(session.client);
    return standAt(session.client, join(directory, standingLine.file), attributes);
  };
  const run = await start(startGorunscope, { mode: "run", program: probe.package });
  // What go run has linked is what the others execute.
  const { executable } = await run.client.request<BuildDirResponse>("buildDir");
  const same = { mode: "exec", program: executable!.path };
  return { run, "pass-through": await start(startGorunscope, same), pipe: await start(startPiped, same) };
}

async function standAt(client: DapClient, path: string, attributes: Record<string, unknown>): Promise<Standing> {
  const stopped = await launchUntilStopped(client, attributes, { breakpoints: { [path]: [standingLine.line] } });
  const threadId = stopped.threadId!;
  const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse["body"]>("stackTrace", { threadId });
  const frameId = stackFrames[0]!.id;
  const { scopes } = await client.request<DebugProtocol.ScopesResponse["body"]>("scopes", { frameId });
  const { variablesReference } = scopes[0]!;
  return {
    client,
    args: {
      threads: {},
      stackTrace: { threadId, startFrame: 0, levels: 20 },
      scopes: { frameId },
      variables: { variablesReference },
      evaluate: { expression: "items[3]", frameId, context: "watch" },
    },
    samples: { threads: [], stackTrace: [], scopes: [], variables: [], evaluate: [] },
  };
}

/** Each request goes to all sessions before the next one; who is first changes each time. */
async function askInTurns(sessions: Standing[], asked: readonly Kind[], requests: number): Promise<void> {
  const warmUp = Math.ceil(requests / 10);
  for (let turn = -warmUp; turn < requests; turn++) {
    for (const kind of asked) {
      for (let place = 0; place < sessions.length; place++) {
        const { client, args, samples } = sessions[(turn + warmUp + place) % sessions.length]!;
        const begin = performance.now();
        await client.request(kind, args[kind]);
        if (turn >= 0) samples[kind].push(performance.now() - begin);
      }
    }
  }
}

function linesOf(standing: Record<Way | "pipe", Standing>): Line[] {
  return allWays.flatMap((way) =>
    kinds
      .filter((kind) => standing.pipe.samples[kind].length > 0)
      .flatMap((kind) =>
        ranks.map(({ rank, atMost }): Line => {
          return {
            name: nameOf(way, kind, rank),
            text: `answer to ${kind}, ${ways[way]}: ${rank === 50 ? "median" : `${rank}th percentile`}`,
            unit: "ms",
            ours: percentileOf(standing[way].samples[kind], rank),
            reference: { name: "byte pipe", figure: percentileOf(standing.pipe.samples[kind], rank) },
            goal: { of: "added", atMost },
          };
        }),
      ),
  );
}
