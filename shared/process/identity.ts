/**
 * Processes named so that nobody else is ever hit: by number and start time, since numbers come back (after 32,768 processes
 * on most machines). Every signal that this product sends goes through here.
 */
import { procAvailable, readAll, readStat, type ProcStat } from "./procfs.ts";

/** One process for good. Where there is no /proc `startTicks` is 0: then the number has to do. */
export interface Identity {
  pid: number;
  /** Clock ticks between boot and the process's start. */
  startTicks: number;
}

/** The process that has this number now; undefined if there is none, or no /proc to tell it by. */
export function identify(pid: number): Identity | undefined {
  const stat = readStat(pid);
  return stat && { pid, startTicks: stat.startTicks };
}

/** Whether this process is still in the process table; a zombie is, until somebody has waited for it. */
export function isAlive(identity: Identity): boolean {
  if (!procAvailable()) return send(identity.pid, 0);
  return occupant(identity) === "same";
}

/** Whether this process still runs (or sleeps, or is stopped): a zombie does not. */
export function isRunning(identity: Identity): boolean {
  if (!procAvailable()) return send(identity.pid, 0);
  const stat = readStat(identity.pid);
  return stat?.startTicks === identity.startTicks && stat.state !== "zombie";
}

/**
 * Sends a signal to a process if it is still the same one.
 * @returns whether it was sent
 */
export function signal(identity: Identity, name: NodeJS.Signals): boolean {
  return isAlive(identity) && send(identity.pid, name);
}

/**
 * Sends a signal to the group that a process leads or has led. A group's number stays taken as long as it has members, so one
 * whose leader is gone is still the same unless another process has the number now.
 * @returns whether it was sent
 */
export function signalGroup(leader: Identity, name: NodeJS.Signals): boolean {
  if (leader.pid <= 1) return false;
  if (procAvailable()) {
    const holder = readStat(leader.pid);
    if (
      holder
        ? holder.startTicks !== leader.startTicks || holder.group !== leader.pid
        : groupMembers(leader).length === 0
    ) {
      return false;
    }
  }
  return send(-leader.pid, name);
}

/** The processes of the group that a process leads or has led, zombies left out. */
export function groupMembers(leader: Identity): ProcStat[] {
  return members(leader, (stat) => stat.group);
}

/** The processes of the session that a process leads or has led, zombies left out: of all its groups. */
export function sessionMembers(leader: Identity): ProcStat[] {
  return members(leader, (stat) => stat.session);
}

/** All processes below these, parents before children; zombies included. */
export function descendants(...pids: number[]): ProcStat[] {
  const all = readAll();
  const found: ProcStat[] = [];
  let parents = new Set(pids);
  // Generation by generation, since numbers that wrap are no order; each once, since /proc is not read in one moment.
  while (parents.size > 0) {
    const children = all.filter((stat) => parents.has(stat.parentPid) && !found.includes(stat));
    found.push(...children);
    parents = new Set(children.map((child) => child.pid));
  }
  return found;
}

function members(leader: Identity, number: (stat: ProcStat) => number): ProcStat[] {
  // Groups and sessions 0 and 1 are the kernel's and init's.
  if (leader.pid <= 1 || occupant(leader) === "other") return [];
  return readAll().filter(
    (stat) => number(stat) === leader.pid && stat.startTicks >= leader.startTicks && stat.state !== "zombie",
  );
}

/** Who has the number of a process now. */
function occupant(identity: Identity): "same" | "other" | "nobody" {
  const stat = readStat(identity.pid);
  if (!stat) return "nobody";
  return stat.startTicks === identity.startTicks ? "same" : "other";
}

/** Sends a signal, 0 to ask only; false if there is nobody or it is not allowed. 0, 1 and all of them are never meant. */
function send(pid: number, name: NodeJS.Signals | 0): boolean {
  if (!Number.isInteger(pid) || Math.abs(pid) <= 1) return false;
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
