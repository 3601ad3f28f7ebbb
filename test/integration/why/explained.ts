/** A small module that is changed, run by our own go run, and kept: each run is explained by those before it. */
import { rmSync, writeFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CacheKeysResponse, Reason } from "../../../shared/contract/answers.ts";
import type { LaunchAttributes } from "../../../shared/contract/launch.ts";
import { checkLaunch } from "../../../shared/contract/launchAttributes.ts";
import { cacheKeys } from "../../../shared/run/answers/cacheKeys.ts";
import { GoRun } from "../../../shared/run/goRun.ts";
import { Recorder } from "../../../shared/run/recorder.ts";
import { startWithPipes } from "../../../shared/run/streams.ts";
import type { World } from "../../support/world.ts";

/** main imports db, db imports util; flags has a file for each of two build tags. */
const files: Readonly<Record<string, string>> = {
  "go.mod": "module example.com/m\n\ngo 1.23\n",
  "main.go": 'package main\n\nimport "example.com/m/internal/db"\n\nfunc main() { println(db.Rows()) }\n',
  "internal/db/db.go":
    'package db\n\nimport "example.com/m/internal/util"\n\nfunc Rows() int { return util.Double(21) }\n',
  "internal/util/util.go": "package util\n\nfunc Double(n int) int { return n * 2 }\n",
};

/** What a run says of itself. */
export interface Explained {
  /** The sentence without the time that it took. */
  sentence: string;
  keys: CacheKeysResponse;
  /** Of each action that was rebuilt: its name, the reason's kind and sentence. */
  reasons: string[];
  /** The reason of an action that was rebuilt, by its id. */
  reason(id: string): Reason | undefined;
}

export class ExplainedModule {
  readonly directory: string;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    this.directory = join(world.path, "m");
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  write(path: string, text: string): void {
    const file = join(this.directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  remove(path: string): void {
    rmSync(join(this.directory, path));
  }

  /** Runs it to its end, keeps its record, and gives what it says. */
  async run(
    attributes: Partial<LaunchAttributes> = {},
    env: NodeJS.ProcessEnv = {},
    options: { kind?: "run" | "debug" } = {},
  ): Promise<Explained> {
    const kind = options.kind ?? "run";
    const run = new GoRun({
      kind,
      attributes: checkLaunch({ program: ".", cwd: this.directory, noDebug: kind === "run", ...attributes }, {}),
      adapterCwd: this.directory,
      env: { ...this.#world.env, GOFLAGS: "", ...env },
      startGo: startWithPipes,
      asTyped: true,
      // In dlv's place a command that ends at once: what is built is what a debug launch builds.
      ...(kind === "debug" && {
        debugger: () => Promise.resolve({ command: ["true"], environment: {}, close: () => undefined }),
      }),
    });
    const recorder = new Recorder(run);
    await run.start();
    for (const stream of Object.values(run.go?.program ?? {})) stream.resume();
    await run.ended;
    const keys = await cacheKeys(run, { inputs: false });
    await recorder.finish();
    const reasons = new Map(keys.actions.flatMap(({ id, reason }) => (reason ? [[id, reason] as const] : [])));
    return {
      sentence: keys.summary.sentence.replace(/ in (?:[\d.]+ (?:ms|s|min) ?)+/, ""),
      keys,
      reasons: [...reasons].map(([id, reason]) => `${id}: ${reason.kind}: ${reason.sentence}`).sort(),
      reason: (id) => reasons.get(id),
    };
  }
}
