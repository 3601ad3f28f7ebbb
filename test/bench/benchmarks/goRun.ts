/** `gorunscope run` and `go run`, from start to end of a program that ends at once. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { inTurns, timed, type Benchmark } from "../benchmark.ts";
import { restoreCache, settle } from "../caches.ts";
import { medianOf } from "../figure.ts";
import type { Goal } from "../line.ts";
import { goCommand, prepare, type PreparedProgram, type Program } from "../programs/program.ts";
import type { Surroundings } from "../surroundings.ts";

/** What is in the cache before a run. */
type Before = "unchanged" | "building";

const texts: Record<Before, string> = {
  unchanged: "nothing changed",
  building: "all but the standard library to be built",
};

export function goRuns(program: Program, before: Before, goal: Goal): Benchmark {
  const name = `run/${program.name}/${before}`;
  return {
    lines: [name],
    run: async (around) => {
      const prepared = prepare(around, program);
      const state = before === "unchanged" ? prepared.afterGoRun : withStandardLibraryAlone(around, prepared);
      around.say(name);
      const measure = async (command: string[]) => {
        const goCache = join(around.directory, "run");
        restoreCache(state, goCache);
        settle();
        return timed(() => toItsEnd(around, prepared, command, goCache));
      };
      const samples = await inTurns(before === "unchanged" ? around.many : around.repetitions, {
        ours: () => measure([process.execPath, around.gorunscope, "run"]),
        go: () => measure(["go", "run"]),
      });
      return [
        {
          name,
          text: `gorunscope run of ${program.name} to its end: ${texts[before]}`,
          unit: "ms",
          ours: medianOf(samples.ours),
          reference: { name: "go run", figure: medianOf(samples.go) },
          goal,
        },
      ];
    },
  };
}

/** A cache that has what the program needs of the standard library, as go run builds it, and nothing else. */
function withStandardLibraryAlone(
  around: Surroundings,
  { name, directory, package: path, afterGoRun }: PreparedProgram,
): string {
  const state = join(around.directory, `${name}-standard-library`);
  if (existsSync(state)) return state;
  around.say(`building the standard library for ${name}`);
  const format = "{{if .Standard}}{{.ImportPath}}{{end}}";
  const listed = goCommand(around, directory, afterGoRun, ["list", "-deps", "-f", format, path]);
  goCommand(around, directory, state, [
    "build",
    ...listed.split("\n").filter((line) => line !== "" && line !== "unsafe"),
  ]);
  return state;
}

/** @throws Error where it does not end as it should */
async function toItsEnd(
  around: Surroundings,
  { directory, package: path, endsWith }: PreparedProgram,
  [file = "", ...words]: string[],
  goCache: string,
): Promise<void> {
  const env = { ...around.env(goCache), PWD: directory };
  const child = spawn(file, [...words, path, ...endsWith], { cwd: directory, env, stdio: "ignore" });
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  if (code !== 0)
    throw new Error(`${[file, ...words].join(" ")} of ${path} ended with ${signal ?? `exit status ${code}`}`);
}
