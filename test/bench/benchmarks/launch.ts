/** From the launch request to the stop in main.main, through gorunscope and with dlv directly. */
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { launchUntilStopped } from "../../support/session.ts";
import { inTurns, timed, type Benchmark } from "../benchmark.ts";
import { restoreCache, settle } from "../caches.ts";
import { medianOf } from "../figure.ts";
import type { Goal, Line } from "../line.ts";
import { editLeaf, prepare, type PreparedProgram, type Program } from "../programs/program.ts";
import { initialize, startDlv, startGorunscope, type StartSession } from "../sessions.ts";
import type { Surroundings } from "../surroundings.ts";

/** What has happened before a launch. */
const situations = {
  first: "first debug after an ordinary go run",
  again: "nothing changed since the last debug",
  edited: "one file edited since the last debug",
};

type Situation = keyof typeof situations;

/** @param program what is launched @param goals for each situation */
export function launches(program: Program, goals: Record<Situation, Goal>, large = false): Benchmark {
  const name = (situation: Situation) => `launch/${program.name}/${situation}`;
  const all = Object.keys(situations) as Situation[];
  return {
    lines: all.map(name),
    large,
    run: async (around, wanted) => {
      const prepared = prepare(around, program);
      const sides = {
        ours: new Side(around, prepared, "ours", startGorunscope, "run"),
        direct: new Side(around, prepared, "direct", startDlv, "debug"),
      };
      const lines: Line[] = [];
      for (const situation of all.filter((each) => wanted.has(name(each)))) {
        around.say(name(situation));
        const samples = await inTurns(around.repetitions, {
          ours: (repetition) => sides.ours.launch(situation, repetition),
          direct: (repetition) => sides.direct.launch(situation, repetition),
        });
        lines.push({
          name: name(situation),
          text: `launch to stopped in main.main of ${program.name}: ${situations[situation]}`,
          unit: "ms",
          ours: medianOf(samples.ours),
          reference: { name: "dlv dap", figure: medianOf(samples.direct) },
          goal: goals[situation],
        });
      }
      return lines;
    },
  };
}

/** One way to debug a program, with the build caches that belong to it. */
class Side {
  readonly #around: Surroundings;
  readonly #program: PreparedProgram;
  readonly #name: string;
  readonly #start: StartSession;
  readonly #mode: string;
  readonly #cache: string;
  /** GOCACHE as the first debug has left it. */
  readonly #afterDebug: string;

  constructor(around: Surroundings, program: PreparedProgram, name: string, start: StartSession, mode: string) {
    this.#around = around;
    this.#program = program;
    this.#name = name;
    this.#start = start;
    this.#mode = mode;
    this.#cache = join(around.directory, `${program.name}-${name}`);
    this.#afterDebug = `${this.#cache}-after-debug`;
  }

  /** Brings the situation about and launches. @returns how long it took, in milliseconds */
  async launch(situation: Situation, repetition: number): Promise<number> {
    if (situation === "first") return this.#firstDebug();
    if (!existsSync(this.#afterDebug)) await this.#firstDebug();
    restoreCache(this.#afterDebug, this.#cache);
    if (situation === "again") return this.#untilStopped();
    const undo = editLeaf(this.#program, `${this.#name} ${repetition} ${Date.now()}`);
    try {
      return await this.#untilStopped();
    } finally {
      undo();
    }
  }

  async #firstDebug(): Promise<number> {
    restoreCache(this.#program.afterGoRun, this.#cache);
    const ms = await this.#untilStopped();
    if (!existsSync(this.#afterDebug)) renameSync(this.#cache, this.#afterDebug);
    return ms;
  }

  async #untilStopped(): Promise<number> {
    const { directory, package: path } = this.#program;
    settle();
    const session = await this.#start(this.#around, directory, this.#cache);
    try {
      await initialize(session.client);
      return await timed(() => launchUntilStopped(session.client, { mode: this.#mode, program: path, cwd: directory }));
    } finally {
      await session.end();
    }
  }
}
