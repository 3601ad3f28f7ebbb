/** What hovers say, as pages: of a program, and of a package. */
import type {
  BuildDirResponse,
  CacheAction,
  ForecastResponse,
  ProcTreeResponse,
} from "../../shared/contract/answers.ts";
import type { KnownRun } from "../../shared/runs/knownRun.ts";
import { actionSentence } from "../../shared/text/actions.ts";
import { procTreeText } from "../../shared/text/procTree.ts";
import { bytesText, timeText } from "../../shared/text/units.ts";
import { forecastText } from "./mainLens.ts";
import { lastRunText, liveRunText } from "./runText.ts";
import type { Page, Row } from "./markup.ts";

/** A popup's usual width. */
const columns = 78;

export interface ProgramFacts {
  run: KnownRun;
  buildDir?: BuildDirResponse | undefined;
  procTree?: ProcTreeResponse | undefined;
  forecast?: ForecastResponse | undefined;
}

/** The page of a program's run: how it stands, where it builds, its processes. */
export function programPage({ run, buildDir, procTree, forecast }: ProgramFacts, now: Date): Page {
  const state = run.live ? liveRunText(run, now.getTime()) : `${lastRunText(run)}, ${timeText(run.startedAt, now)}`;
  return {
    title: `${run.kind === "debug" ? "debug" : "go run"} ${run.package}`,
    sentences: [state, run.build.sentence, ...(forecast ? [forecastText(forecast)] : [])],
    rows: buildDir === undefined ? [] : directoryRows(buildDir),
    ...(procTree === undefined
      ? {}
      : { block: procTreeText(procTree, { width: columns, color: false, limit: 3, now }) }),
  };
}

function directoryRows({ work, executable }: BuildDirResponse): Row[] {
  const gone = work && !work.exists ? " (removed)" : "";
  return [
    ...(work === undefined ? [] : [{ label: "build directory", value: work.path + gone, isCode: gone === "" }]),
    ...(executable === undefined
      ? []
      : [
          { label: "executable", value: executable.path, isCode: true },
          {
            label: "size",
            value: `${bytesText(executable.bytes)}, ${executable.origin === "work" ? "linked by this run" : "from the build cache"}`,
          },
        ]),
  ];
}

/** The page of one action of a run: its key, what that maps to, hit or why not, time and size. */
export function actionPage(action: CacheAction, run: KnownRun, now: Date): Page {
  const code = (label: string, value: string | undefined): Row[] =>
    value === undefined ? [] : [{ label, value, isCode: true }];
  const stored = action.storedAt === undefined ? "" : `, stored ${timeText(action.storedAt, now)}`;
  const seen = run.live ? "in the run that goes on" : `in the run of ${timeText(run.startedAt, now)}`;
  return {
    title: `${action.action} ${action.package}`,
    sentences: [`${actionSentence(action)}, ${seen}`],
    rows: [
      ...code("key", action.actionID),
      ...code("short ID", action.shortID),
      ...code("maps to", action.outputID),
      ...code("entry", action.entry),
      ...(action.bytes === undefined ? [] : [{ label: "size", value: bytesText(action.bytes) + stored }]),
      ...(action.state !== "unknown" && action.why !== undefined ? [{ label: "note", value: action.why }] : []),
    ],
  };
}
