/** Why a launch failed, as one Failure. */
import { errorIds, Failure } from "../../shared/contract/errors.ts";
import type { DapError } from "../../shared/dap/dapError.ts";
import type { GoRun } from "../../shared/run/goRun.ts";
import type { LiveRun } from "./liveRun.ts";

/** How many lines of go's the full sentence carries. */
const shownLines = 20;

/** What go says, and our shim in its place, of a program that the system does not start. */
const notExecutable = /^fork\/exec .+: permission denied$/;

/** The compiler's errors, or what go said last. */
export function buildFailure(run: GoRun): Failure {
  if (run.goKilledBy !== undefined) {
    return new Failure(errorIds.buildFailed, `go was ended from outside (${run.goKilledBy}) while it built`);
  }
  // Tools that are stopped with it make go complain, too.
  if (run.wasCancelled) return new Failure(errorIds.buildFailed, "the build was stopped");
  const errors = run.sources?.compilerErrors ?? [];
  const lines = run.sources?.lines ?? [];
  const [first] = errors;
  if (first) {
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
    const rest = errors.slice(0, shownLines).map((error) => error.text);
    const oneLine = first.text.trim().replaceAll(/\s*\n\s*/g, " ");
    // Compilers, linkers and go itself: all that is heard of them go has printed.
    const said = rest.join("\n");
    return new Failure(
      errorIds.buildFailed,
      `go run failed to build: ${oneLine}${more}`,
      said === oneLine ? {} : { advice: `go says:\n${said}` },
    );
  }
  const refused = lines.find((line) => notExecutable.test(line));
  if (refused !== undefined) return mayNotExecute(refused);
  const said = lines.filter((line) => line.trim() !== "").slice(-shownLines);
  const summary = said.find((line) => !line.startsWith("#")) ?? "go ended and said nothing";
  return new Failure(
    errorIds.buildFailed,
    `go run failed: ${summary}`,
    said.length > 1 ? { advice: `go says:\n${said.join("\n")}` } : {},
  );
}

/** What ended a run before anybody had asked for it, and before its program's end was told; undefined where nothing did. */
export function endedEarly({ run, lost }: LiveRun): Failure | undefined {
  const rest = run.kind === "debug" ? "dlv and the program were" : "the program was";
  if (run.goKilledBy !== undefined) {
    return new Failure(errorIds.debuggerEnded, `go was ended from outside (${run.goKilledBy}); ${rest} ended with it`);
  }
  switch (lost) {
    case "dlv":
      return new Failure(errorIds.debuggerEnded, "dlv ended early; what was left of the program was ended with it");
    case "program": {
      const how = run.programExit?.signal === undefined ? "" : ` (${run.programExit.signal})`;
      return new Failure(errorIds.debuggerEnded, `the program was ended from outside${how}`);
    }
    default:
      return undefined;
  }
}

/** go ended, and dlv never launched the program. */
export function neverLaunched(run: GoRun): Failure {
  if (run.wasCancelled) return new Failure(errorIds.debuggerEnded, "the run was stopped before the program ran");
  if (run.plan && run.plan.userExec.length > 0) {
    return new Failure(
      errorIds.notOnThisSystem,
      "the -exec command ended without starting dlv in the program's place",
      {
        advice:
          "dlv can only stand under an -exec command that becomes, or starts, what it is given; set noDebug to run without dlv.",
      },
    );
  }
  return new Failure(errorIds.debuggerEnded, "dlv ended before it had launched the program");
}

/** Whether dlv has stumbled over a request instead of refusing it: as over a program that is killed while it is read. */
export function hasCrashed({ body, message }: DapError): boolean {
  return (body?.error?.format ?? message).startsWith("Internal Error");
}

/** dlv's refusal of a launch as a Failure: what it means where we know, else its own words. */
export function launchFailure(error: DapError): Failure {
  const words = error.body?.error?.format ?? error.message;
  if (/operation not permitted/i.test(words)) {
    return new Failure(errorIds.notOnThisSystem, `dlv may not trace the program: ${words}`, {
      advice:
        "Run gorunscope doctor: it says which setting (kernel.yama.ptrace_scope, or the container's SYS_PTRACE) forbids it.",
    });
  }
  if (/version of (Delve|Go) .*too old|too old for this version of Delve/i.test(words)) {
    return new Failure(errorIds.toolMissing, words, {
      advice: "Run gorunscope doctor --fix: it installs a dlv that fits this Go.",
    });
  }
  if (/not an executable file|permission denied/i.test(words)) return mayNotExecute(words);
  return new Failure(errorIds.debuggerEnded, words);
}

/** Mode run launches only. */
export function onAttach(): Failure {
  return new Failure(errorIds.wrongArguments, 'attach takes the modes "local" and "remote", and not "run"', {
    advice: 'To attach to the program of a go run, use mode "local" with the program\'s own processId.',
  });
}

/** There are no shims, no process groups and no /proc there. */
export function onWindows(): Failure {
  return new Failure(errorIds.notOnThisSystem, "mode run does not work on Windows", {
    advice: "Run gorunscope inside WSL (docs/launch.md, On Windows); the other modes work here.",
  });
}

function mayNotExecute(words: string): Failure {
  return new Failure(errorIds.notOnThisSystem, `the program may not be executed where it was built: ${words}`, {
    advice: "If that file system is mounted noexec, set TMPDIR (or GOTMPDIR) to a directory on one that is not.",
  });
}
