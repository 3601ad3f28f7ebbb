/**
 * What a run's process tree is made of: everything below the run's first process, from the shims' notes and from /proc. What
 * has ended stays. Numbers that come back are told apart by start time.
 */
import type { ProcessRole, ProcNode } from "../contract/answers.ts";
import { identify, type Identity } from "./identity.ts";
import { NewTasks } from "./newTasks.ts";
import { ProcessEntry, type ProcessFacts } from "./processEntry.ts";
import { procAvailable, readLink, readStat, type ProcStat } from "./procfs.ts";
import type { Exit } from "./spawn.ts";

/** What a shim tells of the process it is. Fields that are absent stay as they are known. */
export interface ProcessNote {
  pid: number;
  parentPid: number;
  startTicks?: number | undefined;
  /** What it is about to become by exec; empty if that is not known. */
  command?: string[] | undefined;
  role?: ProcessRole | undefined;
  /** The package that a tool works for. */
  package?: string | undefined;
}

/** How long an exec is waited for after a fork, milliseconds: who has not become anything by then is told of as it is. */
const comingMs = 20;

/** A process that still runs. */
export interface LivingProcess {
  pid: number;
  identity: Identity;
  role: ProcessRole;
}

export class ProcessTable {
  /** Called for each process that is new, has become another command by exec, or has ended (then with exitedAt). */
  onProcess: ((process: ProcessFacts) => void) | undefined;
  readonly #roots: ProcessEntry[] = [];
  /** By number: the process that has it, or had it last. */
  readonly #latest = new Map<number, ProcessEntry>();
  readonly #living = new Set<ProcessEntry>();
  readonly #unannounced = new Set<ProcessEntry>();
  readonly #newTasks = new NewTasks();
  /** Whether the next root is about to be started. */
  #expectsRoot = false;
  #isOver = false;
  #timers: NodeJS.Timeout[] = [];

  /** To be said before the process that will be the next root is started: to find its descendants nobody older is looked at. */
  expectRoot(): void {
    this.#expectsRoot = true;
    this.#newTasks.startHere();
  }

