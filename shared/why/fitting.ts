/** No sentence for a person is longer. */
const longestSentence = 100;

/**
 * The first of several wordings that is short enough.
 * @param wordings the one that says most first; where none fits the end of the last one, where the names of files stand
 */
export function fitting(wordings: readonly string[]): string {
  const last = wordings.at(-1) ?? "";
  const found = wordings.find(({ length }) => length <= longestSentence);
  return found ?? `…${last.slice(last.length - longestSentence + 1)}`;
}
