/** An answer of the contract as a tree of named values: what a debugger's Variables view shows. Any JSON can be one. */
import type { CacheAction, Digest, KeyInput } from "../../shared/contract/answers.ts";
import { cut } from "../../shared/text/columns.ts";
import { shown } from "../../shared/text/safe.ts";
import { bytesText, countText, durationText } from "../../shared/text/units.ts";
import { fieldsOf, shapes, type Entry } from "./shapes.ts";

/** What a node may ask for when it is expanded. */
export interface NodeContext {
  /** The inputs of an action's key; undefined where they are not known, a sentence where they cannot be had. */
  inputsOf(action: CacheAction): Promise<KeyInput[] | string | undefined>;
}

/** One variable that has no reference yet. */
export interface ViewNode {
  name: string;
  /** One line. */
  value: string;
  type: "string" | "number" | "boolean" | "object" | "array";
  /** How many children there are, where they are a list. */
  length?: number;
  /** What it expands to; absent where it does not. */
  children?(context: NodeContext): Promise<ViewNode[]>;
}

/** A summary that no shape gives is not longer than this. */
const summaryLength = 80;

/**
 * A value as a node; undefined where there is nothing to show: no value, an empty text, list or object.
 * @param name what the node is called, unless its shape knows better
 * @param kind names the value's shape: the field that it stands in, with "[]" for an element of the list in that field
 */
export function nodeOf(name: string, value: unknown, kind = name): ViewNode | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (Array.isArray(value)) return listNode(shown(name), value, kind);
  if (isDigest(value)) return { name: shown(name), value: shown(value), type: "string" };
  if (typeof value === "object") return objectNode(shown(name), value, kind);
  if (typeof value === "number") return { name: shown(name), value: numberText(kind, value), type: "number" };
  if (typeof value === "boolean") return { name: shown(name), value: String(value), type: "boolean" };
  return typeof value === "string" ? { name: shown(name), value: shown(value), type: "string" } : undefined;
}

function isDigest(value: unknown): value is Digest {
  return typeof value === "object" && typeof (value as Partial<Digest>).digest === "string";
}

/** Fields say their unit in their names. */
function numberText(field: string, value: number): string {
  if (field.endsWith("Ms")) return durationText(value);
  return /bytes$/i.test(field) ? bytesText(value) : String(value);
}

function listNode(name: string, list: unknown[], kind: string): ViewNode | undefined {
  if (list.length === 0) return undefined;
  const shape = shapes.get(kind);
  return {
    name,
    value: shape?.value?.(list) ?? listText(list, kind),
    type: "array",
    length: list.length,
    children: () => {
      const ordered = shape?.order?.(list) ?? list;
      const elements = shape?.elements ?? `${kind}[]`;
      return Promise.resolve(nodesOf(ordered.map((value, index): Entry => [`[${index}]`, value, elements])));
    },
  };
}

function objectNode(name: string, object: object, kind: string): ViewNode | undefined {
  const shape = shapes.get(kind);
  const fields = fieldsOf(object);
  const known = nodesOf(fields);
  if (known.length === 0) return undefined;
  return {
    name: shape?.name?.(object) ?? name,
    value: shape?.value?.(object) ?? objectText(known),
    type: "object",
    ...(shape?.leaf === true
      ? {}
      : { children: async (context: NodeContext) => nodesOf((await shape?.entries?.(object, context)) ?? fields) }),
  };
}

function nodesOf(entries: Entry[]): ViewNode[] {
  return entries.flatMap(([name, value, kind]) => nodeOf(name, value, kind) ?? []);
}

/** "63 actions"; a list of texts shows them. */
function listText(list: unknown[], kind: string): string {
  if (list.every((value) => typeof value === "string")) return summary(list.map(shown).join(", "));
  return countText(list.length, kind.replace(/s$/, ""), kind);
}

function objectText(fields: ViewNode[]): string {
  return summary(fields.map(({ name, value }) => `${name}: ${value}`).join(", "));
}

function summary(text: string): string {
  return cut(text, summaryLength, "…");
}
