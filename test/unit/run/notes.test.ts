import assert from "node:assert/strict";
import fc from "fast-check";
import { NoteReader, type Note } from "../../../shared/run/notes.ts";

const tool = (pid: number, path: string, command: string[]) =>
  ["T", String(pid), "stat", path, String(command.length), ...command].map((field) => `${field}\0`).join("");

function read(chunks: Buffer[]): Note[] {
  const notes: Note[] = [];
  const reader = new NoteReader((note) => notes.push(note));
  for (const chunk of chunks) reader.push(chunk);
  return notes;
}

describe("NoteReader", () => {
  it("reads tools and the program's start in their order", () => {
    const text = `${tool(7, "example.com/m", ["compile", "-o", ""])}E\0${8}\0stat line\0/w/b001/exe/app\0`;
    assert.deepEqual(read([Buffer.from(text)]), [
      { kind: "tool", pid: 7, stat: "stat", package: "example.com/m", command: ["compile", "-o", ""] },
      { kind: "exec", pid: 8, stat: "stat line", executable: "/w/b001/exe/app" },
    ]);
  });

  it("reads a command line that was too long to be noted as none", () => {
    assert.deepEqual(read([Buffer.from(tool(7, "p", []))]), [
      { kind: "tool", pid: 7, stat: "stat", package: "p", command: [] },
    ]);
  });

  it("reads the same wherever the bytes are split, within a character too", () => {
    const word = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\0", ""));
    const commands = fc.array(fc.array(word, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(commands, fc.array(fc.nat(400)), (all, cuts) => {
        const bytes = Buffer.from(all.map((command, index) => tool(index + 1, "p", command)).join(""));
        const places = [...new Set(cuts.filter((cut) => cut < bytes.length))].sort((a, b) => a - b);
        const chunks = [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length));
        assert.deepEqual(
          read(chunks).map((note) => (note.kind === "tool" ? note.command : [])),
          all,
        );
      }),
    );
  });
});
