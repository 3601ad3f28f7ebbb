/** The extension's own commands. Those of the language server (`gorunscope.run`, `.debug`, `.buildDir`, …) are its client's. */
import {
  commands,
  debug,
  Disposable,
  env,
  ProcessExecution,
  Task,
  tasks,
  TaskScope,
  window,
  workspace,
  type WorkspaceFolder,
} from "vscode";
import { splitShell } from "../../../shared/go/command.ts";
import type { Documents } from "./answers/documents.ts";
import { questions, type QuestionName } from "./answers/questions.ts";
import { choosePackage } from "./debug/choosePackage.ts";
import { runConfiguration } from "./debug/configurations.ts";
import { programOfFile } from "./debug/goPackages.ts";
import type { LanguageServer } from "./language/server.ts";
import { programOrMessage } from "./program.ts";
import type { Node } from "./view/node.ts";

/** A walkthrough's full name, as VS Code makes it of the extension's and its own. */
const walkthrough = "gorunscope.gorunscope#begin";

export function registerCommands(documents: Documents, server: LanguageServer): Disposable {
  const register = (name: string, carry: (...args: never[]) => unknown) =>
    commands.registerCommand(`gorunscope.${name}`, carry);
  const shows = Object.keys(questions).map((name) =>
    register(`show${name[0]?.toUpperCase()}${name.slice(1)}`, (asked = {}) =>
      documents.show(name as QuestionName, asked),
    ),
  );
  return Disposable.from(
    ...shows,
    register("debugFile", () => launch({}, false)),
    register("runFile", () => launch({}, true)),
    register("debugWithArguments", () => debugWithArguments()),
    register("debugPackage", () => debugPackage()),
    register("doctor", () => doctor()),
    register("restartServer", () => programOrMessage() !== undefined && server.restart()),
    register("openWalkthrough", () => commands.executeCommand("workbench.action.openWalkthrough", walkthrough, false)),
    register("copyValue", (node: Node) => env.clipboard.writeText(node.value ?? "")),
    register("openPath", (node: Node) => window.createTerminal({ cwd: node.directory ?? "" }).show()),
  );
}

/** The folder of the open file. */
function folderOnScreen(): WorkspaceFolder | undefined {
  const uri = window.activeTextEditor?.document.uri;
  return (uri && workspace.getWorkspaceFolder(uri)) ?? workspace.workspaceFolders?.[0];
}

/** What is missing in the configuration is resolved as for F5 without a launch.json. */
function launch(attributes: Record<string, unknown>, noDebug: boolean): Thenable<boolean> {
  return debug.startDebugging(folderOnScreen(), runConfiguration("go run", attributes), { noDebug });
}

async function debugWithArguments(): Promise<void> {
  const program = programOfFile(window.activeTextEditor?.document) ?? (await choosePackage(folderOnScreen()));
  if (program === undefined) return;
  const line = await window.showInputBox({ prompt: "Arguments of the program, as typed in a shell", validateInput });
  if (line !== undefined) await launch({ program, args: splitShell(line) }, false);
}

function validateInput(line: string): string | undefined {
  try {
    splitShell(line);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

async function debugPackage(): Promise<void> {
  const program = await choosePackage(undefined);
  if (program !== undefined) await launch({ program }, false);
}

async function doctor(): Promise<void> {
  const program = programOrMessage();
  if (program === undefined) return;
  const execution = new ProcessExecution(program, ["doctor"]);
  const scope = workspace.workspaceFolders === undefined ? TaskScope.Global : TaskScope.Workspace;
  await tasks.executeTask(new Task({ type: "process" }, scope, "doctor", "gorunscope", execution));
}
