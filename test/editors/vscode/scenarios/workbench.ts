/** What the user does in the workbench, and sees there. */
import { commands, ConfigurationTarget, Uri, window, workspace } from "vscode";
import { becomes } from "./waiting.ts";

/** Changes a setting of the user's; undefined puts the default back. */
export async function setting({ name, value }: { name: string; value?: unknown }): Promise<void> {
  await workspace.getConfiguration().update(name, value, ConfigurationTarget.Global);
}

/** Asks a question by its command. @returns the document that shows the answer */
export async function showQuestion({ command, file }: { command: string; file: string }): Promise<string> {
  await window.showTextDocument(await workspace.openTextDocument(Uri.file(file)));
  await commands.executeCommand(command);
  return shownText({ pattern: "." });
}

/** The document that shows an answer, when it has this. */
export function shownText({ pattern }: { pattern: string }): Promise<string> {
  return becomes(`a document with ${pattern}`, () => {
    const document = window.activeTextEditor?.document;
    const text = document?.uri.scheme === "gorunscope" ? document.getText() : "";
    return new RegExp(pattern).test(text) ? text : undefined;
  });
}
