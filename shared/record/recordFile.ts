/**
 * The file of a record. So that a summary is read without the rest, and the keys without their inputs, it is made of parts:
 *
 *     {"gorunscope":"record","version":1,"kept":false,"header":N,"sha256":"…"}   one line, alike in every version
 *     {"summary":…,"sections":[{"name":"keys","bytes":N,"rawBytes":N,"sha256":"…"},…]}   N bytes; "inputs" has "of":"…", too
 *     the sections one after the other, each compressed by itself with brotli
 *
 * The line's checksum is of its version, of kept and of the header; a section's is of its compressed bytes. What a reader does not
 * know, fields and sections, it ignores.
 */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants } from "node:zlib";
import { errorIds, Failure } from "../contract/errors.ts";
import type { RecordSummary } from "./summary.ts";

/** The version of the file's format, and of what stands in it. */
const formatVersion = 1;

/** So much of a file holds the line and the header of nearly every record. */
export const usualHeadBytes = 4096;

/** No first line is longer. */
export const longestLine = 256;

/** Of the qualities that were tried, the last one that takes less time than gzip; 5 makes files an eighth smaller in three times the time. */
const quality = 3;

interface FirstLine {
  gorunscope: "record";
  version: number;
  kept: boolean;
  /** Bytes of the header. */
  header: number;
  sha256: string;
}

/** A section's entry in the header. */
interface Section {
  name: string;
  bytes: number;
  rawBytes: number;
  sha256: string;
  /** Of inputs: what they are of, as PackedInputs has it. */
  of?: string;
}

interface Header {
  summary: Omit<RecordSummary, "kept">;
  sections: Section[];
}

/** What stands before the sections. */
export interface Head {
  summary: RecordSummary;
  sections: Section[];
  /** Where the sections begin. */
  bytes: number;
}

/** A section as it stands in a file. */
export interface PackedSection {
  section: Section;
  body: Buffer;
}

/** Puts a record's file together. */
export function encodeFile(summary: RecordSummary, packed: readonly PackedSection[]): Buffer {
  const head = encodeHead(
    summary,
    packed.map(({ section }) => section),
  );
  return Buffer.concat([head, ...packed.map(({ body }) => body)]);
}

/** The same file with another summary. */
export function withSummary(file: Buffer, head: Head, summary: RecordSummary): Buffer {
  return Buffer.concat([encodeHead(summary, head.sections), file.subarray(head.bytes)]);
}

/**
 * Compresses a section's text.
 * @param of what it is of, where another record may have the same
 */
export async function packSection(name: string, text: string, of?: string): Promise<PackedSection> {
  const raw = Buffer.from(text);
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length };
  const body = await promisify(brotliCompress)(raw, { params });
  const section = { name, bytes: body.length, rawBytes: raw.length, sha256: checksum(body) };
  return { section: { ...section, ...(of !== undefined && { of }) }, body };
}

function encodeHead({ kept, ...summary }: RecordSummary, sections: Section[]): Buffer {
  const header = Buffer.from(JSON.stringify({ summary, sections } satisfies Header));
  const sha256 = lineChecksum(formatVersion, kept, header);
  const line: FirstLine = { gorunscope: "record", version: formatVersion, kept, header: header.length, sha256 };
  return Buffer.concat([Buffer.from(`${JSON.stringify(line)}\n`), header]);
}

/**
 * Reads what stands before the sections.
 * @param start the file's beginning, usualHeadBytes of it or all
 * @returns undefined where the head is longer than this beginning
 * @throws Failure 7004 for a file that is damaged or of another version; its sentence begins with the record's description
 */
export function decodeHead(start: Buffer, description: string): Head | undefined {
  const line = decodeLine(start);
  if (line === undefined) throw damaged(description);
  const from = start.indexOf("\n") + 1;
  const bytes = from + line.header;
  if (start.length < bytes) return undefined;
  const header = start.subarray(from, bytes);
  if (lineChecksum(line.version, line.kept, header) !== line.sha256) throw damaged(description);
  if (line.version !== formatVersion) throw otherVersion(description, line.version);
  const { summary, sections } = JSON.parse(header.toString("utf8")) as Header;
  return { summary: { ...summary, kept: line.kept }, sections, bytes };
}

/** Whether the first line says that the record is to be kept, whatever the rest is like. */
export function isMarkedKept(start: Buffer): boolean {
  return decodeLine(start)?.kept === true;
}

function decodeLine(start: Buffer): FirstLine | undefined {
  const text = start.toString("utf8", 0, longestLine);
  try {
    const line = JSON.parse(text.slice(0, text.indexOf("\n") + 1)) as FirstLine;
    const { gorunscope, version, kept, header, sha256 } = line;
    const right =
      gorunscope === "record" && Number.isInteger(version) && typeof kept === "boolean" && typeof sha256 === "string";
    return right && Number.isSafeInteger(header) && header >= 0 ? line : undefined;
  } catch {
    return undefined;
  }
}

/** One section as it stands in the file; undefined where it is damaged, or cut off, or not there. */
export function findSection(file: Buffer, head: Head, name: string): PackedSection | undefined {
  let from = head.bytes;
  for (const section of head.sections) {
    const body = file.subarray(from, (from += section.bytes));
    if (section.name === name) return checksum(body) === section.sha256 ? { section, body } : undefined;
  }
  return undefined;
}

/**
 * One section's text.
 * @throws Failure 7004 where it is damaged, or cut off, or not there
 */
export async function decodeSection(file: Buffer, head: Head, name: string, description: string): Promise<string> {
  const found = findSection(file, head, name);
  if (!found) throw damaged(description);
  const raw = await promisify(brotliDecompress)(found.body, { maxOutputLength: Math.max(1, found.section.rawBytes) });
  return raw.toString("utf8");
}

function lineChecksum(version: number, kept: boolean, header: Buffer): string {
  return checksum(Buffer.concat([Buffer.from(`${version} ${kept}\n`), header]));
}

function checksum(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("base64url");
}

/** That of a record, or of a part of it, nothing can be read: others may stand in for it. */
export class UnreadableRecord extends Failure {}

/** That a record cannot be read. */
export function damaged(description: string): UnreadableRecord {
  return new UnreadableRecord(errorIds.wrongArguments, `${description} is damaged`, {
    advice: "Nothing can be read of it; removing the file does no harm.",
  });
}

function otherVersion(description: string, version: number): UnreadableRecord {
  return new UnreadableRecord(errorIds.wrongArguments, `${description} is of version ${version}`, {
    advice: `This gorunscope reads version ${formatVersion}: use the one that wrote it, or remove the file.`,
  });
}
