import { existsSync, readFileSync } from "node:fs";
import { descendants, type Identity } from "../shared/process/identity.ts";

/**
 * The program that a dlv has started and traces, by Linux's /proc (proc_pid_status(5), TracerPid, which is a thread of the tracer).
 * @returns undefined where it has started none, or where there is no /proc
 */
export function tracedProgram(dlvPid: number): Identity | undefined {
  return descendants(dlvPid).find(({ pid, parentPid }) => parentPid === dlvPid && isTracedBy(dlvPid, pid));
}

function isTracedBy(tracerPid: number, pid: number): boolean {
  try {
    const thread = /^TracerPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
    return thread !== undefined && existsSync(`/proc/${tracerPid}/task/${thread}`);
  } catch {
    return false;
  }
}
