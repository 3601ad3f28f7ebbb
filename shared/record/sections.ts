/** The parts of a record that are read each by itself: keys, their inputs, all the rest. */
import type { CacheKeysResponse, InputKind, KeyInput } from "../contract/answers.ts";
import type { RunRecord } from "../contract/record.ts";

/** Names of the sections, and their texts. */
export interface Sections {
  /** cacheKeys without inputs, as JSON. */
  keys: string;
  /** One line for each action, in the order of keys: JSON of `[kind, name, value, kind, name, value, …]`, empty without inputs. */
  inputs: string;
  /** The record without cacheKeys, as JSON. */
  rest: string;
}

/** What the section `rest` holds. */
export type RecordRest = Omit<RunRecord, "cacheKeys">;

/** Takes a record apart. */
export function sectionsOf({ cacheKeys, ...rest }: RunRecord): Sections {
  const actions = cacheKeys.actions.map((action) => {
    const bare = { ...action };
    delete bare.inputs;
    return bare;
  });
  return {
    keys: JSON.stringify({ ...cacheKeys, actions }),
    inputs: cacheKeys.actions.map(({ inputs }) => (inputs === undefined ? "" : inputsLine(inputs))).join("\n"),
    rest: JSON.stringify(rest),
  };
}

function inputsLine(inputs: KeyInput[]): string {
  const flat: string[] = [];
  for (const { kind, name, value } of inputs) flat.push(kind, name, value);
  return JSON.stringify(flat);
}

/** Puts a record together; `kept` and `tags` are the summary's. */
export function recordOf(sections: Sections, summary: { kept: boolean; tags: string[] }): RunRecord {
  const rest = JSON.parse(sections.rest) as RecordRest;
  const keys = parseKeys(sections.keys);
  const lines = sections.inputs.split("\n");
  const actions = keys.actions.map((action, index) => {
    const inputs = parseInputsLine(lines[index] ?? "");
    return inputs === undefined ? action : { ...action, inputs };
  });
  return { ...rest, kept: summary.kept, tags: summary.tags, cacheKeys: { ...keys, actions } };
}

/** The section `keys`. */
export function parseKeys(text: string): CacheKeysResponse {
  return JSON.parse(text) as CacheKeysResponse;
}

/** One line of the section `inputs`; undefined where the action has none. */
export function parseInputsLine(line: string): KeyInput[] | undefined {
  if (line === "") return undefined;
  const flat = stringsOf(line);
  const inputs = new Array<KeyInput>(Math.ceil(flat.length / 3));
  for (let i = 0, at = 0; i < flat.length; i += 3, at++) {
    inputs[at] = { kind: flat[i] as InputKind, name: flat[i + 1] ?? "", value: flat[i + 2] ?? "" };
  }
  return inputs;
}

/** A JSON array of strings: where nothing in it is escaped, as in nearly every line, it need not be read letter by letter. */
function stringsOf(line: string): string[] {
  if (line === "[]" || line.includes("\\")) return JSON.parse(line) as string[];
  return line.slice(2, -2).split('","');
}

/** The names of one kind in one line of the section `inputs`. */
export function namesInLine(line: string, kind: InputKind): string[] {
  if (!line.includes(`"${kind}"`)) return [];
  const flat = stringsOf(line);
  return flat.filter((_, index) => index % 3 === 1 && flat[index - 1] === kind);
}
