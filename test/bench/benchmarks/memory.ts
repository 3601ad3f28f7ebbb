/** The most memory that the adapter's process has had. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { launchUntilStopped } from "../../support/session.ts";
import type { Benchmark } from "../benchmark.ts";
import { restoreCache } from "../caches.ts";
import { medianOf } from "../figure.ts";
import type { Line } from "../line.ts";
import { prepare, type Program } from "../programs/program.ts";
import { initialize, startGorunscope } from "../sessions.ts";

const moments = {
  stopped: "stopped in main.main after the first debug",
  asked: "the same, after buildDir, cacheKeys with all inputs, and procTree",
};

type Moment = keyof typeof moments;

const all = Object.keys(moments) as Moment[];

export function memory(program: Program, atMost: number, large = false): Benchmark {
  const nameOf = (moment: Moment) => `memory/${program.name}/${moment}`;
  return {
    lines: all.map(nameOf),
    large,
    run: async (around, wanted) => {
      const { directory, package: path, afterGoRun } = prepare(around, program);
      const goCache = join(around.directory, "memory");
      const samples: Record<Moment, number[]> = { stopped: [], asked: [] };
      around.say(`memory/${program.name}`);
      for (let repetition = 0; repetition < around.repetitions; repetition++) {
        restoreCache(afterGoRun, goCache);
        const session = await startGorunscope(around, directory, goCache);
        const { client, pid } = session;
        try {
          await initialize(client);
          await launchUntilStopped(client, { program: path, cwd: directory });
          samples.stopped.push(peakMemory(pid));
          await client.request("buildDir");
          await client.request("cacheKeys", { inputs: true });
          await client.request("procTree");
          samples.asked.push(peakMemory(pid));
        } finally {
          await session.end();
        }
      }
      return all
        .filter((moment) => wanted.has(nameOf(moment)))
        .map((moment): Line => {
          return {
            name: nameOf(moment),
            text: `memory of the adapter, ${program.name}: ${moments[moment]}`,
            unit: "MB",
            ours: medianOf(samples[moment]),
            goal: { of: "value", atMost },
          };
        });
    },
  };
}

/** Megabytes; VmHWM of proc_pid_status(5). */
export function peakMemory(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (kilobytes === undefined) throw new Error(`/proc/${pid}/status does not tell VmHWM`);
  return (Number(kilobytes) * 1024) / 1e6;
}
