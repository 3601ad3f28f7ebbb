/** Reads what the shims note (see shims.ts): fields that end in NUL, in order of arrival. */

import { readFileSync, rmSync } from "node:fs";

/** A tool that go started through the -toolexec shim. */
export interface ToolNote {
  kind: "tool";
  pid: number;
  /** The shim's line of /proc/PID/stat, empty where there is no /proc. */
  stat: string;
  /** The package that is built, empty where go only asks a tool who it is. */
  package: string;
  /** The tool and its arguments; empty if too long to be noted. */
  command: string[];
}

/** The C compiler, or a part of it, in place of which a shim was started. */
export interface CompilerNote extends Omit<ToolNote, "kind"> {
  kind: "compiler";
}

/** The program's start: the process that is to become it, or the debugger. */
export interface ExecNote {
  kind: "exec";
  pid: number;
  stat: string;
  executable: string;
}

export type Note = ToolNote | CompilerNote | ExecNote;

/** Fields that stand before a note's words. */
const toolFields = 5;
const execFields = 4;

/**
 * The words of a command line that was too long for its note; their file is removed.
 * @param path where the shim has left them
 */
export function takeLongCommand(path: string): string[] {
  try {
    const words = readFileSync(path, "utf8").split("\0").slice(0, -1);
    rmSync(path);
    return words;
  } catch {
    // The shim could not write it: the disk is full.
    return [];
  }
}

/** A streaming reader of notes; bytes may arrive split anywhere. */
export class NoteReader {
  readonly #onNote: (note: Note) => void;
  #rest = "";
  #fields: string[] = [];

  constructor(onNote: (note: Note) => void) {
    this.#onNote = onNote;
  }

  /** @param chunk bytes as latin1 text, so that a character split between two chunks survives */
  push(chunk: Buffer): void {
    const parts = (this.#rest + chunk.toString("latin1")).split("\0");
    this.#rest = parts.pop() ?? "";
    for (const part of parts) {
      this.#fields.push(Buffer.from(part, "latin1").toString("utf8"));
      this.#take();
    }
  }

  #take(): void {
    const fields = this.#fields;
    if (fields[0] === "E" && fields.length === execFields) {
      this.#fields = [];
      this.#onNote({ kind: "exec", pid: Number(fields[1]), stat: fields[2] ?? "", executable: fields[3] ?? "" });
    } else if ((fields[0] === "T" || fields[0] === "C") && fields.length >= toolFields) {
      const words = Number(fields[4]);
      if (fields.length < toolFields + words) return;
      this.#fields = [];
      this.#onNote({
        kind: fields[0] === "T" ? "tool" : "compiler",
        pid: Number(fields[1]),
        stat: fields[2] ?? "",
        package: fields[3] ?? "",
        command: fields.slice(toolFields),
      });
    } else if (!["T", "E", "C"].includes(fields[0] ?? "")) {
      // Not the start of a note: somebody else wrote on the descriptor. Look for the next start.
      this.#fields = [];
    }
  }
}
