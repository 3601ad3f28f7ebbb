/** How text for people is set: its width, colours, signs. */
import picocolors from "picocolors";
import { cut, padEnd, widest } from "./columns.ts";

export interface TextOptions {
  /** Columns of the terminal or console. Only what somebody may want to copy (a path, a key) is longer. */
  width: number;
  /** Whether ANSI colours may be used. */
  color: boolean;
  /** Whether signs beyond ASCII may be used; by default they are. */
  unicode?: boolean;
  /** How many rows of one list are shown before the rest is counted; each view has its own default. */
  limit?: number;
  /** The present. With it times are told as "3 s ago", without as UTC. */
  now?: Date;
}

const unicodeSigns = { ellipsis: "…", arrow: "→", branch: "├─ ", last: "└─ ", line: "│  ", gap: "   " };
const asciiSigns: typeof unicodeSigns = {
  ellipsis: "...",
  arrow: "->",
  branch: "|- ",
  last: "`- ",
  line: "|  ",
  gap: "   ",
};

/** Below this nothing can be shown in columns; a narrower terminal breaks the lines itself. */
const minimalWidth = 40;

export interface Page {
  width: number;
  limit?: number;
  now?: Date;
  paint: ReturnType<typeof picocolors.createColors>;
  signs: typeof unicodeSigns;
  /** Cuts a plain text to a width, with this page's ellipsis. */
  cut(text: string, width: number, keep?: "start" | "end"): string;
}

export function openPage(options: TextOptions): Page {
  const signs = options.unicode === false ? asciiSigns : unicodeSigns;
  return {
    width: Math.max(options.width, minimalWidth),
    ...(options.limit === undefined ? {} : { limit: options.limit }),
    ...(options.now === undefined ? {} : { now: options.now }),
    paint: picocolors.createColors(options.color),
    signs,
    cut: (text, width, keep) => cut(text, width, signs.ellipsis, keep),
  };
}

/** One row of a page: a plain label, and lines that may have colours; a function gets the columns that are left for them. */
export type Row = [label: string, lines: string[] | ((room: number) => string[])];

/** Rows with their labels in a column; a row without lines is left out. */
export function setRows(page: Page, rows: Row[], indent = ""): string[] {
  const width = widest(rows.map(([label]) => label)) + 2;
  const room = page.width - indent.length - width;
  return rows.flatMap(([label, content]) => {
    const lines = typeof content === "function" ? content(room) : content;
    return lines.map((line, index) => {
      const margin = index === 0 ? page.paint.bold(padEnd(label, width)) : " ".repeat(width);
      return indent + margin + line;
    });
  });
}

/** The first rows of a list, and a line that counts the rest. */
export function limited(page: Page, rows: string[], limit: number, more = "more"): string[] {
  if (rows.length <= limit) return rows;
  return [...rows.slice(0, limit), page.paint.dim(`${page.signs.ellipsis} and ${rows.length - limit} ${more}`)];
}
