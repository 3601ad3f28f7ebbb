/**
 * What go prints about its cache keys under GODEBUG=gocachehash=1. The format is that of cmd/go/internal/cache/hash.go:
 *
 *     HASH[NAME]                     a block opens; NAME is "build P", "link P", …
 *     HASH[NAME]: "go1.26.8"         one input, %q
 *     HASH[NAME]: <64 hex digits>    the key
 *     HASH /FILE: <64 hex digits>    a file's hash (or why it has none)
 *     HASH subkey <64 hex digits> "stdout" = <64 hex digits>
 *
 * Blocks of several names interleave, and go's stderr holds other lines, too: the compiler's, "go: downloading …".
 */
import { blockName, LoggedBlock } from "./keyBlocks.ts";
import type { KeyBlock } from "./keyBlocks.ts";

export { decodeBlocks, encodeBlocks } from "./keyBlocks.ts";
export type { KeyBlock } from "./keyBlocks.ts";

export interface KeyLogHandlers {
  /** A block's key line came. Again, with `ambiguous`, where a further block of that name ends with another key. */
  onKey?(block: KeyBlock): void;
  /** The first block of a name opened. */
  onOpen?(block: KeyBlock): void;
  /** A line that is not one of go's HASH lines, without its newline. */
  onLine?(line: string): void;
}

/** The environment of a go that prints its key log. */
export function withKeyLog(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, GODEBUG: env.GODEBUG ? `${env.GODEBUG},gocachehash=1` : "gocachehash=1" };
}

/** The blocks whose names are those of actions: the others (moduleIndex, testInputs, …) are keys of other things. */
const actionName = /^(build|link|vet|preprocess PGO profile) (.+)$|^(linkShared)$/s;

/** The name of nearly half of all inputs: blocks of the module index, which hold modification times. */
const commonest = "moduleIndex]";
const quote = 0x22;
const idDigits = 64;
const id = /[0-9a-f]{64}/y;
const quoted = /"[^"\\\0-\x1f\x7f]*(?:\\(?:[abfnrtv\\"]|x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})[^"\\\0-\x1f\x7f]*)*"/y;
const subkey = /^HASH subkey [0-9a-f]{64} "(?:[^"\\]|\\.)*" = [0-9a-f]{64}$/;
const unreadable = /^HASH (.+): \w+ \1: ./s;

interface Seen {
  /** The name's bytes, as Latin-1 text. */
  name: string;
  block: LoggedBlock;
  /** How many blocks of the name are open. */
  open: number;
  /** One came before, whole: the open one's inputs are not kept, its key decides whether it is the same again. */
  repeated: boolean;
}

/**
 * Reads go's stderr as it comes, cut anywhere. A big build prints megabytes, so the lines are looked at where they lie, as Latin-1
 * text whose indices are the bytes' own, and most of the looking is left to the engine's native search.
 */
export class KeyLog {
  readonly #handlers: KeyLogHandlers;
  readonly #blocks = new Map<string, LoggedBlock>();
  readonly #seen = new Map<string, Seen>();
  /** What the last line's name was: mostly the next one's, too. */
  #last: Seen | undefined;
  /** The beginning of a line whose end has not come. */
  #partial: Buffer[] = [];

  constructor(handlers: KeyLogHandlers) {
    this.#handlers = handlers;
  }

  /** By name: "build example.com/m/lib". */
  get blocks(): ReadonlyMap<string, KeyBlock> {
    return this.#blocks;
  }

  push(chunk: Buffer): void {
    const whole = chunk.lastIndexOf("\n") + 1;
    if (whole > 0) {
      const lines = chunk.subarray(0, whole);
      const joined = this.#partial.length === 0 ? lines : Buffer.concat([...this.#partial, lines]);
      this.#partial = [];
      this.#lines(joined);
    }
    // A copy: the caller may fill the chunk again.
    if (whole < chunk.length) this.#partial.push(Buffer.from(chunk.subarray(whole)));
  }

