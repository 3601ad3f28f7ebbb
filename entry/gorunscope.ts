#!/usr/bin/env node
/** The program `gorunscope`. */
import { errorIds, Failure, sentenceOf } from "../shared/contract/errors.ts";
import { writeTo } from "../cli/output.ts";
import { serve } from "./serve.ts";
import { serveLanguage } from "./serveLanguage.ts";

const [first, ...words] = process.argv.slice(2);

const io = {
  env: process.env,
  stdout: (text: string) => writeTo(1, text),
  stderr: (text: string) => writeTo(2, text),
  serve,
  serveLanguage,
};

/** An editor waits for `dap` and `lsp`, so nothing that it does not need is loaded before it. */
async function main(): Promise<number> {
  if (first === "dap") return (await import("../cli/dap.ts")).dapCommand(words, io);
  if (first === "lsp") return (await import("../cli/lsp.ts")).lspCommand(words, io);
  if (first === "_terminal")
    return (await import("../shared/run/terminalLauncher.ts")).launchInTerminal(words[0] ?? "");
  return (await import("../cli/program.ts")).main(process.argv.slice(2), io);
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    io.stderr(`gorunscope: ${sentenceOf(error)}\n`);
    process.exit(error instanceof Failure && error.id === errorIds.wrongArguments ? 2 : 1);
  },
);
