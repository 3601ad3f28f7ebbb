/** What reading go's key log costs, in a fresh process each time: a run reads its log once. */
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Benchmark } from "../benchmark.ts";
import { restoreCache } from "../caches.ts";
import { medianOf } from "../figure.ts";
import { hundreds } from "../programs/importing.ts";
import { prepare, type PreparedProgram } from "../programs/program.ts";
import type { Surroundings } from "../surroundings.ts";

/** As many as a program prints that imports kubectl's commands. */
const lines = 36_000;

const script = fileURLToPath(new URL("../processes/readKeyLog.ts", import.meta.url));

export const keyLog: Benchmark = {
  lines: ["key-log"],
  run: (around) => {
    const prepared = prepare(around, hundreds);
    around.say("key-log");
    const log = longLog(realLog(around, prepared));
    const file = join(around.directory, "key-log");
    writeFileSync(file, log.text);
    const samples = Array.from({ length: around.many }, () => {
      const said = execFileSync(process.execPath, ["--import", "tsx", script, file], { encoding: "utf8" });
      const { cpuMs, keys } = JSON.parse(said) as { cpuMs: number; keys: number };
      if (keys < log.leastKeys) throw new Error(`${keys} keys were read, and there are ${log.leastKeys} or more`);
      return cpuMs;
    });
    return Promise.resolve([
      {
        name: "key-log",
        text: `CPU for a key log of ${lines} lines, ${(log.text.length / 1e6).toFixed(1)} MB, in a fresh process`,
        unit: "ms",
        ours: medianOf(samples),
        goal: { of: "value", atMost: 60 },
      },
    ]);
  },
};

/** What go prints of the keys of the program when all comes from the cache. */
function realLog(around: Surroundings, { directory, package: path, afterGoRun }: PreparedProgram): string[] {
  const goCache = join(around.directory, "key-log-cache");
  restoreCache(afterGoRun, goCache);
  const env = { ...around.env(goCache), PWD: directory, GODEBUG: "gocachehash=1" };
  const { stderr } = spawnSync("go", ["run", "-exec=true", path], {
    cwd: directory,
    env,
    maxBuffer: 2 ** 28,
    encoding: "utf8",
  });
  return stderr.split("\n").filter((line) => line !== "");
}

/** The same again with other names, until it is long enough. */
function longLog(real: readonly string[]): { text: string; leastKeys: number } {
  const keysOf = (log: readonly string[]) => log.filter((line) => /^HASH\[build .*\]: [0-9a-f]{64}$/.test(line)).length;
  if (keysOf(real) === 0) throw new Error("go printed no keys");
  const all = Array.from({ length: Math.ceil(lines / real.length) }, (_, copy) =>
    real.map((line) => (copy === 0 ? line : line.replace(/^HASH\[(\w+ .*?)\](?=: |$)/, `HASH[$1/v${copy + 1}]`))),
  )
    .flat()
    .slice(0, lines);
  return { text: `${all.join("\n")}\n`, leastKeys: keysOf(all) };
}
