/**
 * What go says on its standard error while it loads, builds and runs, line by line: compiler errors, downloads, the end. Lines of
 * the key log are to be taken out before.
 */
import { resolve } from "node:path";

export interface CompilerError {
  /** Absolute. */
  file?: string;
  line?: number;
  column?: number;
  /** Without the position; further lines (`have (int)`, the way to an import cycle) follow after line breaks. */
  message: string;
  package?: string;
  /** Warnings are the C compiler's. */
  severity: "error" | "warning";
  /** The lines as they were printed. */
  text: string;
}

export interface Download {
  /** A module path; `golang.org/toolchain` for Go itself. */
  module: string;
  version: string;
}

/** One thing that go said. `lines` are its lines; those of all findings together are everything that go said. */
export type Finding = { lines: string[] } & (
  | { kind: "error"; error: CompilerError }
  | { kind: "download"; download: Download }
  /** How the program ended. go prints nothing for a status of 0. */
  | { kind: "end"; exitStatus: number }
  | { kind: "end"; signal: string }
  /** Anything else: headers, names of packages (-v), commands (-x), hints. */
  | { kind: "text" }
);

interface OpenError {
  error: Omit<CompilerError, "text">;
  lines: string[];
  /** Empty lines that belong to the error only if more of it follows. */
  blank: string[];
  /** All that follows up to an empty line belongs to it: the linker's report about the C linker. */
  takesAll: boolean;
}

const header = /^# (\S+|\[\S+\])(?: \[\S+\])?$/;
const position = /^(?:vet: )?((?:[A-Za-z]:)?[^:\s][^:]*\.[A-Za-z]+):(\d+)(?::(\d+))?: ?(.*)$/;
const severity = /^(?:fatal )?(error|warning|note): /;
const download = /^go: downloading (\S+) (\S+)$/;
const toolchain = /^go\d/;

/** What go says without meaning an error. */
const information =
  /^go: (?:warning: |downloading |extracting |finding |found |added |upgraded |downgraded |removed |creating |to add |errors parsing )/;

/** Errors of the go command that begin with neither a position nor "go: ". */
const loadErrors = [
  /^package (\S+?):?(?: .*)?$/,
  /^no Go files in /,
  /^no required module provides package (\S+?);/,
  /^cannot find (?:module providing )?package "?(\S+?)"?(?:[ :]|$)/,
  /^(?:stat|open|lstat) .*: (?:directory not found|no such file or directory|permission denied)$/,
  /^named files must /,
  /^pattern .*: /,
  /^malformed (?:import path|module path) /,
  /^flag provided but not defined: /,
  /^flag needs an argument: /,
  /^invalid (?:boolean )?value .* for (?:flag )?-/,
];

/** Reads go's lines one after the other. Feed every line to `push`, then call `end`. */
export class Diagnostics {
  readonly #cwd: string;
  readonly #errors: CompilerError[] = [];
  #package: string | undefined;
  #open: OpenError | undefined;

  /** @param cwd where go works (after -C): paths in its messages are seen from there */
  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /** The errors and warnings so far. */
  get errors(): CompilerError[] {
    return this.#open ? [...this.#errors, finished(this.#open)] : [...this.#errors];
  }

  /**
   * Takes one line, without its line break.
   * @returns what is complete now: an error is only when the line after it has come
   */
  push(line: string): Finding[] {
    const text = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (this.#continues(text)) return [];
    return [...this.end(), ...this.#read(text)];
  }

  /** Says that no more lines come. */
  end(): Finding[] {
    const open = this.#open;
    if (!open) return [];
    this.#open = undefined;
    const error = finished(open);
    this.#errors.push(error);
    const blank = open.blank.map((text): Finding => ({ kind: "text", lines: [text] }));
    return [{ kind: "error", error, lines: open.lines }, ...blank];
  }

  /** Whether a line belongs to the error before it. */
  #continues(text: string): boolean {
    const open = this.#open;
    if (!open) return false;
    if (text === "") {
      open.takesAll = false;
      open.blank.push(text);
      return true;
    }
    const isNote = open.blank.length === 0 && severity.exec(position.exec(text)?.[4] ?? "")?.[1] === "note";
    if (!/^[\t ]/.test(text) && !isNote && !(open.takesAll && !header.test(text))) return false;
    open.error.message += `${"\n".repeat(open.blank.length + 1)}${text}`;
    open.lines.push(...open.blank.splice(0), text);
    return true;
  }

  #read(text: string): Finding[] {
    const lines = [text];
    const block = header.exec(text)?.[1];
    if (block !== undefined) {
      if (!block.startsWith("[")) this.#package = block;
      return [{ kind: "text", lines }];
    }
    const [, module, version] = download.exec(text) ?? [];
    if (module !== undefined && version !== undefined) {
      const isGo = toolchain.test(module);
      const found = isGo ? { module: "golang.org/toolchain", version: module } : { module, version };
      return [{ kind: "download", download: found, lines }];
    }
    const status = /^exit status (\d+)$/.exec(text)?.[1];
    if (status !== undefined) return [{ kind: "end", exitStatus: Number(status), lines }];
    const signal = /^signal: (.+?)(?: \(core dumped\))?$/.exec(text)?.[1];
    if (signal !== undefined) return [{ kind: "end", signal, lines }];
    const error = this.#error(text);
    if (!error) return [{ kind: "text", lines }];
    this.#open = { error, lines, blank: [], takesAll: /\/link: running \S+ failed: /.test(text) };
    return [];
  }

  /** The error that a line begins; undefined where it begins none. */
  #error(text: string): OpenError["error"] | undefined {
    const inPackage = this.#package === undefined ? {} : { package: this.#package };
    const [, file, line, column, rest] = position.exec(text) ?? [];
    if (file !== undefined && rest !== undefined) {
      const kind = severity.exec(rest)?.[1];
      if (kind === "note") return undefined;
      return {
        ...this.#place(file),
        line: Number(line),
        ...(column === undefined ? {} : { column: Number(column) }),
        message: rest.replace(severity, ""),
        ...inPackage,
        severity: kind === "warning" ? "warning" : "error",
      };
    }
    if (text.startsWith("go: ")) {
      return information.test(text) ? undefined : { message: text.slice("go: ".length), severity: "error" };
    }
    for (const pattern of loadErrors) {
      const match = pattern.exec(text);
      if (match) return { message: text, ...(match[1] === undefined ? {} : { package: match[1] }), severity: "error" };
    }
    // The linker names no positions. Commands (-x) among the lines of a package have no colon and space.
    const isError = this.#package !== undefined && /: |^too many errors$/.test(text) && !isContext(text);
    return isError ? { message: text, ...inPackage, severity: "error" } : undefined;
  }

  #place(file: string): { file?: string } {
    // -x and -work print $WORK for go's temporary directory.
    return file.startsWith("$") ? {} : { file: resolve(this.#cwd, file) };
  }
}

/** Lines inside a package's block that say where the errors around them are, or count them. */
function isContext(text: string): boolean {
  return /: (?:In |At top level)|^In file included from |^asm: assembly of .* failed$/.test(text);
}

function finished(open: OpenError): CompilerError {
  return { ...open.error, text: open.lines.join("\n") };
}
