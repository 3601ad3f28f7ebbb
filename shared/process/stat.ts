/** One line of /proc/PID/stat, as proc_pid_stat(5) describes it. */
import type { ProcNode } from "../contract/answers.ts";

/** What the kernel's one-line summary says of a process. */
export interface ProcStat {
  pid: number;
  parentPid: number;
  /** Process group. */
  group: number;
  session: number;
  state: ProcNode["state"];
  /** When it was started, in clock ticks since boot: with the pid it names a process for good. */
  startTicks: number;
  /** User and system time, milliseconds. */
  cpuMs: number;
  residentBytes: number;
  /** Device number of the controlling terminal, 0 without one. */
  ttyNr: number;
  /** The terminal's foreground process group, -1 without a terminal. */
  foregroundGroup: number;
  /** The command's name, cut by the kernel to 15 bytes. */
  name: string;
  /** Where the argument strings lie: changes with every exec, since the stack's place is random. 0 where we may not look. */
  argumentsAt: number;
  /** Of a zombie: the status that wait(2) will give, where we may look. */
  waitStatus?: number;
  /** A thread has a number of its own that can be looked up in /proc, but is no process. */
  isThread: boolean;
}

/** Units of the line: page size in bytes, clock ticks in a second. */
export interface StatUnits {
  pageSize: number;
  ticksPerSecond: number;
}

/** The units of most machines, used where they are not told. */
export const usualUnits: StatUnits = { pageSize: 4096, ticksPerSecond: 100 };

/** Index of the line's fields, counted from the one after the command's name (the third in the manual). */
const field = {
  state: 0,
  parentPid: 1,
  group: 2,
  session: 3,
  ttyNr: 4,
  foregroundGroup: 5,
  userTicks: 11,
  systemTicks: 12,
  startTicks: 19,
  residentPages: 21,
  exitSignal: 35,
  argumentsAt: 45,
  waitStatus: 49,
} as const;

const states: Record<string, ProcNode["state"]> = {
  R: "running",
  T: "stopped",
  t: "stopped",
  Z: "zombie",
  X: "exited",
  x: "exited",
};

/** The exit signal that the kernel shows for a thread that is not its process's first. */
const threadExitSignal = -1;

/**
 * Reads the line. The command's name may hold spaces, parentheses and line ends, so the fields are counted from its last
 * parenthesis.
 * @returns undefined if that is no such line
 */
export function parseStat(text: string, units: StatUnits = usualUnits): ProcStat | undefined {
  const open = text.indexOf(" (");
  const close = text.lastIndexOf(") ");
  if (open <= 0 || close < open) return undefined;
  const pid = Number(text.slice(0, open));
  const fields = text
    .slice(close + 2)
    .trimEnd()
    .split(" ");
  const number = (index: number): number => Number(fields[index] ?? 0);
  if (!Number.isInteger(pid) || fields.length <= field.residentPages) return undefined;
  const state = states[fields[field.state] ?? ""] ?? "sleeping";
  const tickMs = 1000 / units.ticksPerSecond;
  return {
    pid,
    parentPid: number(field.parentPid),
    group: number(field.group),
    session: number(field.session),
    state,
    startTicks: number(field.startTicks),
    cpuMs: (number(field.userTicks) + number(field.systemTicks)) * tickMs,
    residentBytes: number(field.residentPages) * units.pageSize,
    ttyNr: number(field.ttyNr),
    foregroundGroup: number(field.foregroundGroup),
    name: text.slice(open + 2, close),
    argumentsAt: number(field.argumentsAt),
    ...(state === "zombie" ? { waitStatus: number(field.waitStatus) } : {}),
    isThread: number(field.exitSignal) === threadExitSignal,
  };
}
