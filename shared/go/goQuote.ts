/**
 * Strings as Go's `%q` writes them: in double quotes, with the escapes of strconv.Quote
 * (https://pkg.go.dev/strconv#Quote).
 */

const escape = /\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|.)/gs;
const simpleEscapes = new Map([
  ["\\a", "\x07"],
  ["\\b", "\b"],
  ["\\f", "\f"],
  ["\\n", "\n"],
  ["\\r", "\r"],
  ["\\t", "\t"],
  ["\\v", "\v"],
  ["\\\\", "\\"],
  ['\\"', '"'],
]);

/**
 * What stands between the quotes of a quoted string, decoded.
 * A byte that is no UTF-8 (`\xff`) has no JavaScript character and stays as its escape; so does what is no escape of Go's.
 */
export function unescape(content: string): string {
  const first = content.indexOf("\\");
  if (first < 0) return content;
  // Nearly every line that go hashes has its newline as its only escape.
  if (first === content.length - 2 && content.endsWith("n")) return `${content.slice(0, first)}\n`;
  return content.replace(escape, (whole) => simpleEscapes.get(whole) ?? decodeNumber(whole));
}

function decodeNumber(whole: string): string {
  const code = parseInt(whole.slice(2), 16);
  const largest = whole.startsWith("\\x") ? 0x7f : 0x10ffff;
  return code <= largest ? String.fromCodePoint(code) : whole;
}

/** A string between double quotes that Go decodes to the same text. JSON's escapes are a part of Go's. */
export function quote(text: string): string {
  return JSON.stringify(text);
}

const quotedString = /"([^"\\]*(?:\\.[^"\\]*)*)"/sy;

/** A reader of text in which quoted strings, lists of them (`["-N" "-l"]`) and plain parts follow each other. */
export class QuotedReader {
  readonly #text: string;
  #at: number;

  constructor(text: string, at = 0) {
    this.#text = text;
    this.#at = at;
  }

  /** True where nothing is left. */
  get atEnd(): boolean {
    return this.#at === this.#text.length;
  }

  /** What is left. */
  get rest(): string {
    return this.#text.slice(this.#at);
  }

  /** Takes exactly this text; false where something else stands. */
  take(literal: string): boolean {
    if (!this.#text.startsWith(literal, this.#at)) return false;
    this.#at += literal.length;
    return true;
  }

  /** One quoted string, decoded; undefined where none stands. */
  string(): string | undefined {
    quotedString.lastIndex = this.#at;
    const match = quotedString.exec(this.#text);
    if (match === null) return undefined;
    this.#at = quotedString.lastIndex;
    return unescape(match[1] ?? "");
  }

  /** A list of quoted strings as `%q` writes a []string; undefined where none stands. */
  list(): string[] | undefined {
    if (!this.take("[")) return undefined;
    const words: string[] = [];
    while (!this.take("]")) {
      if (words.length > 0 && !this.take(" ")) return undefined;
      const word = this.string();
      if (word === undefined) return undefined;
      words.push(word);
    }
    return words;
  }
}

/** A text that is one quoted string and nothing else, decoded; else undefined. */
export function unquote(text: string): string | undefined {
  const reader = new QuotedReader(text);
  const value = reader.string();
  return reader.atEnd ? value : undefined;
}
