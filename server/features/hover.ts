/** textDocument/hover: what a run found of the program, the package, or an imported package. */
import type { Hover, HoverParams } from "vscode-languageserver";
import type { BuildDirResponse, ProcTreeResponse } from "../../shared/contract/answers.ts";
import type { OpenFile } from "../documents/documents.ts";
import type { ImportSpec, Span } from "../source/outline.ts";
import { isProgram, type ServerState } from "../state.ts";
import { actionPage, programPage } from "../text/hoverPages.ts";
import { renderPages, type Page } from "../text/markup.ts";
import { builtPackage } from "./codeLens.ts";

export async function hover(state: ServerState, { textDocument, position }: HoverParams): Promise<Hover | null> {
  const file = state.documents.get(textDocument.uri);
  if (!file || !state.settings(file.path).hover) return null;
  const offset = file.offsetAt(position);
  const isAt = (span: Span | undefined): span is Span => span !== undefined && span.from <= offset && offset <= span.to;
  const { packageClause, imports, main } = file.outline();
  const imported = imports.find(isAt);
  if (isAt(main) && isProgram(file)) return answer(state, file, main, await mainPages(state, file));
  if (imported) return answer(state, file, imported, await importPages(state, file, imported));
  if (isAt(packageClause)) return answer(state, file, packageClause, await packagePages(state, file));
  return null;
}

function answer(state: ServerState, file: OpenFile, span: Span, pages: Page[]): Hover | null {
  if (pages.length === 0) return null;
  return { contents: renderPages(pages, state.client.hoverMarkup), range: file.rangeOf(span) };
}

async function mainPages(state: ServerState, file: OpenFile): Promise<Page[]> {
  const known = state.packages.of(file.path);
  const forecast = state.forecasts.of(known);
  const [run] = state.programRuns.ofProgram(known);
  if (!run) {
    if (!forecast) return [];
    return [
      { title: `go run ${known.importPath ?? file.path}`, sentences: ["no run yet", forecast.sentence], rows: [] },
    ];
  }
  const ask = (method: string, args?: object) => state.runs.request(run.run, method, args).catch(() => undefined);
  const [buildDir, procTree, builds] = await Promise.all([
    ask("buildDir") as Promise<BuildDirResponse | undefined>,
    ask("procTree", { live: run.live }) as Promise<ProcTreeResponse | undefined>,
    state.built.of(run),
  ]);
  const now = new Date();
  const action = builds.get(run.package);
  const page = programPage({ run, buildDir, procTree, forecast }, now);
  return action && action.state !== "pending" ? [page, actionPage(action, run, now)] : [page];
}

async function packagePages(state: ServerState, file: OpenFile): Promise<Page[]> {
  const found = await builtPackage(state, file);
  return found ? [actionPage(found.action, found.run, new Date())] : [];
}

async function importPages(state: ServerState, file: OpenFile, { path }: ImportSpec): Promise<Page[]> {
  const known = state.packages.of(file.path);
  // Of the program that imports it, where that has run: another program's build may have other flags.
  const own = state.programRuns.ofProgram(known);
  const runs = [...own, ...state.programRuns.ofModule(known).filter((run) => !own.includes(run))];
  // The standard library imports some packages from its own vendor directory.
  const found = (await state.built.newestWith(path, runs)) ?? (await state.built.newestWith(`vendor/${path}`, runs));
  return found ? [actionPage(found.action, found.run, new Date())] : [];
}
