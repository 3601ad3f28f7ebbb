/** How a debugger session without an editor comes to its end. */
import { errorIds } from "../shared/contract/errors.ts";
import type { DebugEnd, DebugLaunch, DebugSession } from "./debugSession.ts";
import { endBySignal } from "./endBySignal.ts";
import { goSignalText } from "./goSignals.ts";
import { writeTo } from "./output.ts";

/**
 * Debugs a program to its end and tells of it. Ctrl-C ends the program as it would without a debugger, the second one ends what
 * is left; a signal that is to end this process ends the session first.
 * @returns the exit status: go run's
 */
export async function debugToItsEnd(session: DebugSession, launch: DebugLaunch): Promise<number> {
  let endsWith: NodeJS.Signals | undefined;
  process.on("SIGINT", () => session.interrupt());
  for (const name of ["SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      endsWith ??= name;
      session.stop();
    });
  }
  const result = await session.debug(launch);
  return endsWith === undefined ? tellEnd(result) : endBySignal(endsWith);
}

/** Says how a program ended, in go's words. */
function tellEnd({ exitCode, failure }: DebugEnd): number {
  if (failure) {
    // What go and the compiler said has been written as it came.
    const { error } = failure.body ?? {};
    if (error?.id !== errorIds.buildFailed) writeTo(2, `gorunscope: ${error?.format ?? failure.message}\n`);
    return error?.id === errorIds.wrongArguments ? 2 : 1;
  }
  if (exitCode === undefined) return 1;
  writeTo(2, `${exitCode < 0 ? `signal: ${goSignalText(-exitCode)}` : `exit status ${exitCode}`}\n`);
  return exitCode === 0 ? 0 : 1;
}
