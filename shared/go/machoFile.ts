/** Mach-O executables, as far as they tell where debug information and the Go build ID are (loader.h of the XNU kernel). */
import type { FileHandle } from "node:fs/promises";
import { ByteReader, readPart, type ObjectFile, type Section } from "./byteReader.ts";

const magics = new Map<string, { size: 32 | 64; littleEndian: boolean }>([
  ["cefaedfe", { size: 32, littleEndian: true }],
  ["cffaedfe", { size: 64, littleEndian: true }],
  ["feedface", { size: 32, littleEndian: false }],
  ["feedfacf", { size: 64, littleEndian: false }],
]);

/** cputype as GOARCH names it. */
const machines = new Map([
  [7, "386"],
  [12, "arm"],
  [0x01000007, "amd64"],
  [0x0100000c, "arm64"],
]);

const layouts = {
  32: { header: 28, segmentCommand: 0x1, sectionCount: 48, sections: 56, section: 68, offset: 40, size: 36 },
  64: { header: 32, segmentCommand: 0x19, sectionCount: 64, sections: 72, section: 80, offset: 48, size: 40 },
} as const;

/** Section types whose bytes are zeros that the file does not hold. */
const zeroFilled = new Set([0x1, 0xc, 0x12]);

/** How much is searched for the build ID, as cmd/internal/buildid does. */
const searched = 32 * 1024;

/** Reads the headers of a Mach-O file; undefined for another format. */
export async function readMacho(file: FileHandle, head: Buffer): Promise<ObjectFile | undefined> {
  const format = magics.get(head.toString("hex", 0, 4));
  if (format === undefined) return undefined;
  const { size, littleEndian } = format;
  const header = new ByteReader(head, littleEndian);
  const machine = machines.get(header.u32(4));
  const commands = await readPart(file, layouts[size].header, header.u32(20));
  const sections = readSections(new ByteReader(commands, littleEndian), header.u32(16), size);
  const text = sections.find((section) => section.name === "__TEXT,__text");
  const buildID =
    rawBuildID(head.subarray(0, searched))
    ?? (text === undefined ? undefined : rawBuildID(await readPart(file, text.offset, Math.min(text.size, searched))));
  return { size, ...(machine === undefined ? {} : { machine }), sections, buildID: buildID ?? "" };
}

function readSections(commands: ByteReader, count: number, size: 32 | 64): Section[] {
  const layout = layouts[size];
  const sections: Section[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    const sectionCount = commands.u32(at) === layout.segmentCommand ? commands.u32(at + layout.sectionCount) : 0;
    for (let j = 0; j < sectionCount; j++) {
      const section = at + layout.sections + j * layout.section;
      const offset = section + layout.offset;
      sections.push({
        name: `${commands.text(section + 16, section + 32)},${commands.text(section, section + 16)}`,
        offset: commands.u32(offset),
        // The flags, whose lowest byte is the type, stand 16 bytes behind the offset.
        size: zeroFilled.has(commands.u32(offset + 16) & 0xff) ? 0 : commands.word(section + layout.size, size),
      });
    }
    at += commands.u32(at + 4);
  }
  return sections;
}

/** Where a format has no place for it, the linker puts the build ID before the first instruction: `\xff Go build ID: "…"\n \xff`. */
function rawBuildID(bytes: Buffer): string | undefined {
  const [, buildID] = /\xff Go build ID: "([^"\\]*)"\n \xff/.exec(bytes.toString("latin1")) ?? [];
  return buildID;
}
