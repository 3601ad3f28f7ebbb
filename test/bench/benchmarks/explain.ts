/** What it takes to read a large record, and to explain a build in which all packages have changed, in a fresh process each time. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Benchmark } from "../benchmark.ts";
import { medianOf } from "../figure.ts";
import type { Line } from "../line.ts";

const script = fileURLToPath(new URL("../processes/explainBuild.ts", import.meta.url));

interface Said {
  explainMs: number;
  summaryMs: number;
  keysMs: number;
}

/** @param packages how many the build has */
export function explaining(packages: number): Benchmark {
  const lines: Record<keyof Said, { name: string; text: string; atMost: number }> = {
    explainMs: { name: "explain", text: `CPU for explaining ${packages} packages that have all changed`, atMost: 100 },
    summaryMs: { name: "record/summary", text: "the summary of the last record", atMost: 20 },
    keysMs: { name: "record/keys", text: `all keys of a record of ${packages} packages`, atMost: 100 },
  };
  return {
    lines: Object.values(lines).map(({ name }) => name),
    run: (around, wanted) => {
      around.say("explain");
      const samples = Array.from({ length: around.many }, (_, repetition) => {
        const directory = join(around.directory, `explain-${repetition}`);
        const words = ["--import", "tsx", script, directory, String(packages)];
        return JSON.parse(execFileSync(process.execPath, words, { encoding: "utf8" })) as Said;
      });
      const all = (Object.keys(lines) as (keyof Said)[]).map((key): Line => {
        const { name, text, atMost } = lines[key];
        return {
          name,
          text,
          unit: "ms",
          ours: medianOf(samples.map((said) => said[key])),
          goal: { of: "value", atMost },
        };
      });
      return Promise.resolve(all.filter(({ name }) => wanted.has(name)));
    },
  };
}
