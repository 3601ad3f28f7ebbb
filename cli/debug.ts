/** `gorunscope debug`: a debugger session without an editor. Stops in main.main, prints the three answers, runs to the end. */
import { debugToItsEnd } from "./debugEnd.ts";
import { DebugPrinter } from "./debugPrinter.ts";
import { DebugSession } from "./debugSession.ts";
import type { RunWords } from "./words.ts";
import { workingDirectory } from "./workingDirectory.ts";

/**
 * Debugs what the words say.
 * @returns the exit status: go run's
 */
export async function debug(read: RunWords, env: NodeJS.ProcessEnv): Promise<number> {
  const { program, buildFlags, args, own } = read;
  const session = new DebugSession(new DebugPrinter(env, own.has("json")));
  return debugToItsEnd(session, { program, buildFlags, args, cwd: workingDirectory(env) });
}
