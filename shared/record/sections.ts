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
  const rest = JSON.parse(sections.rest) as Omit<RunRecord, "cacheKeys">;
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
  const flat = JSON.parse(line) as string[];
  const inputs: KeyInput[] = [];
  for (let i = 0; i < flat.length; i += 3) {
    inputs.push({ kind: flat[i] as InputKind, name: flat[i + 1] ?? "", value: flat[i + 2] ?? "" });
  }
  return inputs;
}
