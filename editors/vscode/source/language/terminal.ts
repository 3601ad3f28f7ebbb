/** The lens "run": the program gets a terminal, which stays until the next one, with what it has said. */
import { ProcessExecution, Task, TaskPanelKind, TaskRevealKind, tasks, TaskScope, Uri, workspace } from "vscode";

/** What the language server asks for (gorunscope/runInTerminal). */
export interface WantedTerminal {
  title: string;
  command: string[];
  cwd: string;
  /** Put over the terminal's environment; null unsets. */
  env: Record<string, string | null>;
}

/** Starts a command in the terminal of a task of its own. */
export async function runInTerminal({ title, command, cwd, env }: WantedTerminal): Promise<object> {
  const unset = Object.keys(env).filter((name) => env[name] === null);
  // A task can set variables, and unset none.
  const words = unset.length > 0 ? ["env", ...unset.flatMap((name) => ["-u", name]), ...command] : command;
  const set = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== null);
  const [file = "", ...args] = words;
  const execution = new ProcessExecution(file, args, { cwd, env: Object.fromEntries(set) });
  const scope = workspace.getWorkspaceFolder(Uri.file(cwd)) ?? TaskScope.Workspace;
  const task = new Task({ type: "process" }, scope, `go run ${title}`, "gorunscope", execution);
  task.presentationOptions = {
    reveal: TaskRevealKind.Always,
    panel: TaskPanelKind.Dedicated,
    clear: true,
    echo: false,
  };
  await tasks.executeTask(task);
  return {};
}
