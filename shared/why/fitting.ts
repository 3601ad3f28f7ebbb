/** Sentences for people, short enough for a line. */

/** No sentence for a person is longer. */
export const longestSentence = 100;

/**
 * The first of several wordings that is short enough.
 * @param wordings the one that says most first; where none fits the end of the last one
 */
export function fitting(wordings: readonly string[]): string {
  return wordings.find(({ length }) => length <= longestSentence) ?? endOf(wordings.at(-1) ?? "", longestSentence);
}

/** As much of a text's end as there is room for, since names of files stand there. */
export function endOf(text: string, room: number): string {
  return text.length <= room ? text : `…${text.slice(text.length - room + 1)}`;
}
