/** A record on its way into a file: its sections compressed, of which the largest need not be made twice. */
import type { RunRecord } from "../contract/record.ts";
import { packSection, type PackedSection } from "./recordFile.ts";
import { sectionsOf } from "./sections.ts";
import { mainDirectory } from "./summary.ts";

/** The inputs of a record's keys, compressed: they are known when the build is over, and stay what they are. */
export interface PackedInputs {
  /** The ids of the actions in the order of the inputs. */
  ids: string;
  section: PackedSection;
  /** What the summary takes from them. */
  directory: { directory?: string };
}

/** @param inputs as an earlier call for the same run gave them; taken in place of the record's if it has the same actions */
export async function packRecord(
  record: RunRecord,
  inputs?: PackedInputs,
): Promise<{ sections: PackedSection[]; inputs: PackedInputs }> {
  const texts = sectionsOf(record);
  const ids = idsOf(record.cacheKeys.actions);
  const isSame = inputs?.ids === ids;
  const [keys, rest, section] = await Promise.all([
    packSection("keys", texts.keys),
    packSection("rest", texts.rest),
    isSame ? inputs.section : packSection("inputs", texts.inputs),
  ]);
  const directory = mainDirectory(record);
  const summarized = isSame ? inputs.directory : directory === undefined ? {} : { directory };
  return { sections: [keys, section, rest], inputs: { ids, section, directory: summarized } };
}

/** The ids of actions, by which their packed inputs are known to be theirs. */
export function idsOf(actions: readonly { id: string }[]): string {
  return actions.map(({ id }) => id).join("\n");
}
