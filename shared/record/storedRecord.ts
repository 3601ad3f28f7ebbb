import type { CacheKeysResponse, KeyInput } from "../contract/answers.ts";
import type { RunRecord } from "../contract/record.ts";
import type { PackedInputs } from "./packedRecord.ts";
import { decodeSection, findSection, type Head } from "./recordFile.ts";
import { namesInLine, parseInputsLine, parseKeys, recordOf, type RecordRest, type Sections } from "./sections.ts";
import type { RecordSummary } from "./summary.ts";

/** Inputs of keys, by the ids of their actions. */
export interface InputsById {
  /** Undefined where there is no such action, or its inputs are not known. */
  inputs(id: string): KeyInput[] | undefined;
  /** The import paths among them. */
  imports(id: string): string[];
}

/** A kept record, of which each part is unpacked when it is asked for. What is removed meanwhile stays readable here. */
export class StoredRecord {
  readonly #file: Buffer;
  readonly #head: Head;
  readonly #description: string;
  readonly #texts = new Map<string, Promise<string>>();
  #keys: Promise<CacheKeysResponse> | undefined;
  #inputLines: Promise<Map<string, string>> | undefined;

  /**
   * @param file all of the record's file
   * @param description how messages name it
   */
  constructor(file: Buffer, head: Head, description: string) {
    this.#file = file;
    this.#head = head;
    this.#description = description;
  }

  get summary(): RecordSummary {
    return this.#head.summary;
  }

  /**
   * All actions without their inputs.
   * @throws Failure 7004 where that part is damaged
   */
  keys(): Promise<CacheKeysResponse> {
    return (this.#keys ??= this.#text("keys").then(parseKeys));
  }

  /**
   * The same as it is kept, as JSON.
   * @throws Failure 7004 where that part is damaged
   */
  keysText(): Promise<string> {
    return this.#text("keys");
  }

  /**
   * The inputs of an action's key.
   * @param id the action's
   * @returns undefined where there is no such action, or its inputs are not known
   * @throws Failure 7004 where that part is damaged
   */
  async inputs(id: string): Promise<KeyInput[] | undefined> {
    return (await this.allInputs()).inputs(id);
  }

  /**
   * The inputs of all keys, each parsed when it is asked for.
   * @throws Failure 7004 where that part is damaged
   */
  async allInputs(): Promise<InputsById> {
    const lines = await (this.#inputLines ??= this.#indexInputs());
    return {
      inputs: (id) => parseInputsLine(lines.get(id) ?? ""),
      imports: (id) => namesInLine(lines.get(id) ?? "", "import"),
    };
  }

  /**
   * All but the keys.
   * @throws Failure 7004 where that part is damaged
   */
  async rest(): Promise<RecordRest> {
    return JSON.parse(await this.#text("rest")) as RecordRest;
  }

  /**
   * All of it.
   * @throws Failure 7004 where a part is damaged
   */
  async whole(): Promise<RunRecord> {
    const [keys, inputs, rest] = await Promise.all([this.#text("keys"), this.#text("inputs"), this.#text("rest")]);
    return recordOf({ keys, inputs, rest }, this.summary);
  }

  /** The inputs of all keys as they stand in the file; undefined where they are damaged, or it is not said what they are of. */
  packedInputs(): PackedInputs | undefined {
    const found = findSection(this.#file, this.#head, "inputs");
    const { directory } = this.summary;
    if (found?.section.of === undefined) return undefined;
    return { of: found.section.of, section: found, ...(directory !== undefined && { directory }) };
  }

  async #indexInputs(): Promise<Map<string, string>> {
    const [keys, text] = await Promise.all([this.keys(), this.#text("inputs")]);
    const lines = text.split("\n");
    return new Map(keys.actions.map(({ id }, index) => [id, lines[index] ?? ""]));
  }

  #text(name: keyof Sections): Promise<string> {
    const known = this.#texts.get(name) ?? decodeSection(this.#file, this.#head, name, this.#description);
    this.#texts.set(name, known);
    return known;
  }
}
