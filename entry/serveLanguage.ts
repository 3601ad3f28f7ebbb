import type { LanguageServerOptions } from "../cli/lsp.ts";

/** Serves a client of the language server on this process's standard streams. */
export async function serveLanguage({ wrap, ...options }: LanguageServerOptions): Promise<number> {
  const [serve, { ownScript }] = await Promise.all([server(wrap), import("../cli/ownProgram.ts")]);
  const { env, stdin, stdout, execPath } = process;
  return serve({ ...options, input: stdin, output: stdout, env, program: [execPath, ownScript()] });
}

async function server(wrap: LanguageServerOptions["wrap"]) {
  if (wrap === undefined) return (await import("../server/serve.ts")).serveLanguage;
  const { serveWrapped } = await import("../server/wrap/serveWrapped.ts");
  return (options: Omit<Parameters<typeof serveWrapped>[0], "wrap">) => serveWrapped({ ...options, wrap });
}
