/** One action of a build in full: its key, where it lies in the cache, why it was rebuilt, the inputs of its key. */
import type { CacheAction, InputKind, KeyInput, Reason } from "../contract/answers.ts";
import { stateText } from "./actions.ts";
import { padEnd, widest, wrap } from "./columns.ts";
import { limited, setRows, type Page, type Row } from "./page.ts";
import { shown } from "./safe.ts";
import { bytesText, countText, timeText } from "./units.ts";

const defaultInputLimit = 20;
const indent = "  ";
/** What go's hashes of files and imports take: names leave them room. */
const hashWidth = 20;

/** The kinds of inputs in the order in which people look for a cause, with their plural. */
const kinds: readonly [InputKind, string][] = [
  ["file", "files"],
  ["flag", "flags"],
  ["env", "env"],
  ["go", "go"],
  ["tool", "tools"],
  ["module", "modules"],
  ["platform", "platform"],
  ["other", "others"],
  ["import", "imports"],
];

/** Keys and paths are never cut, so that they can be copied. */
export function actionText(page: Page, action: CacheAction): string {
  const { paint } = page;
  const color = { hit: paint.green, miss: paint.yellow, failed: paint.red }[action.state as string] ?? paint.dim;
  const title = `${shown(action.action)} ${paint.bold(shown(action.package))}  ${color(stateText(action))}`;
  const rows: Row[] = [
    ["reason", (room) => (action.reason === undefined ? [] : reasonLines(page, action.reason, room))],
    ["why", (room) => (action.why === undefined ? [] : wrap(shown(action.why).split(" "), room))],
    ["key", text(action.actionID)],
    ["short ID", text(action.shortID)],
    ["output ID", text(action.outputID)],
    ["entry", text(action.entry)],
    ["output", text(action.output)],
    ["size", action.bytes === undefined ? [] : [bytesText(action.bytes)]],
    ["stored", action.storedAt === undefined ? [] : [timeText(action.storedAt, page.now)]],
  ];
  const inputs = action.inputs === undefined ? [] : inputLines(page, action.inputs);
  return [title, ...setRows(page, rows, indent), ...inputs].join("\n");
}

function text(value: string | undefined): string[] {
  return value === undefined ? [] : [shown(value)];
}

/** A reason's sentence, what changed from what to what, and for a cascade the way to where it began. */
export function reasonLines(page: Page, reason: Reason, room: number): string[] {
  const arrow = ` ${page.signs.arrow} `;
  const changes = reason.changes.map(({ kind, name, before, after }) => {
    const values = [before, after].map((value) => (value === undefined ? "(none)" : shown(value)));
    return page.cut(`${kind} ${shown(name)}: ${values.join(arrow)}`, room);
  });
  // What one package imports is told by where that began.
  const shownChanges = reason.kind === "cascade" ? [] : changes;
  const way = reason.path === undefined || reason.path.length < 2 ? [] : [reason.path.map(shown).join(arrow)];
  return [
    ...wrap(shown(reason.sentence).split(" "), room),
    ...limited(page, shownChanges, page.limit ?? defaultInputLimit).map(page.paint.dim),
    ...way.flatMap((line) => wrap(line.split(" "), room)).map(page.paint.dim),
  ];
}

/** The inputs grouped by kind; those that are empty only by name. */
function inputLines(page: Page, inputs: KeyInput[]): string[] {
  const { paint } = page;
  const filled = inputs.filter(({ value }) => value !== "");
  const empty = inputs.filter(({ value }) => value === "").map(({ name }) => shown(name));
  const rows = kinds.map(([kind, label]): Row => {
    const members = filled.filter((input) => input.kind === kind);
    return [label, (room) => memberLines(page, members, room)];
  });
  rows.push(["empty", (room) => wrap(empty.join(", ").split(" "), room).map(paint.dim)]);
  const title = `${indent}${paint.bold(countText(inputs.length, "input"))}`;
  return [title, ...setRows(page, rows, indent.repeat(2))];
}

function memberLines(page: Page, inputs: KeyInput[], room: number): string[] {
  const names = inputs.map(({ name }) => page.cut(shown(name), room - 2 - hashWidth, "end"));
  const nameWidth = widest(names);
  const lines = inputs.map(({ value }, index) => {
    const name = padEnd(names[index] ?? "", nameWidth);
    return `${name}  ${page.paint.dim(page.cut(shown(value), room - nameWidth - 2))}`;
  });
  return limited(page, lines, page.limit ?? defaultInputLimit);
}
