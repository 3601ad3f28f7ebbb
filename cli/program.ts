/** The program: which command the words mean. */
import type { DlvIo } from "./dlv.ts";
import type { LspIo } from "./lsp.ts";
import { goRunCommands } from "./goRunCommands.ts";
import { readWords, requireProgram } from "./words.ts";

/**
 * Does what the words after `gorunscope` say.
 * @returns the exit status: 0, 2 for wrong usage, else what the command says
 * @throws Failure as the commands do; 7004 for wrong words
 */
export async function main(words: readonly string[], io: DlvIo & LspIo): Promise<number> {
  // What stands in for go run is to start as fast as it can; the rest can wait for the parser of options.
  const [first, ...rest] = words;
  const command = goRunCommands.find(({ name }) => name === first);
  if (command) {
    const read = readWords(command.name, rest, command.options);
    if (!read.help) {
      if (command.needsProgram) requireProgram(command.name, read);
      return command.start(read, io.env);
    }
  }
  const { parseAndRun } = await import("./commandLine.ts");
  return parseAndRun(words, io);
}
