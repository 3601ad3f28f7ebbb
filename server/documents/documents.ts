/** The Go files that the client has open, as it has them: their texts, saved or not, and what they say of themselves. */
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Position, Range, TextDocumentContentChangeEvent, TextDocumentItem } from "vscode-languageserver";
import { GoSource } from "../source/goSource.ts";
import type { Outline, Span } from "../source/outline.ts";
import { pathOfUri } from "./paths.ts";
import { offsetAt, rangeOf, type Encoding } from "./encoding.ts";

/** One open Go file. */
export interface OpenFile {
  uri: string;
  /** The file's absolute path. */
  path: string;
  /** Whether it has changes that are not saved. */
  dirty: boolean;
  text(): string;
  outline(): Outline;
  offsetAt(position: Position): number;
  rangeOf(span: Span): Range;
}

interface Entry extends OpenFile {
  document: TextDocument;
  source: GoSource;
}

export class Documents {
  /** How positions are counted; as the client and we agreed at `initialize`. */
  encoding: Encoding = "utf-16";
  readonly #files = new Map<string, Entry>();

  /** Those with a path on disk, in the order in which they were opened. */
  get all(): readonly OpenFile[] {
    return [...this.#files.values()];
  }

  get(uri: string): OpenFile | undefined {
    return this.#files.get(uri);
  }

  /** Takes a document in, if it is a Go file on disk. */
  open({ uri, languageId, version, text }: TextDocumentItem): void {
    const path = pathOfUri(uri);
    if (path === undefined || (languageId !== "go" && !path.endsWith(".go"))) return;
    const document = TextDocument.create(uri, "go", version, text);
    const source = new GoSource(text);
    const entry: Entry = {
      uri,
      path,
      dirty: false,
      document,
      source,
      text: () => entry.document.getText(),
      outline: () => source.outline,
      offsetAt: (position) => offsetAt(entry.document, position, this.encoding),
      rangeOf: (span) => rangeOf(entry.document, span, this.encoding),
    };
    this.#files.set(uri, entry);
  }

  /** Takes changes in, one after the other. @returns as saved */
  change(uri: string, version: number, changes: TextDocumentContentChangeEvent[]): OpenFile | undefined {
    const entry = this.#files.get(uri);
    if (!entry) return undefined;
    entry.dirty = true;
    for (const change of changes) this.#apply(entry, change, version);
    return entry;
  }

  /** @returns the file; undefined where it is none of ours */
  saved(uri: string): OpenFile | undefined {
    const entry = this.#files.get(uri);
    if (entry) entry.dirty = false;
    return entry;
  }

  close(uri: string): void {
    this.#files.delete(uri);
  }

  #apply(entry: Entry, change: TextDocumentContentChangeEvent, version: number): void {
    if (!("range" in change)) {
      entry.document = TextDocument.update(entry.document, [change], version);
      entry.source.reset(change.text);
      return;
    }
    const from = offsetAt(entry.document, change.range.start, this.encoding);
    const to = Math.max(from, offsetAt(entry.document, change.range.end, this.encoding));
    const range = { start: entry.document.positionAt(from), end: entry.document.positionAt(to) };
    entry.document = TextDocument.update(entry.document, [{ range, text: change.text }], version);
    entry.source.replace({ from, to, length: change.text.length }, entry.document.getText());
  }
}
