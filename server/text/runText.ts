/** A run in so few words that a code lens has room for them. */
import type { KnownRun } from "../../shared/runs/knownRun.ts";
import { countText, durationText } from "../../shared/text/units.ts";
import { packageName } from "../../shared/why/packageName.ts";
import { shown } from "../../shared/text/safe.ts";
import { runningText } from "./runningTime.ts";

/** "building 214/874 k8s.io/api/core/v1", "running 12 s · pid 4711 · 3 processes". @param now milliseconds since 1970 */
export function liveRunText(run: KnownRun, now: number): string {
  const { build } = run;
  switch (run.phase) {
    case "planned":
    case "loading":
      return "loading packages";
    case "building":
      return [
        "building",
        ...(run.reached === undefined ? [] : [`${run.reached}/${build.actions}`]),
        ...(run.building === undefined ? [] : [shown(packageName(run.building, run.module))]),
      ].join(" ");
    case "starting":
      return "starting";
    case "running":
      return [`running ${runningText(now - Date.parse(run.programStartedAt ?? run.startedAt))}`, ...whoRuns(run)].join(
        " · ",
      );
    case "stopped":
      return ["stopped in the debugger", ...whoRuns(run)].join(" · ");
    case "exited":
    case "failed":
      return lastRunText(run);
  }
}

function whoRuns({ pid, processes }: KnownRun): string[] {
  return [
    ...(pid === undefined ? [] : [`pid ${pid}`]),
    ...(processes === undefined || processes === 0 ? [] : [countText(processes, "process", "processes")]),
  ];
}

/** "exit 3 after 12 s · 871 of 874 from cache", "build failed in internal/db after 1.2 s", "build was stopped after 1.2 s". */
export function lastRunText(run: KnownRun): string {
  const { actions, hits, buildMs, sentence } = run.build;
  if (run.phase === "failed") {
    const time = buildMs === undefined ? "" : ` after ${durationText(buildMs)}`;
    return `${/build (?:was stopped|failed(?: in [^:]+)?)/.exec(sentence)?.[0] ?? "build failed"}${time}`;
  }
  const end = run.exitCode === undefined ? "ended" : `exit ${run.exitCode}`;
  const took = programMs(run);
  return `${end}${took === undefined ? "" : ` after ${durationText(took)}`} · ${hits} of ${actions} from cache`;
}

/** How long the program ran; undefined where a record does not say when it began. */
function programMs({ programStartedAt, endedAt }: KnownRun): number | undefined {
  if (endedAt === undefined || programStartedAt === undefined) return undefined;
  return Math.max(0, Date.parse(endedAt) - Date.parse(programStartedAt));
}
