/** Checks of the directories that a run writes to. Each is a function of what was found there. */
import type { Check } from "./check.ts";
import type { DirectoryFacts } from "./directory.ts";

/** The directory of $WORK, and what names it. */
export interface TempFacts extends DirectoryFacts {
  chosenBy: "GOTMPDIR" | "TMPDIR" | "default";
  /** Why a file made there cannot be executed; absent where it can, or where none can be made. */
  notExecutable?: string;
}

const MiB = 1024 * 1024;
/** Below the first go has no room to link a large program (100 to 200 MB with debug information), below the second none for a small one. */
const scarceBytes = 1024 * MiB;
const tooFewBytes = 64 * MiB;

/** go builds and starts the program in $WORK, below this directory. */
export function tempCheck(facts: TempFacts): Check {
  const { path, chosenBy, exists, writable, why, notExecutable, freeBytes } = facts;
  const chosen = chosenBy === "default" ? path : `${path} (${chosenBy})`;
  const base = { id: "temp", title: "temporary directory" };
  const elsewhere = "set GOTMPDIR to another directory (`go env -w GOTMPDIR=DIRECTORY`)";
  if (!exists) {
    return { ...base, status: "error", found: `${chosen} does not exist`, advice: `Make it, or ${elsewhere}.` };
  }
  if (!writable) {
    return {
      ...base,
      status: "error",
      found: `${chosen} cannot be written: ${why}`,
      advice: `Make it writable, or ${elsewhere}.`,
    };
  }
  if (notExecutable !== undefined) {
    const found = `nothing can be executed in ${chosen}: ${notExecutable}`;
    return {
      ...base,
      status: "error",
      found,
      advice: `go run starts the program there: mount it without noexec, or ${elsewhere}.`,
    };
  }
  return { ...base, ...space(chosen, freeBytes, `Make room, or ${elsewhere}.`) };
}

/** Every key and output is there. @param program the value of GOCACHEPROG */
export function cacheCheck({ path, writable, why, freeBytes }: DirectoryFacts, program: string): Check {
  const base = { id: "cache", title: "build cache" };
  if (path === "" || path === "off") {
    const found = "go finds no place for its build cache (GOCACHE)";
    return {
      ...base,
      status: "error",
      found,
      advice: "Set HOME, or name a directory with `go env -w GOCACHE=DIRECTORY`.",
    };
  }
  if (!writable) {
    const advice = "Make it writable, or name another with `go env -w GOCACHE=DIRECTORY`.";
    return { ...base, status: "error", found: `${path} cannot be written: ${why}`, advice };
  }
  if (program !== "") {
    const advice =
      "Keys and hits are shown as ever, but files of the cache may be missing, and go links the program on every run.";
    return { ...base, status: "warning", found: `${path}, behind GOCACHEPROG`, advice };
  }
  return { ...base, ...space(path, freeBytes, "Make room; `go clean -cache` empties it.") };
}

/** Where records are kept. */
export function stateCheck({ path, writable, why, mode }: DirectoryFacts): Check {
  const base = { id: "state", title: "records" };
  if (!writable) {
    const advice = "Runs work, but are not recorded. Make it writable, or set XDG_STATE_HOME to a directory that is.";
    return { ...base, status: "warning", found: `${path} cannot be written: ${why}`, advice };
  }
  if (mode !== undefined && (mode & 0o077) !== 0) {
    const found = `${path} has mode ${mode.toString(8)}: others can look into it`;
    return { ...base, status: "warning", found, advice: `\`chmod 700 '${path}'\`` };
  }
  return { ...base, status: "ok", found: path };
}

/** Where a live run's socket stands. @param facts undefined where XDG_RUNTIME_DIR is not set */
export function runtimeCheck(facts: DirectoryFacts | undefined): Check {
  const base = { id: "runtime", title: "runtime directory" };
  const instead = "a private temporary directory";
  if (facts === undefined) return { ...base, status: "ok", found: `XDG_RUNTIME_DIR is not set: ${instead} is used` };
  if (facts.exists && facts.writable) return { ...base, status: "ok", found: `${facts.path} (XDG_RUNTIME_DIR)` };
  const why = facts.exists ? `cannot be written: ${facts.why}` : "does not exist";
  const found = `${facts.path} (XDG_RUNTIME_DIR) ${why}`;
  return { ...base, status: "warning", found, advice: `Sockets go to ${instead}. Correct or unset XDG_RUNTIME_DIR.` };
}

function space(
  where: string,
  freeBytes: number | undefined,
  advice: string,
): Pick<Check, "status" | "found" | "advice"> {
  if (freeBytes === undefined) return { status: "ok", found: where };
  const found = `${where}, ${freeText(freeBytes)} free`;
  if (freeBytes >= scarceBytes) return { status: "ok", found };
  return { status: freeBytes < tooFewBytes ? "error" : "warning", found, advice };
}

function freeText(bytes: number): string {
  return bytes < 1024 * MiB ? `${Math.floor(bytes / MiB)} MiB` : `${(bytes / (1024 * MiB)).toFixed(1)} GiB`;
}
