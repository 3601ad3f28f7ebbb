/** What is known of the contract's answers beyond their being JSON: names, one-line values and orders, by the field they stand in. */
import type {
  BuildDirResponse,
  CacheAction,
  CacheKeysResponse,
  CacheKeysSummary,
  EnvironmentResponse,
  EnvironmentVariable,
  Executable,
  KeyInput,
  Mapping,
  ProcessFacts,
  ProcNode,
  ProcTreeResponse,
  Reason,
  WorkDirectory,
} from "../../shared/contract/answers.ts";
import { actionName, actionSentence, missesFirst } from "../../shared/text/actions.ts";
import { buildDirSentence } from "../../shared/text/buildDir.ts";
import { fullCommand } from "../../shared/text/commands.ts";
import { foldEnded, groupSentence, procTreeSentence, purposeOf, stateOf } from "../../shared/text/processes.ts";
import { shown } from "../../shared/text/safe.ts";
import { bytesText } from "../../shared/text/units.ts";
import type { NodeContext } from "./node.ts";

/** A child to be: its name, its value, and the kind that names its shape. */
export type Entry = [name: string, value: unknown, kind: string];

/** What is special about the values of one kind. */
export interface Shape<T = unknown> {
  /** The node's name, where it is not the field's or the index. */
  name?(value: T): string;
  /** The value in one line. */
  value?(value: T): string;
  /** Set where the line says all there is. */
  leaf?: boolean;
  /** What an object expands to, where that is not its fields. */
  entries?(value: T, context: NodeContext): Entry[] | Promise<Entry[]>;
  /** A list in the order in which it is shown. */
  order?(value: T): unknown[];
  /** The kind of a list's elements, where it is not the list's own with "[]". */
  elements?: string;
}

/** So many ended tools of one process are shown beside those that live. */
const endedLimit = 5;

const processShape = shapeOf<ProcNode>({
  name: (node) => `${node.role} ${node.pid}`,
  value: (node) => `${stateOf(node)}, ${purposeOf(node)}`,
  entries: ({ children, ...fields }) => {
    const { single, groups } = foldEnded(children, endedLimit);
    return [
      ...fieldsOf(fields),
      ...single.map((child): Entry => ["", child, "children[]"]),
      ...groups.map(({ name, members }): Entry => [`ended ${name}`, members, `ended ${name}`]),
    ];
  },
});

/** By kind: the field that a value stands in, with "[]" for the elements of the list in that field. */
const table: Record<string, Shape> = {
  buildDir: shapeOf<BuildDirResponse>({ value: buildDirSentence }),
  cacheKeys: shapeOf<CacheKeysResponse>({ value: ({ summary }) => shown(summary.sentence) }),
  procTree: shapeOf<ProcTreeResponse>({ value: procTreeSentence }),
  environment: shapeOf<EnvironmentResponse>({
    value: ({ variables }) =>
      `${variables.filter(({ inKeys }) => inKeys > 0).length} of ${variables.length} variables and directories stand in keys`,
  }),
  "variables[]": shapeOf<EnvironmentVariable>({
    name: ({ name }) => shown(name),
    value: ({ sentence }) => shown(sentence),
  }),

  work: shapeOf<WorkDirectory>({ value: ({ path }) => shown(path) }),
  executable: shapeOf<Executable>({ value: ({ path, bytes }) => `${shown(path)}, ${bytesText(bytes)}` }),
  process: shapeOf<ProcessFacts>({ value: ({ pid }) => `pid ${pid}` }),
  command: shapeOf<string[]>({ value: (words) => fullCommand(words).join(" ") }),
  "objects[]": shapeOf<BuildDirResponse["objects"][number]>({
    name: actionName,
    value: ({ directory }) => shown(directory),
    leaf: true,
  }),
  "mappings[]": shapeOf<Mapping>({
    name: ({ start, end }) => `${shown(start)}-${shown(end)}`,
    value: ({ permissions, path }) => `${shown(permissions)} ${shown(path)}`.trimEnd(),
    leaf: true,
  }),

  summary: shapeOf<CacheKeysSummary>({ value: ({ sentence }) => shown(sentence) }),
  actions: shapeOf<CacheAction[]>({ order: missesFirst }),
  "actions[]": shapeOf<CacheAction>({
    name: actionName,
    value: actionSentence,
    entries: async (action, context) =>
      fieldsOf({ ...action, inputs: action.inputs ?? (await context.inputsOf(action)) }),
  }),
  "inputs[]": shapeOf<KeyInput>({
    name: ({ kind, name }) => `${kind} ${shown(name)}`,
    value: ({ value }) => shown(value),
    leaf: true,
  }),
  reason: shapeOf<Reason>({ value: ({ sentence }) => shown(sentence) }),
  "changes[]": shapeOf<Reason["changes"][number]>({
    name: ({ kind, name }) => `${kind} ${shown(name)}`,
    value: ({ before, after }) =>
      [before, after].map((value) => (value === undefined ? "(none)" : shown(value))).join(" → "),
    leaf: true,
  }),

  root: processShape,
  "children[]": processShape,
  "ended tools": shapeOf<ProcNode[]>({
    value: (members) => groupSentence({ name: "tools", members }),
    elements: "children[]",
  }),
  "ended children": shapeOf<ProcNode[]>({
    value: (members) => groupSentence({ name: "children", members }),
    elements: "children[]",
  }),
};

/** A map, since the fields of JSON may be called anything. */
export const shapes: ReadonlyMap<string, Shape> = new Map(Object.entries(table));

/** An object's fields as entries, each of the kind that its name says. */
export function fieldsOf(object: object): Entry[] {
  return Object.entries(object).map(([field, value]): Entry => [field, value, field]);
}

/** Forgets the type: the table holds shapes of values whose types only their kinds tell. */
function shapeOf<T>(shape: Shape<T>): Shape {
  return shape;
}
