import type { ProcTreeArguments, ProcTreeResponse } from "../../contract/answers.ts";
import { errorIds, Failure } from "../../contract/errors.ts";
import { procAvailable } from "../../process/procfs.ts";
import type { GoRun } from "../goRun.ts";

/**
 * The processes of a run, with all that have ended unless `live`.
 * @throws Failure 7002 before go was started, 7003 on a system without /proc
 */
export function procTree(run: GoRun, args: ProcTreeArguments = {}): ProcTreeResponse {
  if (!procAvailable()) {
    throw new Failure(errorIds.notOnThisSystem, "the process tree is read from /proc, which this system does not have");
  }
  run.table.scan();
  const root = run.table.tree(args.live ?? false);
  if (!root) throw new Failure(errorIds.wrongPhase, "go is not started yet: there is no process to show");
  return { run: run.id, phase: run.phase, takenAt: new Date().toISOString(), root };
}
