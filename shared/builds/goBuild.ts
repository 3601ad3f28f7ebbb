/** Builds as `go build` does, or as `dlv debug` has it done, with the key log on; what is built is thrown away. */
import { randomInt } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { parseInputs } from "../go/keyInputs.ts";
import { KeyLog, withKeyLog, type KeyBlock } from "../go/keyLog.ts";
import { flagsOf } from "../go/runArguments.ts";
import { createRunDirectory } from "../process/privateDirectory.ts";
import { end, start } from "../process/spawn.ts";
import { Watchdog } from "../process/watchdog.ts";
import { workParent } from "../process/workDirectory.ts";
import type { Digester } from "../record/digest.ts";
import { redactInputs } from "../record/secrets.ts";
import type { RunPlan } from "../run/plan.ts";
import { drained } from "../run/streams.ts";
import type { BuildOfWay } from "../why/compare.ts";
import { buildFailure, cancelled } from "./failures.ts";
import type { BuildRequest } from "./request.ts";

/** What dlv adds for a debug build, before the user's own flags (delve's pkg/gobuild: goBuildArgs). */
const dlvFlags = ["-gcflags=all=-N -l"];

/** So many of go's own lines are kept for a failure. */
const keptLines = 50;

/**
 * The keys of a real build, in a directory that is removed, also should this process be killed.
 * @param plan of a go run of the same package
 * @throws Failure 7005 where the build fails, 7002 where it was broken off
 */
export async function goBuild(
  way: "build" | "dlv",
  plan: RunPlan,
  { flags, digest, env, signal }: Pick<BuildRequest, "flags" | "digest" | "env" | "signal">,
): Promise<BuildOfWay["build"]> {
  const directory = await createRunDirectory(env);
  const watchdog = Watchdog.start(directory.path);
  // By a name of go's own: what clears up after the dead removes directories of that name alone.
  const place = join(workParent(plan.env, plan.goEnv.GOTMPDIR), `go-build${randomInt(2 ** 47)}`);
  directory.note({ work: place });
  watchdog.removeAtEnd(place);
  try {
    await mkdir(place, { mode: 0o700 });
    const command = [plan.goBinary, "build", ...buildWords(way, plan, flags, join(place, "out"))];
    const { blocks, lines, code } = await runWithKeyLog(command, plan, place, signal, watchdog);
    if (signal.aborted) throw cancelled(way);
    if (code !== 0) throw buildFailure(way, lines);
    return buildOf(blocks, digest);
  } finally {
    await watchdog.close();
    await rm(place, { recursive: true, force: true });
    await directory.remove();
  }
}

/** What follows `go build`: -C has to come first. */
function buildWords(way: "build" | "dlv", plan: RunPlan, flags: readonly string[], output: string): string[] {
  const all = flagsOf([...flags]);
  const directory = all.filter(({ name }) => name === "C").flatMap(({ words }) => words);
  const others = all.filter(({ name }) => name !== "C").flatMap(({ words }) => words);
  const added = way === "dlv" ? dlvFlags : [];
  return [...directory, "-o", output, ...added, ...others, "-work=false", ...plan.program.words];
}

async function runWithKeyLog(
  command: string[],
  plan: RunPlan,
  place: string,
  signal: AbortSignal,
  watchdog: Watchdog,
): Promise<{ blocks: ReadonlyMap<string, KeyBlock>; lines: string[]; code: number | undefined }> {
  const lines: string[] = [];
  const log = new KeyLog({
    onLine: (line) => {
      if (lines.length < keptLines) lines.push(line);
    },
  });
  const env = withKeyLog({ ...plan.env, GOTMPDIR: place });
  const started = start(command, { cwd: plan.cwd, env, stdio: ["ignore", "ignore", "pipe"], ownSession: true });
  watchdog.watch(started.identity, "group");
  const stderr = started.process.stderr as Readable;
  stderr.on("data", (chunk: Buffer) => log.push(chunk));
  let ending: Promise<unknown> | undefined;
  const cancel = () => void (ending ??= end(started, { politeSignal: "SIGINT" }));
  signal.addEventListener("abort", cancel, { once: true });
  try {
    await started.started;
    if (signal.aborted) cancel();
    const { code } = await started.exited;
    await ending;
    await drained(stderr);
    log.end();
    return { blocks: log.blocks, lines, code };
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

function buildOf(blocks: ReadonlyMap<string, KeyBlock>, digest: Digester): BuildOfWay["build"] {
  return {
    actions: [...blocks].map(([id, { kind, package: path, actionID }]) => ({
      id,
      action: kind,
      package: path,
      state: "unknown",
      ...(actionID === undefined ? {} : { actionID }),
    })),
    inputs: (id) => {
      const block = blocks.get(id);
      return block && !block.ambiguous ? redactInputs(parseInputs(block.rawInputs()), digest) : undefined;
    },
  };
}