  /** Names a process whose descendants belong to the run. The first is the tree's root, further ones hang below it. */
  root(pid: number, role: ProcessRole = "go"): void {
    const stat = readStat(pid);
    const entry = this.#add(identify(pid) ?? { pid, startTicks: 0 }, stat?.parentPid ?? process.pid, undefined);
    entry.setRole(role);
    if (stat) entry.update(stat);
    this.#roots.push(entry);
    this.#announce(entry);
    if (!this.#expectsRoot) this.#newTasks.startOver();
    this.#expectsRoot = false;
    this.scan();
  }

  /** Takes in what a shim tells of itself; the process may be gone by now. */
  note(note: ProcessNote): void {
    const { pid } = note;
    const stat = readStat(pid);
    const startTicks = note.startTicks ?? stat?.startTicks ?? 0;
    const known = this.#latest.get(pid);
    const isKnown =
      known && (startTicks === 0 ? known.exitedAt === undefined : known.identity.startTicks === startTicks);
    const parent = this.#latest.get(note.parentPid) ?? this.#roots[0];
    const entry = isKnown ? known : this.#add({ pid, startTicks }, note.parentPid, parent);
    if (!isKnown && stat?.startTicks === startTicks) entry.update(stat);
    if (note.role !== undefined) this.#setRole(entry, note.role);
    if (note.package !== undefined) entry.package = note.package;
    if (note.command && note.command.length > 0) entry.setCommand(note.command);
    this.#announce(entry);
  }

  /** Says for sure what the role of a process is. */
  setRole(pid: number, role: ProcessRole): void {
    const entry = this.#latest.get(pid);
    if (!entry || entry.role === role) return;
    this.#setRole(entry, role);
    this.#announce(entry);
  }

  /** Notes an end that somebody has waited for, and so knows the status of. */
  ended(pid: number, exit: Exit): void {
    const entry = this.#latest.get(pid);
    if (!entry) return;
    const known = entry.exitedAt !== undefined && entry.exit.code === exit.code && entry.exit.signal === exit.signal;
    entry.end(exit);
    this.#living.delete(entry);
    if (!known) this.#announce(entry);
  }

  /** Looks at all known processes and for new ones. Does nothing where there is no /proc. */
  scan(): void {
    if (!procAvailable() || this.#roots.length === 0) return;
    for (const entry of this.#living) this.#refresh(entry);
    this.#welcome();
    if (this.#isOver) this.#buryDead();
  }

  /** Looks for new processes, and whether those that came just now have become another command: little to do where nothing is new. */
  glance(): void {
    if (!procAvailable() || this.#roots.length === 0) return;
    for (const entry of this.#unannounced) this.#refresh(entry);
    if (this.#unannounced.size > 0 || this.#newTasks.expected) this.#welcome();
  }

  /**
   * Looks at all processes every so many milliseconds from now on, and for new ones more often. Does not keep our own process alive.
   * @param glanceMs 1 catches what lives for 3
   */
  poll(intervalMs: number, glanceMs = intervalMs): void {
    this.stop();
    this.#timers = [setInterval(() => this.scan(), intervalMs)];
    if (glanceMs < intervalMs) this.#timers.push(setInterval(() => this.glance(), glanceMs));
    for (const timer of this.#timers) timer.unref();
  }

  /** Ends the polling. */
  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  /** All is over: looks a last time. Who is dead has ended from now on, even if nobody ever waits for it. */
  close(): void {
    this.#isOver = true;
    this.scan();
    this.stop();
  }

  #buryDead(): void {
    for (const entry of this.#living) if (entry.exitedAt !== undefined) this.#end(entry);
  }

  /** The processes that still run, zombies left out. */
  living(): LivingProcess[] {
    return [...this.#living]
      .filter((entry) => entry.exitedAt === undefined)
      .map(({ pid, identity, role }) => ({ pid, identity, role }));
  }

  /** The process of a role: one that runs, else the last one that did. */
  findRole(role: ProcessRole): Identity | undefined {
    const all = [...this.#latest.values()].filter((entry) => entry.role === role);
    return (all.findLast((entry) => entry.exitedAt === undefined) ?? all.at(-1))?.identity;
  }

  /** How the last process of a role has ended, as far as that could be seen; undefined while it runs, and where there was none. */
  endOf(role: ProcessRole): Exit | undefined {
    this.scan();
    const last = [...this.#latest.values()].findLast((entry) => entry.role === role);
    return last?.exitedAt === undefined ? undefined : last.exit;
  }

  /**
   * The processes as they were seen last (see scan), oldest first among siblings.
   * @param live leaves out those that have ended; what they had started and still runs takes their place
   * @returns undefined before there is a root
   */
  tree(live: boolean): ProcNode | undefined {
    const [first, ...others] = this.#roots;
    if (!first) return undefined;
    const root = nodeOf(first, live);
    root.children.push(...others.flatMap((other) => (live ? livingNodes(other) : [nodeOf(other, live)])));
    return root;
  }

  /** Takes in what is new. */
  #welcome(): void {
    const fresh = new Map(this.#newTasks.look().map((stat) => [stat.pid, stat]));
    for (const stat of fresh.values()) this.#adopt(stat, fresh);
    const latest = Date.now() - comingMs;
    for (const entry of this.#unannounced) if (!entry.isComing || entry.seenAt < latest) this.#announce(entry);
  }

  #add(identity: Identity, parentPid: number, parent: ProcessEntry | undefined): ProcessEntry {
    const entry = new ProcessEntry(identity, parentPid, parent);
    this.#unannounced.add(entry);
    const holder = this.#latest.get(identity.pid);
    if (holder && identity.startTicks !== 0 && holder.identity.startTicks > identity.startTicks) {
      // A late note: the number has gone to another meanwhile.
      entry.end({});
      return entry;
    }
    if (holder && this.#living.has(holder)) this.#end(holder);
    // Deleted first, so that the map's order is that of the processes.
    this.#latest.delete(identity.pid);
    this.#latest.set(identity.pid, entry);
    this.#living.add(entry);
    return entry;
  }

  #refresh(entry: ProcessEntry): void {
    const stat = readStat(entry.pid);
    if (stat?.startTicks !== entry.identity.startTicks) this.#end(entry);
    else if (entry.update(stat) && entry.announced) this.#announce(entry);
  }

  #end(entry: ProcessEntry): void {
    const known = entry.exitedAt !== undefined;
    if (!entry.announced) this.#announce(entry);
    entry.end({});
    this.#living.delete(entry);
    if (!known) this.#announce(entry);
  }

  /** Takes in a process if it belongs to the run; its parent first, should that be new as well. */
  #adopt(stat: ProcStat, fresh: Map<number, ProcStat>): ProcessEntry | undefined {
    const known = this.#latest.get(stat.pid);
    if (known?.identity.startTicks === stat.startTicks) return known;
    const newParent = fresh.get(stat.parentPid);
    const parent = (newParent ? this.#adopt(newParent, fresh) : this.#parentBelow(stat)) ?? this.#foster(stat);
    if (!parent) return undefined;
    const entry = this.#add({ pid: stat.pid, startTicks: stat.startTicks }, stat.parentPid, parent);
    entry.update(stat);
    return entry;
  }

  #parentBelow(stat: ProcStat): ProcessEntry | undefined {
    const parent = this.#latest.get(stat.parentPid);
    return parent && this.#living.has(parent) ? parent : undefined;
  }

  /**
   * Whom an orphan belongs to that was never seen with its parent: all of a session descend from its leader. So do those of a
   * group, but for a root's own: in a terminal that is a job, which may have other members.
   */
  #foster(stat: ProcStat): ProcessEntry | undefined {
    const session = this.#latest.get(stat.session);
    if (session?.session === stat.session && isStillTheSame(session)) return session;
    const group = this.#latest.get(stat.group);
    return group?.parent && group.group === stat.group && isStillTheSame(group) ? group : undefined;
  }

  /** Those below that were told of as something else are told of again. */
  #setRole(entry: ProcessEntry, role: ProcessRole): void {
    for (const changed of entry.setRole(role)) if (changed.announced) this.#announce(changed);
  }

  #announce(entry: ProcessEntry): void {
    entry.announced = true;
    this.#unannounced.delete(entry);
    this.onProcess?.(entry.facts());
  }
}

/** Whether nobody else has this process's number by now, be it alive or not. */
function isStillTheSame(entry: ProcessEntry): boolean {
  const stat = readStat(entry.pid);
  return stat === undefined || stat.startTicks === entry.identity.startTicks;
}

function nodeOf(entry: ProcessEntry, live: boolean): ProcNode {
  if (entry.exitedAt === undefined) entry.cwd = readLink(entry.pid, "cwd") ?? entry.cwd;
  const children = [...entry.children].sort((a, b) => a.identity.startTicks - b.identity.startTicks || a.pid - b.pid);
  return {
    ...entry.facts(),
    children: live ? children.flatMap(livingNodes) : children.map((child) => nodeOf(child, live)),
  };
}

/** An entry's own node if it has not ended, else the nodes of what it has left behind. */
function livingNodes(entry: ProcessEntry): ProcNode[] {
  const node = nodeOf(entry, true);
  return entry.state === "exited" ? node.children : [node];
}
