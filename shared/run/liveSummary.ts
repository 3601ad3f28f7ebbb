/** A live run in so few words that a list of runs can show it, as a record's summary is of an ended one. */
import { isFinal, type Phase } from "../contract/answers.ts";
import type { RecordSummary } from "../record/summary.ts";
import { summarize } from "./answers/cacheKeys.ts";
import type { GoRun } from "./goRun.ts";

/** The answer to `summary` on a live run's socket, and the notification `gorunscope.summary` that comes with each phase. */
export interface LiveSummary extends Omit<RecordSummary, "flags" | "gaps" | "tags" | "kept"> {
  /** The directory of package main, where it is known. */
  packageDir?: string;
  /** When the present phase began. */
  phaseSince: string;
  /** The program's process. */
  pid?: number;
  /** How many processes of the run live, go itself among them. */
  processes: number;
  /** How many of its actions go has come to, hits or not; absent before it has made its plan, and after the build. */
  reached?: number;
  /** The package that is built at this moment. */
  building?: string;
  /** Whether there is somebody to start it anew. */
  canRestart: boolean;
}

/** @returns undefined while the run is still being planned: nothing is known of it then */
export function liveSummary(run: GoRun, canRestart: boolean): LiveSummary | undefined {
  const { plan, program, programExit } = run;
  if (!plan) return undefined;
  const { packageDir } = plan.program;
  const module = plan.modules[0]?.path;
  const last = run.phases.all.at(-1);
  const started = run.phases.began("running");
  const building = run.phase === "building" ? packageAtWork(run) : undefined;
  return {
    run: run.id,
    kind: run.kind,
    package: run.actions.linked ?? plan.program.importPath ?? run.package,
    ...(packageDir !== undefined && { packageDir }),
    startedAt: timeOf(run.phases.all[0]?.at ?? 0),
    ...(isFinal(run.phase) && { endedAt: timeOf(last?.at ?? 0) }),
    phase: run.phase,
    phaseSince: timeOf(last?.at ?? 0),
    ...(started !== undefined && { programStartedAt: timeOf(started) }),
    ...(programExit?.code !== undefined && { exitCode: programExit.code }),
    ...(program !== undefined && isUp(run.phase) && { pid: program.pid }),
    processes: run.table.living().length,
    ...(run.phase === "building" && run.actions.planned && { reached: run.actions.keyed }),
    ...(building !== undefined && { building }),
    cwd: plan.workingDirectory,
    ...(module !== undefined && { module }),
    goVersion: plan.goEnv.GOVERSION,
    build: summarize(run),
    canRestart,
  };
}

function isUp(phase: Phase): boolean {
  return phase === "running" || phase === "stopped";
}

/** What was begun last of what is being built. */
function packageAtWork(run: GoRun): string | undefined {
  const busy = run.actions.all.filter((action) => run.actions.state(action).state === "building");
  return busy.at(-1)?.package;
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
