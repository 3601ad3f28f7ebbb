/** Hovers as Markdown, or as plain text where the client cannot show that. Both fit into 80 columns but for keys and paths. */
import type { MarkupContent } from "vscode-languageserver";

export interface Page {
  title: string;
  /** Sentences below the title. */
  sentences: string[];
  rows: Row[];
  /** Text in columns, at the end. */
  block?: string;
}

export interface Row {
  label: string;
  value: string;
  /** Something to be copied: a key, a path. */
  isCode?: boolean;
}

export type MarkupKind = "markdown" | "plaintext";

export function renderPages(pages: readonly Page[], kind: MarkupKind): MarkupContent {
  const render = kind === "markdown" ? markdown : plain;
  return { kind, value: pages.map(render).join(kind === "markdown" ? "\n\n---\n\n" : "\n\n") };
}

function markdown({ title, sentences, rows, block }: Page): string {
  const list = rows
    .map(({ label, value, isCode }) => `- ${label} ${isCode ? inCode(value) : escaped(value)}`)
    .join("\n");
  return [
    `**${escaped(title)}**`,
    ...sentences.map(escaped),
    ...(list === "" ? [] : [list]),
    ...(block === undefined ? [] : [inFence(block)]),
  ].join("\n\n");
}

function plain({ title, sentences, rows, block }: Page): string {
  const width = Math.max(...rows.map(({ label }) => label.length), 0) + 2;
  const list = rows.map(({ label, value }) => label.padEnd(width) + value);
  return [title, ...sentences, ...list, ...(block === undefined ? [] : ["", block])].join("\n");
}

/** What CommonMark would take for markup. https://spec.commonmark.org/0.31.2/#backslash-escapes */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>&#~|!]/g, "\\$&");
}

/** A span of code: its fence is longer than any run of backticks in it. */
function inCode(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const room = longest > 0 ? " " : "";
  return fence + room + text + room + fence;
}

function inFence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
