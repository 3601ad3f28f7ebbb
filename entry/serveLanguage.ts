/** Serves a client of the language server on this process's standard streams. */
export async function serveLanguage(options: { clientProcessId?: number }): Promise<number> {
  const [{ serveLanguage: serve }, { ownScript }] = await Promise.all([
    import("../server/serve.ts"),
    import("../cli/ownProgram.ts"),
  ]);
  const { env, stdin, stdout, execPath } = process;
  return serve({ ...options, input: stdin, output: stdout, env, program: [execPath, ownScript()] });
}
