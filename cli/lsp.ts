/** `gorunscope lsp`: the language server, on standard input and output. */
import { parseArgs } from "node:util";
import { sentenceOf } from "../shared/contract/errors.ts";

export interface LspIo {
  /** Serves one client until it is gone; gives the exit status. */
  serveLanguage: (options: { clientProcessId?: number }) => Promise<number>;
  stdout: (text: string) => void;
  stderr: (text: string) => void;
}

const help = `Language server for go run: what a run did, where the code is. Runs beside gopls.

Usage:
  gorunscope lsp [--stdio]

      --stdio                  serve on standard input and output, which is what it does in any case
      --clientProcessId PID    end when that process does

Examples:
  gorunscope lsp --stdio
`;

/**
 * @param args what follows `gorunscope lsp`
 * @returns the exit status: 0 after `shutdown` and `exit`, 2 for wrong usage, else 1
 */
export async function lspCommand(args: readonly string[], io: LspIo): Promise<number> {
  let read: { help: boolean; clientProcessId?: number };
  try {
    read = readOptions(args);
  } catch (error) {
    io.stderr(`gorunscope: ${sentenceOf(error)}. See gorunscope lsp --help.\n`);
    return 2;
  }
  const { help: wantsHelp, ...options } = read;
  if (!wantsHelp) return io.serveLanguage(options);
  io.stdout(help);
  return 0;
}

function readOptions(args: readonly string[]): { help: boolean; clientProcessId?: number } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      stdio: { type: "boolean" },
      clientProcessId: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  const pid = processId(values.clientProcessId);
  return { help: values.help === true, ...(pid === undefined ? {} : { clientProcessId: pid }) };
}

function processId(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (/^[1-9]\d*$/.test(given)) return Number(given);
  throw new Error(`--clientProcessId takes the number of a process, not "${given}"`);
}
