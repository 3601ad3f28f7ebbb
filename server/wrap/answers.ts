/** Two servers' answers to one request, as one answer. Where ours has nothing to say, theirs is left as it is. */
import { MarkupContent, type CodeAction, type Hover, type MarkedString } from "vscode-languageserver-protocol";

/** By method: what the client is answered. */
export const merges: Readonly<Record<string, (theirs: unknown, ours: unknown) => unknown>> = {
  "textDocument/hover": (theirs, ours) => mergedHover(theirs as Hover | null, ours as Hover | null),
  "textDocument/codeLens": mergedLists,
  "textDocument/codeAction": mergedLists,
  shutdown: (theirs) => theirs,
};

/** Requests whose parameters are an item that one of the servers gave. */
const resolving: ReadonlySet<string> = new Set(["codeLens/resolve", "codeAction/resolve"]);

/** Whether a request asks for more of a lens or an action of ours: there is no more, it is whole as it is. */
export function isWhole(method: string, item: unknown, isOurs: (command: string) => boolean): boolean {
  if (!resolving.has(method)) return false;
  const command = (item as CodeAction | undefined)?.command;
  return typeof command?.command === "string" && isOurs(command.command);
}

function mergedLists(theirs: unknown, ours: unknown): unknown {
  if (!Array.isArray(ours) || ours.length === 0) return theirs;
  return [...(Array.isArray(theirs) ? (theirs as unknown[]) : []), ...(ours as unknown[])];
}

function mergedHover(theirs: Hover | null, ours: Hover | null): Hover | null {
  if (!theirs || !ours) return theirs ?? ours;
  return { ...theirs, contents: mergedContents(theirs.contents, ours.contents) };
}

function mergedContents(theirs: Hover["contents"], ours: Hover["contents"]): Hover["contents"] {
  if (!MarkupContent.is(theirs) || !MarkupContent.is(ours)) return [...markedStrings(theirs), ...markedStrings(ours)];
  if (theirs.kind === "plaintext" && ours.kind === "plaintext") {
    return { kind: "plaintext", value: `${theirs.value}\n\n${ours.value}` };
  }
  return { kind: "markdown", value: `${markdown(theirs)}\n\n---\n\n${markdown(ours)}` };
}

function markdown({ kind, value }: MarkupContent): string {
  return kind === "markdown" ? value : `\`\`\`text\n${value}\n\`\`\``;
}

function markedStrings(contents: Hover["contents"]): MarkedString[] {
  if (Array.isArray(contents)) return contents;
  return [MarkupContent.is(contents) ? markdown(contents) : contents];
}
