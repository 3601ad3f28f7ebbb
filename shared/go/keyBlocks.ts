import { quote, unescape } from "./goQuote.ts";

/** The inputs of one action's cache key, as go printed them, and the key. */
export interface KeyBlock {
  /** What the key is of: "build", "link", "vet", "linkShared" or "preprocess PGO profile". */
  readonly kind: string;
  /** The import path; of "preprocess PGO profile" the profile's file, of "linkShared" empty. */
  readonly package: string;
  /** 64 hex digits, once its line came; absent while open, and where the block is ambiguous. */
  readonly actionID?: string;
  /** Two blocks of one name were seen that cannot be told apart. */
  readonly ambiguous: boolean;
  /** The inputs in order, decoded now, each as go hashed it (most end in a newline); none where ambiguous. */
  rawInputs(): string[];
}

/** A block whose inputs stay quoted until somebody asks. */
export class LoggedBlock implements KeyBlock {
  readonly kind: string;
  readonly package: string;
  actionID?: string;
  ambiguous = false;
  /** The inputs without their quotes, each ended by a newline; empty in a live one. */
  #quoted: Buffer;
  /** The same of a block that is being read, as Latin-1 text. */
  #lines: string[] = [];

  constructor(kind: string, packagePath: string, quoted: Buffer = Buffer.alloc(0)) {
    this.kind = kind;
    this.package = packagePath;
    this.#quoted = quoted;
  }

  /** Adds one input: the bytes between its quotes, as Latin-1 text. */
  append(content: string): void {
    this.#lines.push(content);
  }

  /** The key came: no input follows. */
  close(actionID: string): void {
    this.actionID = actionID;
    // One text of its own: the lines were slices of larger ones, which they keep in memory.
    if (this.#lines.length > 1) this.#lines = [this.#lines.join("\n")];
  }

  /** Gives the key up, and the inputs, of which nobody can say to which of two blocks they belong. */
  makeAmbiguous(): void {
    this.ambiguous = true;
    delete this.actionID;
    this.#lines = [];
  }

  rawInputs(): string[] {
    return this.quotedInputs().toString("utf8").split("\n").slice(0, -1).map(unescape);
  }

  /** The inputs still quoted, one line each. */
  quotedInputs(): Buffer {
    if (this.#lines.length === 0) return this.#quoted;
    return Buffer.from(`${this.#lines.join("\n")}\n`, "latin1");
  }
}

/** The name by which go's log and our maps know a block: "build example.com/m/lib". */
export function blockName(kind: string, packagePath: string): string {
  return packagePath === "" ? kind : `${kind} ${packagePath}`;
}

interface EncodedHeader {
  version: 1;
  /** kind, package, actionID or null, ambiguous, and how many bytes of inputs are its own. */
  blocks: [string, string, string | null, boolean, number][];
}

/**
 * All blocks in one buffer: a line of JSON that says what there is, then the inputs, quoted, one line each. They stand there as go
 * printed them, values of the environment and of `-ldflags -X` in clear: not for a file.
 */
export function encodeBlocks(blocks: ReadonlyMap<string, KeyBlock>): Buffer {
  const header: EncodedHeader = { version: 1, blocks: [] };
  const bodies: Buffer[] = [];
  for (const block of blocks.values()) {
    const body = block instanceof LoggedBlock ? block.quotedInputs() : quoteInputs(block);
    header.blocks.push([block.kind, block.package, block.actionID ?? null, block.ambiguous, body.length]);
    bodies.push(body);
  }
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...bodies]);
}

function quoteInputs(block: KeyBlock): Buffer {
  const lines = block.rawInputs().map((input) => `${quote(input).slice(1, -1)}\n`);
  return Buffer.from(lines.join(""));
}

/**
 * Blocks as encodeBlocks wrote them, by name. Their inputs stay parts of the buffer and are decoded when asked for.
 * @throws Error where the buffer is not that, or is cut off
 */
export function decodeBlocks(buffer: Buffer): Map<string, KeyBlock> {
  let offset = buffer.indexOf("\n") + 1;
  const header = JSON.parse(buffer.toString("utf8", 0, offset)) as EncodedHeader;
  if (header.version !== 1) throw new Error(`key blocks of version ${String(header.version)} cannot be read`);
  const blocks = new Map<string, KeyBlock>();
  for (const [kind, packagePath, actionID, ambiguous, length] of header.blocks) {
    if (offset + length > buffer.length) throw new Error(`the key blocks end within ${blockName(kind, packagePath)}`);
    const block = new LoggedBlock(kind, packagePath, buffer.subarray(offset, offset + length));
    block.ambiguous = ambiguous;
    if (actionID !== null) block.actionID = actionID;
    blocks.set(blockName(kind, packagePath), block);
    offset += length;
  }
  return blocks;
}
