/** textDocument/codeAction: what the lenses do, for clients that have none. */
import type { CodeAction, CodeActionParams } from "vscode-languageserver";
import { isWanted } from "../client.ts";
import { actionKind, commandOf, type CommandName } from "../commands/names.ts";
import type { OpenFile } from "../documents/documents.ts";
import type { Span } from "../source/outline.ts";
import { isProgram, type ServerState } from "../state.ts";
import { mainLenses } from "../text/mainLens.ts";
import { mainStateOf } from "./codeLens.ts";

export function codeActions(state: ServerState, { textDocument, range, context }: CodeActionParams): CodeAction[] {
  const file = state.documents.get(textDocument.uri);
  if (!file || !state.settings(file.path).codeAction || !isAskedFor(context.only)) return [];
  // A light bulb at every func main tells those nothing who have lenses there.
  if (state.client.hasLenses && !isWanted(context.triggerKind)) return [];
  const [from, to] = [file.offsetAt(range.start), file.offsetAt(range.end)];
  const touches = (span: Span | undefined) => span !== undefined && from <= span.to && to >= span.from;
  const { packageClause, main, imports } = file.outline();
  const atMain = touches(main) && isProgram(file);
  const imported = imports.find(touches);
  if (atMain) return mainActions(state, file);
  if (imported) return packageActions(state, file, imported.path);
  if (touches(packageClause)) return packageActions(state, file, state.packages.of(file.path).importPath);
  return [];
}

function isAskedFor(only: readonly string[] | undefined): boolean {
  return only === undefined || only.length === 0 || only.includes(actionKind) || only.includes("");
}

function mainActions(state: ServerState, file: OpenFile): CodeAction[] {
  const { importPath } = state.packages.of(file.path);
  const lenses = mainLenses(mainStateOf(state, file), Date.now());
  const shown = lenses.flatMap(({ title, command, run }) =>
    command === undefined ? [] : [action(state, command, title, { uri: file.uri, ...(run !== undefined && { run }) })],
  );
  const isShown = (name: CommandName) => lenses.some(({ command }) => command === name);
  const further = lenses.length === 1 ? [] : mainExtras.filter(([name]) => !isShown(name));
  const target = { uri: file.uri, ...(importPath !== undefined && { package: importPath }) };
  return [...shown, ...further.map(([name, title]) => action(state, name, title, target))];
}

const mainExtras: readonly [CommandName, string][] = [
  ["forecast", "what the next run would rebuild"],
  ["explain", "why the last run rebuilt what it rebuilt"],
  ["compare", "keys of go run, go build and a debug build"],
  ["environment", "which variables stand in the keys"],
];

function packageActions(state: ServerState, file: OpenFile, path: string | undefined): CodeAction[] {
  if (path === undefined || path === "C") return [];
  const target = { uri: file.uri, package: path };
  return [
    action(state, "cacheKeys", `cache key of ${path}`, target),
    action(state, "explain", `why ${path} was rebuilt, or not`, target),
  ];
}

function action(state: ServerState, name: CommandName, title: string, target: { uri: string }): CodeAction {
  const shownTitle = title.startsWith("▶") ? title : `go run: ${title}`;
  return { title: shownTitle, kind: `${actionKind}.${name}`, command: commandOf(name, title, target, state.client) };
}
