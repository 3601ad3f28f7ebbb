/**
 * Whose a run's directory is: a small JSON file in it, so that a later adapter can tell what a dead one has left from what still
 * lives. Processes are named by number and start time, and those count only on the machine, in the boot and in the pid
 * namespace they were noted in: containers may share a temporary directory, and each has its own numbers.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync, readlinkSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { identify, isRunning, type Identity } from "./identity.ts";

/** What a run is made of, as far as somebody else would have to end or remove it. */
export interface RunFacts {
  go?: Identity | undefined;
  debugger?: Identity | undefined;
  program?: Identity | undefined;
  /** $WORK; absent where the user wants it kept. */
  work?: string | undefined;
  /** The directory in which go makes $WORK, for as long as that is not known; absent as above. */
  temporary?: string | undefined;
}

/** Where process numbers have their meaning. */
interface Place {
  host: string;
  boot: string;
  pidNamespace: string;
}

export interface Owner extends RunFacts, Place {
  adapter: Identity;
}

const fileName = "owner.json";

/**
 * Writes the file over what it was, in one system call, which no end of this process can cut in two. Not by renaming another over
 * it: ext4 then first writes that to the disk, which takes tens of milliseconds.
 */
export function writeOwner(directory: string, facts: RunFacts): void {
  own ??= { ...here(), adapter: identify(process.pid) ?? { pid: process.pid, startTicks: 0 } };
  const text = Buffer.from(JSON.stringify({ ...own, ...facts }));
  const file = openSync(join(directory, fileName), constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    const rest = Math.max(0, fstatSync(file).size - text.byteLength);
    writeSync(file, Buffer.concat([text, Buffer.alloc(rest, " ")]), 0, undefined, 0);
  } finally {
    closeSync(file);
  }
}

/** What is the same in every note of this process. */
let own: (Place & { adapter: Identity }) | undefined;

/** Reads the file; undefined if there is none or it is damaged. */
export function readOwner(directory: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(join(directory, fileName), "utf8")) as Partial<Owner>;
    if (typeof owner.host !== "string" || typeof owner.boot !== "string" || typeof owner.pidNamespace !== "string")
      return undefined;
    const adapter = identityIn(owner.adapter);
    if (!adapter) return undefined;
    return {
      host: owner.host,
      boot: owner.boot,
      pidNamespace: owner.pidNamespace,
      adapter,
      go: identityIn(owner.go),
      debugger: identityIn(owner.debugger),
      program: identityIn(owner.program),
      work: textIn(owner.work),
      temporary: textIn(owner.temporary),
    };
  } catch {
    return undefined;
  }
}

function identityIn(value: unknown): Identity | undefined {
  const { pid, startTicks } = (value ?? {}) as Partial<Identity>;
  return Number.isInteger(pid) && Number.isInteger(startTicks) ? { pid: pid!, startTicks: startTicks! } : undefined;
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/**
 * What has become of an owner: it still runs, it is dead, the machine was started anew since (so nothing it names can live), or
 * it is in a place whose processes cannot be seen from here.
 */
export function ownerState(owner: Owner): "alive" | "dead" | "rebooted" | "elsewhere" {
  const now = here();
  if (owner.host !== now.host) return "elsewhere";
  if (owner.boot !== now.boot) return "rebooted";
  if (owner.pidNamespace !== now.pidNamespace) return "elsewhere";
  return isRunning(owner.adapter) ? "alive" : "dead";
}

function here(): Place {
  return {
    host: hostname(),
    boot: textOr("", () => readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim()),
    pidNamespace: textOr("", () => readlinkSync("/proc/self/ns/pid")),
  };
}

function textOr(otherwise: string, read: () => string): string {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
