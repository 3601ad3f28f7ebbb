/** `gorunscope dap`: the debug adapter, with the flags of `dlv dap`. */
import { sentenceOf } from "../shared/contract/errors.ts";
import type { DapOptions } from "../shared/dap/options.ts";
import { parseDapArguments, type DapArguments } from "./dlvFlags.ts";

export interface DapIo {
  /** Serves debug sessions until there are no more; throws a Failure where it cannot begin. */
  serve: (options: DapOptions) => Promise<void>;
  stdout: (text: string) => void;
  stderr: (text: string) => void;
}

const help = `Debug adapter for go run, and for everything dlv debugs.

Usage:
  gorunscope dap [flags]

On standard input and output unless --listen or --client-addr says otherwise. The flags mean what they mean to "dlv dap":

  -l, --listen HOST:PORT     listen; also unix:PATH. Port 0 takes one that is free. Serves many sessions.
      --client-addr ADDR     dial a client that waits at HOST:PORT or unix:PATH, for one session
      --log                  log to standard error, dlv's log too
      --log-output LIST      what dlv logs (dap, debugger, …; see "dlv help log")
      --log-dest FILE        log to a file, or to the file descriptor of that number
      --check-go-version     dlv refuses a Go that it does not know (default true)
      --only-same-user       other users of this machine may not connect (default true)

Examples:
  gorunscope dap
  gorunscope dap --listen=127.0.0.1:38697
  gorunscope dap --log --log-output=dap --log-dest=/tmp/dap.log
`;

/**
 * @param args what follows `gorunscope dap`
 * @returns the exit status: 0, 2 for wrong usage, 1 where no session could begin
 */
export async function dapCommand(args: readonly string[], io: DapIo): Promise<number> {
  return serveDap(args, { once: false }, io);
}

/**
 * The same with other defaults.
 * @param defaults.listen where `--listen` and `--client-addr` are not given; absent: the standard streams
 * @param defaults.once whether to end after one session
 */
export async function serveDap(
  args: readonly string[],
  defaults: { listen?: string; once: boolean },
  io: DapIo,
): Promise<number> {
  let parsed: DapArguments;
  try {
    parsed = parseDapArguments(args, defaults);
  } catch (error) {
    io.stderr(`${sentenceOf(error)}\n`);
    return 2;
  }
  if (parsed.help) {
    io.stdout(help);
    return 0;
  }
  if (parsed.ignored.length > 0) {
    io.stderr("Warning: debug arguments ignored with dap; specify via launch/attach request instead\n");
  }
  try {
    await io.serve(parsed.options);
    return 0;
  } catch (error) {
    io.stderr(`${sentenceOf(error)}\n`);
    return 1;
  }
}
