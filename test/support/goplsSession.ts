/** A module, and a session of all that gopls answers about it. */
import type { Position } from "vscode-languageserver-protocol/node";
import { lineOf } from "./goModule.ts";

/** main.go of the module example.com/wrapped. */
export const main = `package main

//go:generate echo generated

import (
	"fmt"

	"example.com/wrapped/lib"
)

type greeter interface{ Greet() string }

type english struct{ name string }

func (e english) Greet() string { return "hello " + e.name }

func main() {
	name := lib.Name
	var who greeter = english{name}
	fmt.Println(who.Greet(), unused())
}

func unused() int  { return 1+1 }
`;

/** lib/lib.go of it. */
export const lib = 'package lib\n\n// Name is who is greeted.\nconst Name = "n"\n';

/** The place of a text in main.go, so many characters behind its beginning. */
export function at(text: string, ahead = 0): Position {
  const line = lineOf(text, main) - 1;
  return { line, character: main.split("\n")[line]!.indexOf(text) + ahead };
}

const whole = { start: { line: 0, character: 0 }, end: { line: main.split("\n").length - 1, character: 0 } };

/** By the capability that stands for it: what is asked, of the file and at places in it. */
export const session: Record<string, [method: string, params: (uri: string) => object][]> = {
  hoverProvider: [["textDocument/hover", (uri) => on(uri, at("Println", 1))]],
  completionProvider: [["textDocument/completion", (uri) => on(uri, at("Println", 2))]],
  signatureHelpProvider: [["textDocument/signatureHelp", (uri) => on(uri, at("who.Greet"))]],
  definitionProvider: [["textDocument/definition", (uri) => on(uri, at("lib.Name", 5))]],
  typeDefinitionProvider: [["textDocument/typeDefinition", (uri) => on(uri, at("who.Greet", 1))]],
  implementationProvider: [["textDocument/implementation", (uri) => on(uri, at("greeter interface", 1))]],
  referencesProvider: [
    ["textDocument/references", (uri) => ({ ...on(uri, at("name string", 1)), context: { includeDeclaration: true } })],
  ],
  documentHighlightProvider: [["textDocument/documentHighlight", (uri) => on(uri, at("who.Greet", 1))]],
  documentSymbolProvider: [["textDocument/documentSymbol", of]],
  codeActionProvider: [
    ["textDocument/codeAction", (uri) => ({ ...of(uri), range: rangeAt("1+1"), context: { diagnostics: [] } })],
  ],
  codeLensProvider: [["textDocument/codeLens", of]],
  documentFormattingProvider: [
    ["textDocument/formatting", (uri) => ({ ...of(uri), options: { tabSize: 8, insertSpaces: false } })],
  ],
  documentLinkProvider: [["textDocument/documentLink", of]],
  renameProvider: [
    ["textDocument/prepareRename", (uri) => on(uri, at("unused() int", 1))],
    ["textDocument/rename", (uri) => ({ ...on(uri, at("unused() int", 1)), newName: "used" })],
  ],
  foldingRangeProvider: [["textDocument/foldingRange", of]],
  selectionRangeProvider: [["textDocument/selectionRange", (uri) => ({ ...of(uri), positions: [at("who.Greet", 1)] })]],
  inlayHintProvider: [["textDocument/inlayHint", (uri) => ({ ...of(uri), range: whole })]],
  semanticTokensProvider: [
    ["textDocument/semanticTokens/full", of],
    ["textDocument/semanticTokens/range", (uri) => ({ ...of(uri), range: rangeAt("who.Greet") })],
  ],
  callHierarchyProvider: [["textDocument/prepareCallHierarchy", (uri) => on(uri, at("unused() int", 1))]],
  typeHierarchyProvider: [["textDocument/prepareTypeHierarchy", (uri) => on(uri, at("english struct", 1))]],
  diagnosticProvider: [["textDocument/diagnostic", of]],
  workspaceSymbolProvider: [["workspace/symbol", () => ({ query: "greeter" })]],
  executeCommandProvider: [
    ["workspace/executeCommand", (uri) => ({ command: "gopls.list_imports", arguments: [{ URI: uri }] })],
    ["workspace/executeCommand", () => ({ command: "gopls.no_such_command", arguments: [] })],
  ],
  // What nobody advertises fails in gopls' own way.
  textDocumentSync: [["textDocument/noSuchMethod", of]],
};

/** Capabilities that nothing is asked by: settings of others. */
export const silent = ["workspace", "positionEncoding", "experimental"];

function of(uri: string): object {
  return { textDocument: { uri } };
}

export function on(uri: string, position: Position): object {
  return { textDocument: { uri }, position };
}

function rangeAt(text: string) {
  return { start: at(text), end: at(text, text.length) };
}
