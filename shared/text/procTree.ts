/** The processes of a run as a tree of text. */
import type { ProcNode, ProcTreeResponse } from "../contract/answers.ts";
import { padEnd, padStart, widest, widthOf, wrap } from "./columns.ts";
import { openPage, type Page, type TextOptions } from "./page.ts";
import {
  foldEnded,
  groupSentence,
  hasEnded,
  hasFailed,
  lifetimeMs,
  procTreeSentence,
  purposeOf,
  stateOf,
  worksOnPackage,
} from "./processes.ts";
import { bytesText, durationText } from "./units.ts";

/** So many ended tools of one process have a line each. */
const defaultLimit = 5;
/** With fewer columns left than that, what a process works on stands on a line of its own. */
const minimalPurpose = 20;

/** One line of the tree: a process, or (without cells) a sentence about several that ended. */
interface Line {
  /** The lines of the tree before it. */
  branch: string;
  /** The same on the lines below it. */
  below: string;
  text: string;
  process?: { node: ProcNode; cells: Cell[] };
}

interface Cell {
  text: string;
  align: "left" | "right";
}

/** The answer to procTree for people: living processes with processor time and memory, ended ones with how and how long. */
export function procTreeText(answer: ProcTreeResponse, options: TextOptions): string {
  const page = openPage(options);
  const lines = treeLines(page, answer.root, "", "");
  return [page.paint.bold(procTreeSentence(answer)), "", ...setLines(page, lines)].join("\n");
}

function treeLines(page: Page, node: ProcNode, branch: string, below: string): Line[] {
  const { signs } = page;
  const { single, groups } = foldEnded(node.children, page.limit ?? defaultLimit);
  const count = groups.length + single.length;
  const prefixes = (index: number): [string, string] =>
    index === count - 1 ? [below + signs.last, below + signs.gap] : [below + signs.branch, below + signs.line];
  return [
    { branch, below, text: purposeOf(node, signs.ellipsis), process: { node, cells: cellsOf(node) } },
    ...groups.map((group, index): Line => {
      const [first, following] = prefixes(index);
      return { branch: first, below: following, text: groupSentence(group, signs.ellipsis) };
    }),
    ...single.flatMap((child, index) => treeLines(page, child, ...prefixes(groups.length + index))),
  ];
}

/** What stands in columns between a process's role and what it works on. */
function cellsOf(node: ProcNode): Cell[] {
  const lifetime = lifetimeMs(node);
  const cpu = node.cpuMs === undefined ? "" : `cpu ${durationText(node.cpuMs)}`;
  const memory = node.residentBytes === undefined ? "" : bytesText(node.residentBytes);
  const figures = hasEnded(node) ? [lifetime === undefined ? "" : durationText(lifetime), ""] : [cpu, memory];
  return [
    { text: String(node.pid), align: "right" },
    { text: stateOf(node), align: "left" },
    ...figures.map((text): Cell => ({ text, align: "right" })),
  ];
}

function setLines(page: Page, lines: Line[]): string[] {
  const processes = lines.flatMap(({ branch, process }) => (process === undefined ? [] : [{ branch, ...process }]));
  const roleWidth = widest(processes.map(({ branch, node }) => branch + node.role));
  const widths = [0, 1, 2, 3].map((column) => widest(processes.map(({ cells }) => cells[column]?.text ?? "")));
  let room = page.width - widths.reduce((sum, width) => sum + (width === 0 ? 0 : width + 2), roleWidth + 2);
  // What does not fit at all is left out: memory first, then time.
  for (let column = 3; column > 1 && room < -2; column--) {
    room += widths[column] === 0 ? 0 : (widths[column] ?? 0) + 2;
    widths[column] = 0;
  }
  return lines.flatMap(({ branch, below, text, process }) => {
    if (process === undefined) {
      const sentence = wrap(text.split(" "), page.width - widthOf(branch));
      return sentence.map((line, index) => (index === 0 ? branch : below) + page.paint.dim(line));
    }
    const { node, cells } = process;
    const paint = painter(page, node);
    const role = paint(padEnd(node.role, roleWidth - widthOf(branch)));
    const facts = cells.flatMap((cell, column) => {
      const width = widths[column] ?? 0;
      return width === 0 ? [] : [cell.align === "left" ? padEnd(cell.text, width) : padStart(cell.text, width)];
    });
    const left = branch + [role, ...facts.map((fact) => (hasEnded(node) ? paint(fact) : fact))].join("  ");
    const purpose = (width: number) => page.cut(text, width, worksOnPackage(node) ? "end" : "start");
    if (room >= minimalPurpose) return [`${left}  ${purpose(room)}`];
    return [left.trimEnd(), `${below}  ${purpose(Math.max(minimalPurpose, page.width - widthOf(below) - 2))}`];
  });
}

function painter({ paint }: Page, node: ProcNode): (text: string) => string {
  if (hasFailed(node)) return paint.red;
  if (hasEnded(node)) return paint.dim;
  return node.role === "program" ? (text) => paint.bold(paint.green(text)) : paint.bold;
}
