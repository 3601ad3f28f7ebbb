/** Text of others (names, paths, commands, sentences with them) as it may be printed. */
import type { Digest } from "../contract/answers.ts";

/**
 * What changes how the text around it looks, or looks like nothing: control characters (escape sequences begin with one), bidi
 * marks, zero-width characters, line and paragraph separators, halves of surrogate pairs.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const named: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * The text with everything made visible that a terminal or an editor would act upon instead of showing it, written as Go writes
 * it in a string: `\n`, `\x1b`, `\u202e`, `\U000e0041`. The result is one line.
 * @param text a secret of a kept record comes as its digest and is shown as that
 */
export function shown(text: string | Digest): string {
  if (typeof text !== "string") return `secret:${shown(text.digest).slice(0, 12)}`;
  return text.replace(hidden, (character) => named[character] ?? escaped(character.codePointAt(0) ?? 0));
}

function escaped(codePoint: number): string {
  const hex = codePoint.toString(16);
  if (codePoint < 0x80) return `\\x${hex.padStart(2, "0")}`;
  return codePoint <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
