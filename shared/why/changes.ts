/** In which inputs two keys of one action differ. */
import type { InputKind, KeyInput, Reason } from "../contract/answers.ts";

/** One input that is another, or only in one of the two. */
export type Change = Reason["changes"][number];

/** The inputs in which two keys differ, those that come from other packages apart. */
export interface KeyChanges {
  /** Of the action itself, under the names that its inputs have. */
  own: Change[];
  /** What came out of packages that it imports, under their import paths. */
  imports: Change[];
}

/**
 * Compares the inputs of an action's key with those of an earlier one.
 * @param before inputs without secrets, as `after`
 */
export function changesBetween(before: readonly KeyInput[], after: readonly KeyInput[]): KeyChanges {
  const own: Change[] = [];
  const imports: Change[] = [];
  const add = (change: Change) => (change.kind === "import" ? imports : own).push(change);
  // Most inputs stand at the same place: what does not is looked for by name.
  let aligned = 0;
  for (; aligned < before.length && aligned < after.length; aligned++) {
    const [was, is] = [before[aligned]!, after[aligned]!];
    if (was.name !== is.name || was.kind !== is.kind) break;
    if (was.value !== is.value) add({ kind: is.kind, name: is.name, before: was.value, after: is.value });
  }
  const known = new Map<string, KeyInput>();
  for (const input of before.slice(aligned)) known.set(`${input.kind} ${input.name}`, input);
  for (const { kind, name, value } of after.slice(aligned)) {
    const key = `${kind} ${name}`;
    const earlier = known.get(key);
    known.delete(key);
    if (earlier === undefined) add({ kind, name, after: value });
    else if (earlier.value !== value) add({ kind, name, before: earlier.value, after: value });
  }
  for (const { kind, name, value } of known.values()) add({ kind, name, before: value });
  return { own, imports };
}

/** How much a change of one kind explains: of what changed together the first is told. */
const rank: Readonly<Record<InputKind, number>> = {
  go: 0,
  platform: 1,
  flag: 2,
  env: 3,
  module: 4,
  file: 5,
  tool: 6,
  other: 7,
  import: 8,
};

/** The changes in the order in which they explain. */
export function byWeight(changes: readonly Change[]): Change[] {
  return [...changes].sort((one, other) => rank[one.kind] - rank[other.kind]);
}

/** The causes of a whole build in one order, from wherever they were collected. */
export function inOrder(changes: readonly Change[]): Change[] {
  return byWeight([...changes].sort((one, other) => (one.name < other.name ? -1 : Number(one.name > other.name))));
}
