/** How the program's streams are connected in a session: to output events, to our own streams, or to a terminal of the client's. */
import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { errorIds, Failure } from "../../shared/contract/errors.ts";
import type { LaunchAttributes } from "../../shared/contract/launch.ts";
import { startInherited, startWithPipes, type GoProcess, type StartGo } from "../../shared/run/streams.ts";
import { startInTerminal } from "../../shared/run/terminal.ts";
import type { SessionContext } from "../sessionContext.ts";
import { pumpOutput } from "../programOutput.ts";

export interface Streams {
  startGo: StartGo;
  /** Hands the program's output on from now on: what came before it has been told. */
  begin(): void;
  /** Resolves when all output has been handed on, or when it is not to be waited for any longer. */
  finished(): Promise<void>;
  notice?: string;
}

/** How long output is waited for after go's end: a child of the program's may hold its streams open. In milliseconds. */
const lastOutputMs = 500;

/** Chooses by the attribute `console`, by what the client can do, and by how the session's client came. */
export function chooseStreams(context: SessionContext, attributes: LaunchAttributes): Streams {
  const wantsTerminal = attributes.console !== "internalConsole";
  if (wantsTerminal && context.initializeArguments.supportsRunInTerminalRequest === true)
    return inTerminal(context, attributes);
  const notice = wantsTerminal ? { notice: "this client has no terminal to run in: the output comes here" } : {};
  if (context.kind !== "stdio" && attributes.outputMode === "local") {
    return { startGo: startInherited(!process.stdin.isTTY), ...direct, ...notice };
  }
  return { ...asEvents(context), ...notice };
}

/** The program's output does not pass through us. */
const direct = { begin: () => undefined, finished: () => Promise.resolve() };

function asEvents(context: SessionContext): Streams {
  const { client } = context;
  let program: GoProcess["program"];
  let pumps: Promise<unknown> | undefined;
  const target = {
    output: (category: "stdout" | "stderr", output: string) => client.sendEvent("output", { category, output }),
    get isBlocked() {
      return client.isBlocked;
    },
    drained: () => client.drained(),
  };
  const begin = () => {
    if (!program) return;
    const { stdout, stderr } = program;
    pumps ??= Promise.all([pumpOutput(stdout, "stdout", target), pumpOutput(stderr, "stderr", target)]);
  };
  return {
    startGo: {
      ...startWithPipes,
      start: async (...how) => {
        const go = await startWithPipes.start(...how);
        program = go.program;
        return go;
      },
    },
    begin,
    finished: async () => {
      begin();
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([pumps, new Promise((resolve) => (timer = setTimeout(resolve, lastOutputMs)))]);
      clearTimeout(timer);
    },
  };
}

function inTerminal(context: SessionContext, attributes: LaunchAttributes): Streams {
  const kind = attributes.console === "externalTerminal" ? "external" : "integrated";
  const title = `go run ${attributes.program.join(" ")}`;
  const openTerminal = async (args: string[], cwd: string) => {
    const answer = await context.client.reverseRequest("runInTerminal", { kind, title, cwd, args });
    if (answer.success) return;
    const why = answer.message ?? "it says no more";
    throw new Failure(errorIds.notOnThisSystem, `the client could not open a terminal: ${why}`, {
      advice: 'Set console to "internalConsole".',
    });
  };
  const start: StartGo["start"] = (command, cwd, env, directory, signal) => {
    const open = (args: string[]) => openTerminal(args, cwd);
    return startInTerminal({ command, cwd, env }, directory, terminalLauncher(), open, signal);
  };
  return { startGo: { start }, ...direct };
}

/** Our own command that runs in the terminal; gorunscope-dlv lies beside it. */
function terminalLauncher(): string[] {
  const script = join(dirname(realpathSync(process.argv[1] ?? "")), "gorunscope.js");
  return [process.execPath, script, "_terminal"];
}
