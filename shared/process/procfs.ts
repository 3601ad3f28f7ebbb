/**
 * Linux's /proc, read synchronously. Whatever is gone, hidden or not there at all (another system) comes back as undefined or
 * empty; nothing here throws.
 */
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from "node:fs";
import type { Mapping } from "../contract/answers.ts";
import { parseStat, usualUnits, type ProcStat, type StatUnits } from "./stat.ts";

export { parseStat, type ProcStat } from "./stat.ts";

let available: boolean | undefined;

/** Whether this system has a /proc that shows processes. */
export function procAvailable(): boolean {
  available ??= process.platform === "linux" && existsSync("/proc/self/stat");
  return available;
}

// One buffer for all: the reads are synchronous, and a line of stat or loadavg is far below a page.
const buffer = Buffer.alloc(4096);

function readLine(path: string): string | undefined {
  // A look first: this is asked for many pids that are gone, and an exception costs five times as much.
  if (!existsSync(path)) return undefined;
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    return buffer.toString("utf8", 0, readSync(file, buffer, 0, buffer.length, 0));
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function readWhole(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** The stat line of a process or, by its own number, of a thread; undefined if it is gone. */
export function readTask(id: number): ProcStat | undefined {
  const text = procAvailable() ? readLine(`/proc/${id}/stat`) : undefined;
  const stat = text === undefined ? undefined : parseStat(text, units());
  return stat?.state === "exited" ? undefined : stat;
}

/** The stat line of a process; undefined if there is none of that number (any more). */
export function readStat(pid: number): ProcStat | undefined {
  const stat = readTask(pid);
  return stat?.isThread ? undefined : stat;
}

/** The command line as words; empty for a process that is gone, a zombie or a kernel thread. */
export function readCommand(pid: number): string[] {
  const text = readWhole(`/proc/${pid}/cmdline`)?.toString("utf8") ?? "";
  return text === "" ? [] : text.replace(/\0$/, "").split("\0");
}

/** Where a process's working directory or executable is, as the kernel says (" (deleted)" added to what is removed). */
export function readLink(pid: number, name: "cwd" | "exe"): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/${name}`);
  } catch {
    return undefined;
  }
}

/** The environment a process was started with; undefined if it is gone or another user's. Holds secrets. */
export function readEnvironment(pid: number): Record<string, string> | undefined {
  const text = readWhole(`/proc/${pid}/environ`)?.toString("utf8");
  if (text === undefined) return undefined;
  const entries = text.split("\0").filter((entry) => entry.includes("="));
  return Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
}

/** A process's memory map, the lines of /proc/PID/maps; anonymous memory has an empty path. */
export function readMappings(pid: number): Mapping[] {
  return parseMappings(readWhole(`/proc/${pid}/maps`)?.toString("utf8") ?? "");
}

/** Reads lines of the form `start-end permissions offset device inode path`, see proc_pid_maps(5). */
export function parseMappings(text: string): Mapping[] {
  const line = /^([0-9a-f]+)-([0-9a-f]+) (\S+) [0-9a-f]+ \S+ \d+ *(.*)$/gm;
  return [...text.matchAll(line)].map(([, start, end, permissions, path]) => ({
    start: start!,
    end: end!,
    permissions: permissions!,
    path: path!,
  }));
}

/** The numbers of all processes that this user may see. */
export function listPids(): number[] {
  if (!procAvailable()) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** All processes that this user may see. */
export function readAll(): ProcStat[] {
  return listPids().flatMap((pid) => readStat(pid) ?? []);
}

/** The number given last to a process or thread of this pid namespace; 0 where that is not told. */
export function lastPid(): number {
  if (!procAvailable()) return 0;
  // Asked for a thousand times a second: it stays open.
  loadFile ??= openSync("/proc/loadavg", "r");
  const text = buffer.toString("latin1", 0, readSync(loadFile, buffer, 0, buffer.length, 0));
  return Number(text.slice(text.lastIndexOf(" ") + 1));
}

let loadFile: number | undefined;

/** When a process was started. Two calls give one date for one process, and never one in the future. */
export function startedAt(startTicks: number): Date {
  bootedAt ??= readBootTime();
  return new Date(Math.min(bootedAt + (startTicks * 1000) / units().ticksPerSecond, Date.now()));
}

let bootedAt: number | undefined;

/**
 * When the machine started, milliseconds since the epoch. The kernel says it in whole seconds; its clocks say it to the
 * millisecond, but one stands still while the machine sleeps, and a container may have an uptime of its own. So: the first that
 * agrees with the kernel's second.
 */
function readBootTime(): number {
  const second = Number(/^btime (\d+)$/m.exec(readWhole("/proc/stat")?.toString("latin1") ?? "")?.[1] ?? 0) * 1000;
  const running = (): number => Number(process.hrtime.bigint() / 1_000_000n) + 1;
  const uptime = (): number => Number(readLine("/proc/uptime")?.split(" ")[0] ?? 0) * 1000 + 10;
  const agrees = (boot: number): boolean => boot >= second - 50 && boot < second + 1050;
  return [bootBy(running), bootBy(uptime)].find(agrees) ?? second;
}

/**
 * When a clock stood at 0. The clock is read after the date, and we may be kept waiting between the two: that makes it too
 * early, never too late, so the latest of some tries is the best.
 */
function bootBy(clock: () => number): number {
  return Math.max(...Array.from({ length: 5 }, () => Date.now() - clock()));
}

let knownUnits: StatUnits | undefined;

/** Page size and clock ticks as the kernel told this process: entries 6 and 17 of its auxiliary vector, see getauxval(3). */
function units(): StatUnits {
  if (knownUnits) return knownUnits;
  const wordSize = process.arch === "arm" || process.arch === "ia32" ? 4 : 8;
  const vector = readWhole("/proc/self/auxv") ?? Buffer.alloc(0);
  const entries = new Map<number, number>();
  for (let at = 0; at + 2 * wordSize <= vector.length; at += 2 * wordSize) {
    entries.set(vector.readUInt32LE(at), vector.readUInt32LE(at + wordSize));
  }
  knownUnits = {
    pageSize: entries.get(6) ?? usualUnits.pageSize,
    ticksPerSecond: entries.get(17) ?? usualUnits.ticksPerSecond,
  };
  return knownUnits;
}
