/** Which of some names somebody may have meant. */

/**
 * The name that is nearest to a word: one that it begins or is part of, else the one with the fewest letters to change, add,
 * drop or swap, if that is not more than a third of them. Upper and lower case are the same.
 */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  if (wanted === "") return undefined;
  const part =
    names.find((name) => name.toLowerCase().startsWith(wanted))
    ?? names.find((name) => name.toLowerCase().includes(wanted));
  if (part !== undefined) return part;
  let best: { name: string; distance: number } | undefined;
  for (const name of names) {
    const limit = Math.ceil(Math.max(wanted.length, name.length) / 3);
    // Names that differ that much in length need no further look: a word may be very long.
    if (Math.abs(wanted.length - name.length) > limit) continue;
    const distance = editDistance(wanted, name.toLowerCase());
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { name, distance };
  }
  return best?.name;
}

/**
 * The name that a word is nearly: one letter away from it, or two where it is long, or another in upper and lower case. A word
 * that is a name is none.
 */
export function misspeltAs(word: string, names: readonly string[]): string | undefined {
  if (names.includes(word)) return undefined;
  const wanted = word.toLowerCase();
  const distances = names
    .filter((name) => Math.abs(name.length - word.length) <= 2)
    .map((name) => ({ name, distance: editDistance(wanted, name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= (name.length < 6 ? 1 : 2));
  return distances.sort((one, other) => one.distance - other.distance)[0]?.name;
}

/** How many letters to change, add, drop or swap with the next one make one word the other. */
function editDistance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1];
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, column - 2) + 1 : Infinity,
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, other.length);
}

function at(row: number[], column: number): number {
  return row[column] ?? Infinity;
}
