/** Words as a POSIX shell splits them, with what of them was quoted still known. */
import { split } from "shlex";
import { errorIds, Failure } from "../contract/errors.ts";

/** A stretch of a word. In "bare" and "double" ones a shell looks for expansions, in "literal" ones for nothing. */
export interface Piece {
  kind: "bare" | "double" | "literal";
  /** Quotes and escapes taken away. */
  text: string;
}

export interface ShellWord {
  pieces: Piece[];
  /** Set where a line break stood before the word: to a shell a new command. */
  newLine: boolean;
}

/**
 * Splits a text as a shell does: white space, '…', "…", $'…', $"…", backslashes. Operators and expansions are not acted
 * upon; they stay in the bare and double pieces for the caller to see.
 * @param what names the text: an attribute, a setting
 * @throws Failure 7004 where a quote or an escape is not complete; the text is not repeated, it may hold secrets
 */
export function shellWords(text: string, what: string): ShellWord[] {
  return new Scanner(text, what).words();
}

/** What the word says when nothing in it is expanded. */
export function plainText(word: ShellWord): string {
  return word.pieces.map((piece) => piece.text).join("");
}

class Scanner {
  readonly #text: string;
  readonly #what: string;
  #at = 0;
  #words: ShellWord[] = [];
  #word: ShellWord | undefined;
  #newLine = false;

  constructor(text: string, what: string) {
    this.#text = text;
    this.#what = what;
  }

  words(): ShellWord[] {
    while (this.#at < this.#text.length) this.#step();
    this.#endWord();
    return this.#words;
  }

  #step(): void {
    const char = this.#text.charAt(this.#at);
    const next = this.#text.charAt(this.#at + 1);
    if (/\s/.test(char)) {
      this.#endWord();
      if (char === "\n") this.#newLine = true;
      this.#at++;
    } else if (char === "\\") {
      this.#escape(next);
    } else if (char === "'") {
      const end = this.#closing("'", this.#at + 1);
      this.#add("literal", this.#text.slice(this.#at + 1, end));
      this.#at = end + 1;
    } else if (char === "$" && next === "'") {
      this.#ansi();
    } else if (char === '"' || (char === "$" && next === '"')) {
      this.#at += char === "$" ? 2 : 1;
      this.#double();
    } else {
      this.#add("bare", char);
      this.#at++;
    }
  }

  #escape(next: string): void {
    if (next === "") throw this.#open("an escape (\\)");
    // A backslash at the end of a line continues the line.
    if (next !== "\n") this.#add("literal", next);
    this.#at += 2;
  }

  /** $'…': a backslash escapes the quote; shlex knows the escapes. */
  #ansi(): void {
    let end = this.#at + 2;
    while (end < this.#text.length && this.#text.charAt(end) !== "'") end += this.#text.charAt(end) === "\\" ? 2 : 1;
    if (end >= this.#text.length) throw this.#open("a quote (')");
    this.#add("literal", split(this.#text.slice(this.#at, end + 1)).join(""));
    this.#at = end + 1;
  }

  #double(): void {
    this.#add("double", "");
    for (;;) {
      const char = this.#text.charAt(this.#at);
      const next = this.#text.charAt(this.#at + 1);
      if (char === "") throw this.#open('a quote (")');
      if (char === '"') break;
      if (char === "\\" && next !== "" && '$`"\\\n'.includes(next)) {
        this.#escape(next);
      } else {
        this.#add("double", char);
        this.#at++;
      }
    }
    this.#at++;
  }

  #closing(quote: string, from: number): number {
    const end = this.#text.indexOf(quote, from);
    if (end < 0) throw this.#open(`a quote (${quote})`);
    return end;
  }

  #open(what: string): Failure {
    return new Failure(errorIds.wrongArguments, `${this.#what} has ${what} that is never closed`, {
      advice: "Close it, or give the words as a list.",
    });
  }

  #add(kind: Piece["kind"], text: string): void {
    this.#word ??= { pieces: [], newLine: this.#newLine && this.#words.length > 0 };
    this.#newLine = false;
    const last = this.#word.pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else this.#word.pieces.push({ kind, text });
  }

  #endWord(): void {
    if (this.#word) this.#words.push(this.#word);
    this.#word = undefined;
  }
}
