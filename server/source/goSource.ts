/**
 * A Go file that is being edited: parsed when somebody asks, and then only where it has changed. The parser is @lezer/go's: an LR
 * parser that goes on after errors and keeps what it had of the last tree.
 */
import { TreeFragment, type Tree } from "@lezer/common";
import { parser } from "@lezer/go";
import { outlineOf, type Outline } from "./outline.ts";

/** A replacement: the text from one offset to another gave way to so many UTF-16 units. */
export interface Replacement {
  from: number;
  to: number;
  length: number;
}

/** Longer files, in UTF-16 units, are not looked at: nobody writes them by hand, and parsing them takes seconds. */
export const longestSource = 3_000_000;

export class GoSource {
  #text: string;
  #fragments: readonly TreeFragment[] = [];
  #outline: Outline | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Takes a change in. @param text the whole text after it */
  replace({ from, to, length }: Replacement, text: string): void {
    this.#text = text;
    this.#outline = undefined;
    this.#fragments = TreeFragment.applyChanges(this.#fragments, [
      { fromA: from, toA: to, fromB: from, toB: from + length },
    ]);
  }

  /** Another text altogether. */
  reset(text: string): void {
    this.#text = text;
    this.#outline = undefined;
    this.#fragments = [];
  }

  /** What the text is as it stands; of a file that is too long nothing. */
  get outline(): Outline {
    return (this.#outline ??=
      this.#text.length > longestSource ? { imports: [] } : outlineOf(this.#parse(), this.#text));
  }

  #parse(): Tree {
    const tree = parser.parse(this.#text, this.#fragments);
    this.#fragments = TreeFragment.addTree(tree, this.#fragments);
    return tree;
  }
}
