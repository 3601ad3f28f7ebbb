/** Why a launch failed, as one Failure. */
import { errorIds, Failure } from "../../shared/contract/errors.ts";
import type { DapError } from "../../shared/dap/dapError.ts";
import type { GoRun } from "../../shared/run/goRun.ts";

/** How many lines of go's the full sentence carries. */
const shownLines = 20;

/** The compiler's errors, or what go said last. */
export function buildFailure(run: GoRun): Failure {
  const errors = run.sources?.compilerErrors ?? [];
  const lines = run.sources?.lines ?? [];
  const [first] = errors;
  if (first) {
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
    const rest = errors.slice(0, shownLines).map((error) => error.text);
    return new Failure(errorIds.buildFailed, `go run failed to build: ${first.text.trim()}${more}`, {
      advice: `The compiler says:\n${rest.join("\n")}`,
    });
  }
  if (run.wasCancelled) return new Failure(errorIds.buildFailed, "the build was stopped");
  const said = lines.filter((line) => line.trim() !== "").slice(-shownLines);
  const summary = said.find((line) => !line.startsWith("#")) ?? "go ended and said nothing";
  return new Failure(
    errorIds.buildFailed,
    `go run failed: ${summary}`,
    said.length > 1 ? { advice: `go says:\n${said.join("\n")}` } : {},
  );
}

/** go ended, and dlv never launched the program. */
export function endedEarly(run: GoRun): Failure {
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
  return new Failure(errorIds.debuggerEnded, words);
}
