/** A record on its way into a file: its sections compressed, of which the largest need not be made twice. */
import type { RunRecord } from "../contract/record.ts";
import { version } from "../contract/version.ts";
import type { Digester } from "./digest.ts";
import { packSection, type PackedSection } from "./recordFile.ts";
import { sectionsOf } from "./sections.ts";
import { mainDirectory } from "./summary.ts";

/** The inputs of a record's keys, compressed. Where another record has the same keys it has the same inputs: a key is their hash. */
export interface PackedInputs {
  /** What they are of: see inputsOf. */
  of: string;
  section: PackedSection;
  /** What the summary takes from them. */
  directory?: string;
}

/** @param inputs taken in place of the record's own; or what the record's own are of, if that may be told */
export async function packRecord(
  record: RunRecord,
  inputs: PackedInputs | { of?: string } = {},
): Promise<{ sections: PackedSection[]; inputs: PackedInputs | undefined }> {
  const texts = sectionsOf(record);
  const [keys, rest, packed] = await Promise.all([
    packSection("keys", texts.keys),
    packSection("rest", texts.rest),
    "section" in inputs ? inputs.section : packSection("inputs", texts.inputs, inputs.of),
  ]);
  const sections = [keys, packed, rest];
  if ("section" in inputs) return { sections, inputs };
  const directory = mainDirectory(record);
  const { of } = inputs;
  return { sections, inputs: of === undefined ? undefined : { of, section: packed, ...(directory && { directory }) } };
}

/**
 * What the inputs of these actions' keys are of: a digest of the keys in their order, and of who has read and redacted the inputs, by
 * this version and with this salt.
 */
export function inputsOf(actions: readonly { id: string; actionID: string | undefined }[], digest: Digester): string {
  const keys = actions.map(({ id, actionID = "" }) => `${id} ${actionID}`);
  return digest(JSON.stringify([version, ...keys])).digest;
}
