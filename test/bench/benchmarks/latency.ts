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

type Samples = Record<Kind, number[]>;

/** A session that stands, and what it is asked. */
interface Standing {
  client: DapClient;
  args: Record<Kind, object>;
  /** Milliseconds. */
  samples: Samples;
}

const allWays = Object.keys(ways) as Way[];
const nameOf = (way: Way, kind: Kind, rank: number) => `latency/${way}/${kind}/p${rank}`;

/** So many requests of each kind go before those that count. */
const warmUp = 100;

export const latency: Benchmark = {
  lines: allWays.flatMap((way) => kinds.flatMap((kind) => ranks.map(({ rank }) => nameOf(way, kind, rank)))),
  run: async (around, wanted) => {
    const asked = kinds.filter((kind) =>
      allWays.some((way) => ranks.some(({ rank }) => wanted.has(nameOf(way, kind, rank)))),
    );
    const all: Record<Way | "pipe", Samples> = { run: none(), "pass-through": none(), pipe: none() };
    // Sessions are started anew for each repetition, since one dlv is quicker than the next.
    for (let round = 0; round < around.repetitions; round++) {
      around.say(`latency: round ${round + 1} of ${around.repetitions}`);
      for (const [side, samples] of await oneRound(around, asked)) {
        for (const kind of asked) all[side][kind].push(...samples[kind]);
      }
    }
    return linesOf(all).filter(({ name }) => wanted.has(name));
  },
};

async function oneRound(around: Surroundings, asked: readonly Kind[]): Promise<[Way | "pipe", Samples][]> {
  const sessions: DebugSession[] = [];
  try {
    const standing = await startAll(around, sessions);
    await askInTurns(Object.values(standing), asked, Math.ceil(around.requests / around.repetitions));
    return (Object.keys(standing) as (keyof typeof standing)[]).map((side) => [side, standing[side].samples]);
  } finally {
    await Promise.all(sessions.map((session) => session.end()));
  }
}

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
    samples: none(),
  };
}

/** Each request goes to all sessions before the next one; who is first changes each time. */
async function askInTurns(sessions: Standing[], asked: readonly Kind[], requests: number): Promise<void> {
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

function none(): Samples {
  return { threads: [], stackTrace: [], scopes: [], variables: [], evaluate: [] };
}

function linesOf(all: Record<Way | "pipe", Samples>): Line[] {
  return allWays.flatMap((way) =>
    kinds
      .filter((kind) => all.pipe[kind].length > 0)
      .flatMap((kind) =>
        ranks.map(({ rank, atMost }): Line => {
          return {
            name: nameOf(way, kind, rank),
            text: `answer to ${kind}, ${ways[way]}: ${rank === 50 ? "median" : `${rank}th percentile`}`,
            unit: "ms",
            ours: percentileOf(all[way][kind], rank),
            reference: { name: "byte pipe", figure: percentileOf(all.pipe[kind], rank) },
            goal: { of: "added", atMost },
          };
        }),
      ),
  );
}
