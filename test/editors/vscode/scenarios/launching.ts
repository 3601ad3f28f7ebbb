/** Launches that do not come to a stop at a breakpoint. */
import { debug, languages, Uri, window, workspace } from "vscode";
import { becomes, next } from "./waiting.ts";

/** Starts a configuration; resolves when VS Code has begun the session, or has given it up. */
export async function launch({ file, attributes }: { file: string; attributes: object }): Promise<void> {
  const document = await workspace.openTextDocument(Uri.file(file));
  await window.showTextDocument(document);
  await workspace.saveAll();
  const configuration = { type: "gorunscope", request: "launch", name: "launched", ...attributes };
  // It resolves only when whatever has gone wrong has been read by the user.
  void debug.startDebugging(workspace.getWorkspaceFolder(document.uri), configuration);
}

/** Stops the session as the button does, and waits until it is over. */
export async function stopDebugging(): Promise<void> {
  const ended = next(debug.onDidTerminateDebugSession, "the end of the session");
  const session = await becomes("a debug session", () => debug.activeDebugSession);
  await debug.stopDebugging(session);
  await ended;
}

/** Waits until no debug session runs. */
export async function noSession(): Promise<void> {
  await becomes("the end of all sessions", () => (debug.activeDebugSession === undefined ? true : undefined));
}

/** Waits for so many errors at places of a file, or for their going. */
export function diagnosticsOf({
  file,
  count,
}: {
  file: string;
  count: number;
}): Promise<[number, string, string | undefined][]> {
  const errors = () => languages.getDiagnostics(Uri.file(file));
  return becomes(`${count} errors of the compiler`, () =>
    errors().length === count
      ? errors().map(({ range, message, source }) => [range.start.line + 1, message, source])
      : undefined,
  );
}