  /** The stream ended: what is left is a line, too. */
  end(): void {
    if (this.#partial.length > 0) this.push(Buffer.from("\n"));
  }

  /** @param buffer whole lines, the last one's newline included */
  #lines(buffer: Buffer): void {
    const text = buffer.toString("latin1");
    let from = 0;
    for (let to = text.indexOf("\n"); to >= 0; to = text.indexOf("\n", from)) {
      if (!this.#hashLine(buffer, text, from, to)) this.#handlers.onLine?.(buffer.toString("utf8", from, to));
      from = to + 1;
    }
  }

  /** Takes a line of go's own, text[from, to); false where it is none. */
  #hashLine(buffer: Buffer, text: string, from: number, to: number): boolean {
    if (text.startsWith("HASH ", from)) return isFileOrSubkey(text, from, to);
    if (!text.startsWith("HASH[", from)) return false;
    const nameFrom = from + "HASH[".length;
    const nameTo = findNameEnd(text, nameFrom, to);
    if (nameTo <= nameFrom) return false;
    if (nameTo === to - 1) return this.#open(buffer, nameFrom, nameTo);
    const valueFrom = nameTo + "]: ".length;
    if (text.charCodeAt(valueFrom) === quote) {
      return isQuoted(text, valueFrom, to) && this.#input(text, nameFrom, nameTo, valueFrom, to);
    }
    return isID(text, valueFrom, to) && this.#key(buffer, text, nameFrom, nameTo, valueFrom);
  }

  #open(buffer: Buffer, nameFrom: number, nameTo: number): boolean {
    const name = buffer.toString("latin1", nameFrom, nameTo);
    const seen = this.#seen.get(name);
    if (seen === undefined) {
      const match = actionName.exec(buffer.toString("utf8", nameFrom, nameTo));
      if (match === null) return true;
      const block = new LoggedBlock(match[1] ?? match[3] ?? "", match[2] ?? "");
      this.#seen.set(name, { name, block, open: 1, repeated: false });
      this.#blocks.set(blockName(block.kind, block.package), block);
      this.#handlers.onOpen?.(block);
      return true;
    }
    seen.repeated = true;
    if (seen.open > 0) seen.block.makeAmbiguous();
    seen.open++;
    return true;
  }

  #input(text: string, nameFrom: number, nameTo: number, valueFrom: number, valueTo: number): boolean {
    if (text.startsWith(commonest, nameFrom)) return true;
    const seen = this.#find(text, nameFrom, nameTo);
    if (seen === undefined || seen.open === 0) return !actionName.test(text.slice(nameFrom, nameTo));
    if (!seen.repeated) seen.block.append(text.slice(valueFrom + 1, valueTo - 1));
    return true;
  }

  #key(buffer: Buffer, text: string, nameFrom: number, nameTo: number, valueFrom: number): boolean {
    const seen = this.#find(text, nameFrom, nameTo);
    if (seen === undefined || seen.open === 0) return !actionName.test(text.slice(nameFrom, nameTo));
    seen.open--;
    const { block } = seen;
    // Not a slice of the text, which it would keep in memory.
    const actionID = buffer.toString("latin1", valueFrom, valueFrom + idDigits);
    if (seen.repeated && block.actionID === actionID) return true;
    if (seen.repeated) block.makeAmbiguous();
    else block.close(actionID);
    this.#handlers.onKey?.(block);
    return true;
  }

  #find(text: string, nameFrom: number, nameTo: number): Seen | undefined {
    const last = this.#last;
    if (last?.name.length === nameTo - nameFrom && text.startsWith(last.name, nameFrom)) return last;
    const seen = this.#seen.get(text.slice(nameFrom, nameTo));
    this.#last = seen;
    return seen;
  }
}

/** Where "]" ends the name: before ": ", or as the line's last byte; -1 where it does neither. */
function findNameEnd(text: string, from: number, to: number): number {
  for (let i = text.indexOf("]", from); i >= 0 && i < to; i = text.indexOf("]", i + 1)) {
    if (i === to - 1 || text.startsWith(": ", i + 1)) return i;
  }
  return -1;
}

function isID(text: string, from: number, to: number): boolean {
  id.lastIndex = from;
  return to - from === idDigits && id.test(text);
}

/** Whether one string as %q writes it fills text[from, to), its quotes included. */
function isQuoted(text: string, from: number, to: number): boolean {
  quoted.lastIndex = from;
  return quoted.test(text) && quoted.lastIndex === to;
}

/** Whether text[from, to) is a file's hash, a subkey, or a file that could not be read. The commonest is found first. */
function isFileOrSubkey(text: string, from: number, to: number): boolean {
  if (isID(text, to - idDigits, to) && text.startsWith(": ", to - idDigits - 2)) return true;
  const line = text.slice(from, to);
  return subkey.test(line) || unreadable.test(line);
}
