/** The whole table: every benchmark with its goals. */
import type { Benchmark } from "../benchmark.ts";
import { example } from "../programs/example.ts";
import { hundreds, kubectl } from "../programs/importing.ts";
import { cacheKeys } from "./cacheKeys.ts";
import { explaining } from "./explain.ts";
import { forecasts } from "./forecast.ts";
import { goRuns } from "./goRun.ts";
import { initializing } from "./initialize.ts";
import { keyLog } from "./keyLog.ts";
import { latency } from "./latency.ts";
import { languageServer } from "./languageServer.ts";
import { launches } from "./launch.ts";
import { memory } from "./memory.ts";
import { output } from "./output.ts";

const small = { first: ratio(0.15), again: added(150), edited: added(150) };
const middling = { first: ratio(0.15), again: ratio(0.6), edited: ratio(1) };

export const benchmarks: readonly Benchmark[] = [
  launches(example(), small),
  launches(hundreds, middling),
  launches(kubectl, middling, true),
  latency,
  output,
  initializing,
  goRuns(example(), "unchanged", added(150)),
  goRuns(hundreds, "unchanged", added(150)),
  goRuns(hundreds, "building", ratio(1.05)),
  memory(hundreds, 120),
  memory(kubectl, 120, true),
  keyLog,
  cacheKeys(3000),
  explaining(3000),
  languageServer,
  forecasts(example()),
  forecasts(hundreds),
];

function ratio(atMost: number) {
  return { of: "ratio", atMost } as const;
}

function added(atMost: number) {
  return { of: "added", atMost } as const;
}
