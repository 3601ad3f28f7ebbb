/** One process of a run, from its first sighting to its end, and after it. */
import { constants } from "node:os";
import type { ProcessRole, ProcNode } from "../contract/answers.ts";
import type { Identity } from "./identity.ts";
import { readCommand, readLink, startedAt, type ProcStat } from "./procfs.ts";
import { roleOf } from "./roles.ts";
import type { Exit } from "./spawn.ts";

/** A process as events tell of it. */
export type ProcessFacts = Omit<ProcNode, "children">;

export class ProcessEntry {
  readonly identity: Identity;
  /** What it was started by; it stays there when that ends. Absent at a root. */
  readonly parent: ProcessEntry | undefined;
  readonly parentPid: number;
  readonly startedAt: Date;
  readonly children: ProcessEntry[] = [];
  role: ProcessRole = "tool";
  command: string[] = [];
  executable: string | undefined;
  cwd: string | undefined;
  package: string | undefined;
  state: ProcNode["state"] = "running";
  exitedAt: Date | undefined;
  exit: Exit = {};
  /** When it was seen first, milliseconds since the epoch. */
  readonly seenAt = Date.now();
  /** Whether it was told of: not while it is on the way to an exec. */
  announced = false;
  group = 0;
  session = 0;
  #cpuMs: number | undefined;
  #residentBytes: number | undefined;
  #name = "";
  #argumentsAt = 0;
  #roleIsSure = false;
  /** Whether its command line was not there to be read. */
  #isUnread = true;
  /** The command that a shim is about to become. */
  #announcedCommand: string[] | undefined;

  constructor(identity: Identity, parentPid: number, parent: ProcessEntry | undefined) {
    this.identity = identity;
    this.parentPid = parentPid;
    this.parent = parent;
    this.startedAt = identity.startTicks === 0 ? new Date() : startedAt(identity.startTicks);
    parent?.children.push(this);
  }

  /** The package that it works for: what a tool starts works for the same. */
  get workedFor(): string | undefined {
    return this.package ?? this.parent?.workedFor;
  }

  get pid(): number {
    return this.identity.pid;
  }

  /** Whether it is on the way to an exec: in the midst of it, or with its parent's command line still (for good, if no exec comes). */
  get isComing(): boolean {
    return this.exitedAt === undefined && (this.#isCopy || this.#isUnread);
  }

  get #isCopy(): boolean {
    return this.parent !== undefined && this.#argumentsAt !== 0 && this.#argumentsAt === this.parent.#argumentsAt;
  }

  /**
   * Says for sure what its role is; an exec does not change it.
   * @returns those below it that are seen to be something else now
   */
  setRole(role: ProcessRole): ProcessEntry[] {
    this.#roleIsSure = true;
    if (this.role === role) return [];
    this.role = role;
    return this.#rolesBelow();
  }

  /** Says what the process becomes: until it has, its command line is the shim's, which is nobody's concern. */
  setCommand(command: string[]): void {
    this.command = command;
    this.#announcedCommand = command;
    const [file = ""] = command;
    if (file.startsWith("/")) this.executable = file;
  }

  /**
   * Takes in what the kernel says now.
   * @returns whether it has become another command since, or a zombie
   */
  update(stat: ProcStat): boolean {
    const died = stat.state === "zombie" && this.state !== "zombie";
    this.state = stat.state;
    this.#cpuMs = stat.cpuMs;
    this.group = stat.group;
    this.session = stat.session;
    if (stat.state === "zombie") {
      if (died) this.#nameDead(stat.name);
      this.exitedAt ??= new Date();
      if (stat.waitStatus !== undefined) this.exit = { ...exitOf(stat.waitStatus), ...this.exit };
      return died;
    }
    this.#residentBytes = stat.residentBytes;
    const same = stat.name === this.#name && stat.argumentsAt === this.#argumentsAt;
    if (same && !this.#isUnread) return false;
    this.#name = stat.name;
    this.#argumentsAt = stat.argumentsAt;
    return this.#readImage();
  }

  /** Reads what an exec has made of it. In the midst of one there is no command line: then it stays as it was. */
  #readImage(): boolean {
    const command = readCommand(this.pid);
    this.#isUnread = command.length === 0;
    if (this.#isShim(command)) return false;
    if (command.length > 0) this.command = command;
    this.executable = readLink(this.pid, "exe") ?? this.executable;
    this.cwd = readLink(this.pid, "cwd") ?? this.cwd;
    this.#findRole();
    return command.length > 0;
  }

  /** What has died before its last exec was seen has lost its command line: what is known of it are its parent's, and its name. */
  #nameDead(name: string): void {
    if (this.#announcedCommand !== undefined || (!this.#isCopy && !this.#isUnread) || name === this.#name) return;
    this.#name = name;
    this.command = [];
    this.executable = undefined;
    this.#findRole();
  }

  /** @returns itself and those below it whose role is another now */
  #findRole(): ProcessEntry[] {
    if (!this.parent || this.#roleIsSure) return [];
    const { command, executable, group, pid } = this;
    const role = roleOf({ command, executable, leadsGroup: group === pid }, this.parent);
    if (role === this.role) return [];
    this.role = role;
    return [this, ...this.#rolesBelow()];
  }

  #rolesBelow(): ProcessEntry[] {
    return this.children.flatMap((child) => child.#findRole());
  }

  /** Whether a command line is that of the shim before the exec: the shell's words stand before those that were told. */
  #isShim(command: string[]): boolean {
    const told = this.#announcedCommand;
    if (told === undefined || command.length <= told.length) return false;
    const rest = told.slice(1);
    return command.slice(command.length - rest.length).every((word, index) => word === rest[index]);
  }

  /** Notes its end, now unless it was seen before. */
  end(exit: Exit): void {
    this.exitedAt ??= new Date();
    this.state = "exited";
    this.exit = { ...this.exit, ...exit };
  }

  /** The process as events tell of it. */
  facts(): ProcessFacts {
    const { executable, cwd, exitedAt, exit } = this;
    return {
      pid: this.pid,
      parentPid: this.parentPid,
      role: this.role,
      // Seen in the midst of an exec only: then the kernel's name for it is all there is.
      command: this.command.length > 0 ? this.command : [this.#name].filter((name) => name !== ""),
      ...(executable === undefined ? {} : { executable }),
      ...(cwd === undefined ? {} : { cwd }),
      ...(this.workedFor === undefined ? {} : { package: this.workedFor }),
      state: this.state,
      startedAt: this.startedAt.toISOString(),
      ...(exitedAt === undefined ? {} : { exitedAt: exitedAt.toISOString() }),
      ...(exit.code === undefined ? {} : { exitCode: exit.code }),
      ...(exit.signal === undefined ? {} : { signal: exit.signal }),
      ...(this.#cpuMs === undefined ? {} : { cpuMs: this.#cpuMs }),
      ...(this.#residentBytes === undefined || exitedAt !== undefined ? {} : { residentBytes: this.#residentBytes }),
    };
  }
}

/** Reads a status of wait(2). */
export function exitOf(waitStatus: number): Exit {
  const number = waitStatus & 0x7f;
  if (number === 0) return { code: (waitStatus >> 8) & 0xff };
  const name = Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
  return { signal: name ?? String(number) };
}
