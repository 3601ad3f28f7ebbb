/** The answer to `cacheKeys` for a program of so many packages, as the client has it: asked, sent, parsed. */
import { join } from "node:path";
import type { CacheKeysResponse } from "../../../shared/contract/answers.ts";
import { programEnd } from "../../support/session.ts";
import { timed, type Benchmark } from "../benchmark.ts";
import { restoreCache } from "../caches.ts";
import { medianOf, percentileOf } from "../figure.ts";
import type { Line } from "../line.ts";
import { generated } from "../programs/generated.ts";
import { editLeaf, prepare } from "../programs/program.ts";
import { initialize, startGorunscope } from "../sessions.ts";
import { peakMemory } from "./memory.ts";

/** How often a session is asked. */
const requests = 100;

/** @param packages how many the program has */
export function cacheKeys(packages: number): Benchmark {
  const names = { first: "cache-keys/first", later: "cache-keys/p95", memory: "cache-keys/memory" };
  return {
    lines: Object.values(names),
    run: async (around, wanted) => {
      const prepared = prepare(around, generated(packages));
      const { directory, package: path, afterGoRun } = prepared;
      const goCache = join(around.directory, "cache-keys");
      const samples: { first: number[]; later: number[]; memory: number[] } = { first: [], later: [], memory: [] };
      around.say("cache-keys");
      for (let repetition = 0; repetition < around.repetitions; repetition++) {
        restoreCache(afterGoRun, goCache);
        const session = await startGorunscope(around, directory, goCache);
        const { client, pid } = session;
        try {
          await initialize(client);
          // Something is rebuilt, so that reasons are a part of the answer.
          const bringBack = editLeaf(prepared, `keys${repetition}`);
          try {
            await client.request("launch", { mode: "run", program: path, cwd: directory, noDebug: true });
            await programEnd(client);
          } finally {
            bringBack();
          }
          const ask = async () => {
            const { actions } = await client.request<CacheKeysResponse>("cacheKeys");
            if (actions.length < packages) throw new Error(`cacheKeys has ${actions.length} of ${packages} packages`);
          };
          samples.first.push(await timed(ask));
          for (let request = 1; request < requests; request++) samples.later.push(await timed(ask));
          samples.memory.push(peakMemory(pid));
        } finally {
          await session.end();
        }
      }
      const all: Line[] = [
        {
          name: names.first,
          text: `the first cacheKeys at ${packages} packages, which reads the cache's entries`,
          unit: "ms",
          ours: medianOf(samples.first),
          goal: { of: "value", atMost: 500 },
        },
        {
          name: names.later,
          text: `cacheKeys at ${packages} packages, 95th percentile`,
          unit: "ms",
          ours: percentileOf([...samples.first, ...samples.later], 95),
          goal: { of: "value", atMost: 50 },
        },
        {
          name: names.memory,
          text: `memory of the adapter at ${packages} packages`,
          unit: "MB",
          ours: medianOf(samples.memory),
          goal: { of: "value", atMost: 200 },
        },
      ];
      return all.filter(({ name }) => wanted.has(name));
    },
  };
}
