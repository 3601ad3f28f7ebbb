/** Positions as a client counts them, and as JavaScript does. https://microsoft.github.io/language-server-protocol, PositionEncodingKind. */
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Position, Range } from "vscode-languageserver";

/** How many units of a line lie before a character: UTF-16 units, or bytes of UTF-8. */
export type Encoding = "utf-16" | "utf-8";

/** The first that the client offers and we know; UTF-16 is what everybody knows. */
export function chooseEncoding(offered: readonly string[] | undefined): Encoding {
  return offered?.find((each): each is Encoding => each === "utf-16" || each === "utf-8") ?? "utf-16";
}

/** The offset of a position in UTF-16 units; one past a line's end is at its end, one past the text's at that. */
export function offsetAt(document: TextDocument, position: Position, encoding: Encoding): number {
  if (encoding === "utf-16") return document.offsetAt(position);
  const { line } = position;
  const start = document.offsetAt({ line, character: 0 });
  const text = lineText(document, line);
  let bytes = 0;
  let units = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    // A position within a character is at its beginning.
    if (bytes > position.character) break;
    units += character.length;
  }
  return start + units;
}

/** The position of an offset in UTF-16 units. */
export function positionAt(document: TextDocument, offset: number, encoding: Encoding): Position {
  const position = document.positionAt(offset);
  if (encoding === "utf-16") return position;
  const before = lineText(document, position.line).slice(0, position.character);
  return { line: position.line, character: Buffer.byteLength(before) };
}

export function rangeOf(document: TextDocument, span: { from: number; to: number }, encoding: Encoding): Range {
  return { start: positionAt(document, span.from, encoding), end: positionAt(document, span.to, encoding) };
}

function lineText(document: TextDocument, line: number): string {
  const text = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
  return text.replace(/[\r\n]+$/, "");
}
