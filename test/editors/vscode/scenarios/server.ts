/** What the language server shows. */
import {
  commands,
  Position,
  type ProcessExecution,
  tasks,
  Uri,
  window,
  workspace,
  type CodeLens,
  type Hover,
  type MarkdownString,
} from "vscode";
import { becomes, next } from "./waiting.ts";

/** The lenses of a file, when there are those that run. */
export async function lenses({ file }: { file: string }): Promise<string[]> {
  const uri = Uri.file(file);
  await window.showTextDocument(await workspace.openTextDocument(uri));
  return (await lensesWith(uri, /debug/)).map(({ command }) => command?.title ?? "");
}

/** The hover at the end of a line, but for its last two characters. */
export async function hover({ file, line }: { file: string; line: number }): Promise<string> {
  const uri = Uri.file(file);
  const document = await workspace.openTextDocument(uri);
  const end = new Position(line - 1, document.lineAt(line - 1).text.length - 2);
  return becomes("a hover", async () => {
    const hovers = await commands.executeCommand<Hover[]>("vscode.executeHoverProvider", uri, end);
    const text = hovers.flatMap(({ contents }) => contents.map((each) => (each as MarkdownString).value)).join("\n");
    return text === "" ? undefined : text;
  });
}

function lensesWith(uri: Uri, title: RegExp): Promise<CodeLens[]> {
  return becomes(`a lens ${String(title)}`, async () => {
    const lenses = await commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", uri);
    return lenses.some(({ command }) => title.test(command?.title ?? "")) ? lenses : undefined;
  });
}

/** Does what a click on a lens does. */
export async function clickLens({ file, title }: { file: string; title: string }): Promise<void> {
  const uri = Uri.file(file);
  await window.showTextDocument(await workspace.openTextDocument(uri));
  const { command } = (await lensesWith(uri, new RegExp(title))).find(({ command }) => command?.title === title)!;
  await commands.executeCommand(command!.command, ...(command!.arguments as unknown[]));
}

/** Clicks on the lens that runs. @returns what VS Code is to run in a terminal; here it has none, for want of node-pty */
export async function clickRun({ file }: { file: string }): Promise<{ command: string[]; cwd: string | undefined }> {
  const started = next(tasks.onDidStartTask, "a task");
  await clickLens({ file, title: "▶ run" });
  const { process, args, options } = (await started).execution.task.execution as ProcessExecution;
  return { command: [process, ...args], cwd: options?.cwd };
}

/** All commands of VS Code that are of ours. */
export async function commandNames(): Promise<string[]> {
  const names = await becomes("the server's commands", async () => {
    const all = await commands.getCommands(true);
    return all.includes("gorunscope.buildDir") ? all : undefined;
  });
  return names.filter((name) => name.startsWith("gorunscope."));
}
