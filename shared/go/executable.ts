/** Facts about what the Go linker and compiler wrote, read from the files themselves: nothing is started, and only headers are read. */
import { open, type FileHandle } from "node:fs/promises";
import { readPart, type ObjectFile, type Section } from "./byteReader.ts";
import { readElf } from "./elfFile.ts";
import { unquote } from "./goQuote.ts";
import { readMacho } from "./machoFile.ts";

export interface ExecutableFacts {
  bytes: number;
  /** What `go tool buildid` prints: action(link)/action(main)/content(main)/content(link), or "". */
  buildID: string;
  /** Whether it has DWARF debug information, without which dlv knows no variables. */
  hasDwarf: boolean;
  /** The Go that built it: "go1.26.8". Absent where it does not say (before Go 1.18). */
  goVersion?: string;
  /** As GOARCH names it. */
  machine?: string;
  format: "elf" | "macho";
  /** Of an ELF file: the width of its addresses. */
  elfClass?: 32 | 64;
}

/** Enough for the headers of any format; `go tool buildid` reads as much. */
const headSize = 32 * 1024;

const dwarfSections = new Set([".debug_info", ".zdebug_info", "__DWARF,__debug_info", "__DWARF,__zdebug_info"]);
const buildInfoSections = new Set([".go.buildinfo", "__DATA,__go_buildinfo", "__DATA_CONST,__go_buildinfo"]);

/**
 * Reads an executable in ELF or Mach-O.
 * @returns undefined for a file of another format, or a damaged one
 * @throws the file system's error where it cannot be read
 */
export async function readExecutable(path: string): Promise<ExecutableFacts | undefined> {
  const file = await open(path);
  try {
    const head = await readPart(file, 0, headSize);
    const elf = await readElf(file, head);
    const object = elf ?? (await readMacho(file, head));
    if (object === undefined) return undefined;
    const { size: bytes } = await file.stat();
    return await describe(file, object, elf === undefined ? "macho" : "elf", bytes);
  } catch (error) {
    // A header that points outside of what was read.
    if (error instanceof RangeError) return undefined;
    throw error;
  } finally {
    await file.close();
  }
}

async function describe(
  file: FileHandle,
  object: ObjectFile,
  format: ExecutableFacts["format"],
  bytes: number,
): Promise<ExecutableFacts> {
  const goVersion = await readGoVersion(file, object.sections);
  return {
    bytes,
    buildID: object.buildID,
    hasDwarf: object.sections.some((section) => dwarfSections.has(section.name) && section.size > 0),
    ...(goVersion === undefined ? {} : { goVersion }),
    ...(object.machine === undefined ? {} : { machine: object.machine }),
    format,
    ...(format === "elf" ? { elfClass: object.size } : {}),
  };
}

const buildInfo = { magic: "\xff Go buildinf:", flags: 15, inlineStrings: 2, strings: 32, read: 256 };

/** The version at the beginning of the build information (debug/buildinfo): flags, then the strings, each behind its length. */
async function readGoVersion(file: FileHandle, sections: Section[]): Promise<string | undefined> {
  const section = sections.find(({ name }) => buildInfoSections.has(name));
  if (section === undefined) return undefined;
  const bytes = await readPart(file, section.offset, Math.min(section.size, buildInfo.read));
  const inline = ((bytes[buildInfo.flags] ?? 0) & buildInfo.inlineStrings) !== 0;
  if (!inline || !bytes.toString("latin1").startsWith(buildInfo.magic)) return undefined;
  // A version is shorter than 128 characters, so its length is one byte.
  const length = bytes[buildInfo.strings] ?? 0;
  return bytes.toString("utf8", buildInfo.strings + 1, buildInfo.strings + 1 + length) || undefined;
}

/** As much as `go tool buildid` looks at. */
const archiveHead = 1024;

/**
 * The build ID of a compiled package (_pkg_.a, or the same in the build cache): `action/content`.
 * @returns undefined for a file that is no archive of the Go compiler
 * @throws the file system's error where it cannot be read
 */
export async function readPackageBuildID(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const head = (await readPart(file, 0, archiveHead)).toString("latin1");
    const [, line] = /^!<arch>\n__\.PKGDEF.*\ngo object .*\nbuild id (.*)\n/.exec(head) ?? [];
    return line === undefined ? undefined : unquote(line);
  } finally {
    await file.close();
  }
}
