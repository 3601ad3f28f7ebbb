/** `gorunscope lsp`: the language server, on standard input and output. */
import { parseArgs } from "node:util";
import { sentenceOf } from "../shared/contract/errors.ts";

export interface LanguageServerOptions {
  clientProcessId?: number;
  /** The command of a server that is to stand behind ours, as words. */
  wrap?: readonly string[];
}

export interface LspIo {
  /** Serves one client until it is gone; gives the exit status. */
  serveLanguage: (options: LanguageServerOptions) => Promise<number>;
  stdout: (text: string) => void;
  stderr: (text: string) => void;
}

const help = `Language server for go run: what a run did, where the code is. Runs beside gopls.

Usage:
  gorunscope lsp [--stdio] [--wrap COMMAND]

      --stdio                  serve on standard input and output, which is what it does in any case
      --wrap COMMAND           put another server behind this one, for editors with one server per buffer; both answer
      --clientProcessId PID    end when that process does

Examples:
  gorunscope lsp --stdio
  gorunscope lsp --wrap gopls
  gorunscope lsp --wrap 'gopls -remote=auto'
`;

/**
 * @param args what follows `gorunscope lsp`
 * @returns the exit status: 0 after `shutdown` and `exit`, 2 for wrong usage, else 1
 */
export async function lspCommand(args: readonly string[], io: LspIo): Promise<number> {
  let read: { help: boolean } & LanguageServerOptions;
  try {
    read = await readOptions(args);
  } catch (error) {
    io.stderr(`gorunscope: ${sentenceOf(error)}. See gorunscope lsp --help.\n`);
    return 2;
  }
  const { help: wantsHelp, ...options } = read;
  if (!wantsHelp) return io.serveLanguage(options);
  io.stdout(help);
  return 0;
}

async function readOptions(args: readonly string[]): Promise<{ help: boolean } & LanguageServerOptions> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      stdio: { type: "boolean" },
      clientProcessId: { type: "string" },
      wrap: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  const pid = processId(values.clientProcessId);
  const wrap = values.wrap === undefined ? undefined : await commandWords(values.wrap);
  return {
    help: values.help === true,
    ...(pid === undefined ? {} : { clientProcessId: pid }),
    ...(wrap === undefined ? {} : { wrap }),
  };
}

/** A command line in one argument, split as a shell splits. */
async function commandWords(line: string): Promise<string[]> {
  const { plainText, shellWords } = await import("../shared/go/shellWords.ts");
  const words = shellWords(line, "--wrap").map(plainText);
  if (words.length > 0) return words;
  throw new Error("--wrap takes the command of a language server");
}

function processId(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (/^[1-9]\d*$/.test(given)) return Number(given);
  throw new Error(`--clientProcessId takes the number of a process, not "${given}"`);
}
