/** textDocument/codeLens: at func main what can be run and how it stands, at the package clause the package's key. */
import type { CodeLens, CodeLensParams } from "vscode-languageserver";
import { commandOf, type CommandArguments } from "../commands/names.ts";
import type { OpenFile } from "../documents/documents.ts";
import { isProgram, type ServerState } from "../state.ts";
import { mainLenses, type MainState } from "../text/mainLens.ts";
import { packageLensTitle } from "../text/packageLens.ts";

export async function codeLenses(state: ServerState, { textDocument }: CodeLensParams): Promise<CodeLens[]> {
  const file = state.documents.get(textDocument.uri);
  if (!file || !state.settings(file.path).codeLens) return [];
  return [...(await packageLens(state, file)), ...mainLens(state, file)];
}

/** What is known at a file's func main. */
export function mainStateOf(state: ServerState, file: OpenFile): MainState {
  const known = state.packages.of(file.path);
  return {
    runs: state.programRuns.ofProgram(known),
    forecast: state.forecasts.of(known),
    problem: known.problem,
    canDebug: state.client.canDebug,
  };
}

function mainLens(state: ServerState, file: OpenFile): CodeLens[] {
  const { main } = file.outline();
  if (!main || !isProgram(file)) return [];
  const range = file.rangeOf(main);
  const { importPath } = state.packages.of(file.path);
  return mainLenses(mainStateOf(state, file), Date.now()).map(({ title, command, run }) => {
    if (command === undefined) return { range, command: { title, command: "" } };
    const args: CommandArguments = {
      uri: file.uri,
      ...(importPath !== undefined && { package: importPath }),
      ...(run !== undefined && { run }),
    };
    return { range, command: commandOf(command, title, args, state.client) };
  });
}

async function packageLens(state: ServerState, file: OpenFile): Promise<CodeLens[]> {
  const { packageClause } = file.outline();
  const { name } = packageClause ?? {};
  // A test's own package is in no go run.
  if (!packageClause || name === undefined || name.endsWith("_test") || file.path.endsWith("_test.go")) return [];
  const found = await builtPackage(state, file);
  if (!found) return [];
  const { action, run } = found;
  const args = { uri: file.uri, package: action.package, run: run.run };
  const command = commandOf("cacheKeys", packageLensTitle(action), args, state.client);
  return [{ range: file.rangeOf(packageClause), command }];
}

/** What the newest run that had it has found of a file's package. */
export async function builtPackage(state: ServerState, file: OpenFile) {
  const known = state.packages.of(file.path);
  const own = state.programRuns.ofProgram(known);
  const [first] = own;
  if (first) {
    // A main package given as files has another name in its run.
    const found = await state.built.newestWith(first.package, own);
    if (found) return found;
  }
  if (known.importPath === undefined) return undefined;
  return state.built.newestWith(known.importPath, state.programRuns.ofModule(known));
}
