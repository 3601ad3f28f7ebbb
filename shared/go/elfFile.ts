/** ELF executables, as far as they tell where debug information and the Go build ID are (https://refspecs.linuxfoundation.org/elf/). */
import type { FileHandle } from "node:fs/promises";
import { ByteReader, readPart, type ObjectFile, type Section } from "./byteReader.ts";

const magic = Buffer.from("\x7fELF");
const noteSegment = 4;
const sectionWithoutBytes = 8;

/** Where the fields of the three headers are, by the width of addresses. */
const layouts = {
  32: {
    file: {
      programs: 28,
      sections: 32,
      programSize: 42,
      programCount: 44,
      sectionSize: 46,
      sectionCount: 48,
      names: 50,
    },
    program: { offset: 4, size: 16, align: 28 },
    section: { type: 4, offset: 16, size: 20 },
  },
  64: {
    file: {
      programs: 32,
      sections: 40,
      programSize: 54,
      programCount: 56,
      sectionSize: 58,
      sectionCount: 60,
      names: 62,
    },
    program: { offset: 8, size: 32, align: 48 },
    section: { type: 4, offset: 24, size: 32 },
  },
} as const;

/** Reads the headers of an ELF file; undefined for another format. */
export async function readElf(file: FileHandle, head: Buffer): Promise<ObjectFile | undefined> {
  if (!head.subarray(0, magic.length).equals(magic)) return undefined;
  const size = head[4] === 1 ? 32 : 64;
  const reader = new ByteReader(head, head[5] !== 2);
  const machine = machineName(reader.u16(18), size, head[5] !== 2);
  return {
    size,
    ...(machine === undefined ? {} : { machine }),
    sections: await readSections(file, reader, size),
    buildID: await readBuildID(file, reader, size),
  };
}

async function readTable(
  file: FileHandle,
  reader: ByteReader,
  at: number,
  entry: number,
  count: number,
): Promise<ByteReader> {
  return new ByteReader(await readPart(file, at, entry * count), reader.littleEndian);
}

async function readSections(file: FileHandle, header: ByteReader, size: 32 | 64): Promise<Section[]> {
  const { file: fields, section: field } = layouts[size];
  const entry = header.u16(fields.sectionSize);
  const count = header.u16(fields.sectionCount);
  const table = await readTable(file, header, header.word(fields.sections, size), entry, count);
  const range = (index: number) => ({
    offset: table.word(index * entry + field.offset, size),
    size: table.word(index * entry + field.size, size),
  });
  const names = header.u16(fields.names);
  if (names >= count) return [];
  const nameTable = await readTable(file, header, range(names).offset, range(names).size, 1);
  return Array.from({ length: count }, (_, index) => ({
    name: nameTable.text(table.u32(index * entry)),
    ...range(index),
    ...(table.u32(index * entry + field.type) === sectionWithoutBytes ? { size: 0 } : {}),
  }));
}

const goBuildID = { owner: "Go\0\0", type: 4 };
const gnuBuildID = { owner: "GNU\0", type: 3 };

/** The Go linker leaves the build ID in a note; where it has none, go takes the GNU one (gccgo's). */
async function readBuildID(file: FileHandle, header: ByteReader, size: 32 | 64): Promise<string> {
  const { file: fields, program: field } = layouts[size];
  const entry = header.u16(fields.programSize);
  const table = await readTable(
    file,
    header,
    header.word(fields.programs, size),
    entry,
    header.u16(fields.programCount),
  );
  let gnu = "";
  for (let at = 0; at < table.bytes.length; at += entry) {
    if (table.u32(at) !== noteSegment) continue;
    const offset = table.word(at + field.offset, size);
    const segment = await readTable(file, header, offset, table.word(at + field.size, size), 1);
    for (const note of notes(segment, offset, table.word(at + field.align, size))) {
      if (note.owner === goBuildID.owner && note.type === goBuildID.type) return note.content;
      if (note.owner === gnuBuildID.owner && note.type === gnuBuildID.type) gnu = note.content;
    }
  }
  return gnu;
}

/** The notes of a segment: sizes of owner and content, a type, then both, each padded to 4 bytes, the whole to the segment's alignment. */
function* notes(
  segment: ByteReader,
  offset: number,
  align: number,
): Generator<{ owner: string; type: number; content: string }> {
  for (let at = 0; at + 12 <= segment.bytes.length;) {
    const ownerEnd = at + 12 + segment.u32(at);
    const contentFrom = roundUp(ownerEnd, 4);
    const contentTo = contentFrom + segment.u32(at + 4);
    yield {
      owner: segment.bytes.toString("latin1", at + 12, ownerEnd),
      type: segment.u32(at + 8),
      content: segment.bytes.toString("latin1", contentFrom, contentTo),
    };
    at = roundUp(offset + roundUp(contentTo, 4), Math.max(align, 1)) - offset;
  }
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

/** e_machine as GOARCH names it. */
function machineName(machine: number, size: 32 | 64, littleEndian: boolean): string | undefined {
  switch (machine) {
    case 3:
      return "386";
    case 8:
      return `mips${size === 64 ? "64" : ""}${littleEndian ? "le" : ""}`;
    case 21:
      return littleEndian ? "ppc64le" : "ppc64";
    case 22:
      return "s390x";
    case 40:
      return "arm";
    case 62:
      return "amd64";
    case 183:
      return "arm64";
    case 243:
      return "riscv64";
    case 258:
      return "loong64";
    default:
      return undefined;
  }
}
