/** What every benchmark has around it: directories of its own, the environment, the dlv, and how often it repeats. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { noTelemetry } from "../integration/delve/noTelemetry.ts";
import { killAll, leftoversOf } from "../support/leaks.ts";
import { gorunscope } from "../support/session.ts";
import { machineGo, root, testDlv } from "../support/tools.ts";
import { makeWorld, type World } from "../support/world.ts";
import { until } from "../../shared/process/waiting.ts";

/** How often each side is measured, and how often where a measurement takes next to no time. */
const counts = {
  full: { repetitions: 5, many: 15, requests: 2000 },
  quick: { repetitions: 1, many: 3, requests: 100 },
};

/** How long what a benchmark has started may take to go, in milliseconds. */
const goneWithinMs = 10_000;

export interface Surroundings {
  world: World;
  /** Stays: modules and prepared caches. */
  kept: string;
  /** Goes with this run; on the file system of `kept`, so that there can be links between them. */
  directory: string;
  goVersion: string;
  dlv: string;
  /** The built program: a copy, so that a build meanwhile changes nothing. */
  gorunscope: string;
  /** Of each side of what takes seconds. */
  repetitions: number;
  /** Of each side of what takes a moment. */
  many: number;
  /** Of each kind that a debugger is asked. */
  requests: number;
  /** The environment of everything that is started. @param goCache the directory GOCACHE */
  env(goCache: string): NodeJS.ProcessEnv;
  /** Tells who waits what is going on. */
  say(text: string): void;
  /** What is still there that should have gone; empty where all is well. */
  leftovers(): Promise<string[]>;
  /** Ends and removes whatever is still there. */
  remove(): void;
}

/** @param say told what is going on, dlv's installation included */
export async function surroundings(quick: boolean, say: (text: string) => void): Promise<Surroundings> {
  if (!existsSync(gorunscope)) throw new Error(`${gorunscope} is not there: run \`npm run build\` first`);
  const goVersion = machineGo();
  const dlv = await testDlv(goVersion, say);
  const kept = join(root, ".cache", "bench", goVersion);
  mkdirSync(kept, { recursive: true });
  const directory = mkdtempSync(join(kept, "run-"));
  const dist = join(directory, "dist");
  cpSync(dirname(gorunscope), dist, { recursive: true });
  const world = makeWorld();
  const base = await environment(world, dlv);
  return {
    world,
    kept,
    directory,
    goVersion,
    dlv,
    gorunscope: join(dist, basename(gorunscope)),
    ...counts[quick ? "quick" : "full"],
    env: (goCache) => ({ ...base, GOCACHE: goCache }),
    say,
    leftovers: async () => {
      await until(() => leftoversOf(world).length === 0, goneWithinMs);
      return leftoversOf(world);
    },
    remove: () => {
      killAll(world);
      world.remove();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The dlv that is driven directly is also the one that gorunscope finds; nothing of the machine's own settings is in the way. */
async function environment(world: World, dlv: string): Promise<NodeJS.ProcessEnv> {
  const bin = join(world.path, "bin");
  mkdirSync(bin);
  symlinkSync(dlv, join(bin, "dlv"));
  const configHome = join(world.path, "config");
  await noTelemetry(configHome);
  return {
    ...world.env,
    PATH: [bin, world.env.PATH].join(delimiter),
    // The user's settings of go, a module proxy say, stay where they are.
    GOENV: execFileSync("go", ["env", "GOENV"], { encoding: "utf8" }).trim(),
    XDG_CONFIG_HOME: configHome,
    GOMODCACHE: join(root, ".cache", "bench", "modules"),
    // The modules lie in this checkout: its own state must not be built into them.
    GOFLAGS: "-modcacherw -buildvcs=false",
  };
}
