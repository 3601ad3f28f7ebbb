/** A stop as text: where, and the source around it. */
import { readFileSync } from "node:fs";
import picocolors from "picocolors";
import type { Stop } from "./debugSession.ts";

/** Lines of source shown before and after the line of the stop. */
const around = 4;

const tab = "    ";

/** Ends in a newline. The source is left out where it cannot be read. */
export function stopText(stop: Stop, color: boolean): string {
  const { bold, dim } = picocolors.createColors(color);
  const where = stop.file === undefined ? "" : ` at ${stop.file}:${stop.line}`;
  const head = `${bold(`stopped in ${stop.function}`)}${where} ${dim(`(${stop.text ?? stop.reason})`)}`;
  return `${[head, ...sourceLines(stop, bold, dim)].join("\n")}\n`;
}

function sourceLines(stop: Stop, bold: (text: string) => string, dim: (text: string) => string): string[] {
  const lines = readLines(stop.file);
  if (stop.line < 1 || stop.line > lines.length) return [];
  const first = Math.max(1, stop.line - around);
  const last = Math.min(lines.length, stop.line + around);
  const width = String(last).length;
  return lines.slice(first - 1, last).map((text, index) => {
    const number = first + index;
    const shown = `${String(number).padStart(width)}  ${text.replaceAll("\t", tab)}`.trimEnd();
    return number === stop.line ? bold(`=> ${shown}`) : `   ${dim(shown)}`;
  });
}

function readLines(file: string | undefined): string[] {
  if (file === undefined) return [];
  try {
    return readFileSync(file, "utf8").replace(/\n$/, "").split("\n");
  } catch {
    return [];
  }
}
