/**
 * Go's own quoting of flag lists (cmd/internal/quoted), as in GOFLAGS, -gcflags, -ldflags, -exec and -toolexec: fields
 * between white space, '…' or "…" around a whole field, no escapes.
 */
import { errorIds, Failure } from "../contract/errors.ts";

/** The white space that separates fields: Go's isSpaceByte. */
const space = " \t\n\r";

/**
 * Takes a list of fields apart. Quotes count only at the beginning of a field, and nothing is unescaped inside.
 * @throws Failure 7004 where a quote is never closed; the text itself is not named, it may hold secrets
 */
export function splitQuoted(text: string): string[] {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && space.includes(text.charAt(at))) at++;
    if (at === text.length) return fields;
    const first = text.charAt(at);
    if (first === '"' || first === "'") {
      const end = text.indexOf(first, at + 1);
      if (end < 0) {
        throw new Failure(errorIds.wrongArguments, `a flag list has a ${first} that is never closed`, {
          advice: "Go takes '…' or \"…\" around a whole field and knows no escapes.",
        });
      }
      fields.push(text.slice(at + 1, end));
      at = end + 1;
    } else {
      const start = at;
      while (at < text.length && !space.includes(text.charAt(at))) at++;
      fields.push(text.slice(start, at));
    }
  }
}

/**
 * Puts fields together so that {@link splitQuoted} gives them back.
 * @throws Failure 7004 for a field with both kinds of quotes, which Go has no way to write
 */
export function joinQuoted(words: string[]): string {
  return words.map(quoteField).join(" ");
}

function quoteField(word: string): string {
  if (word !== "" && !/[ \t\n\r'"]/.test(word)) return word;
  if (!word.includes("'")) return `'${word}'`;
  if (!word.includes('"')) return `"${word}"`;
  throw new Failure(errorIds.wrongArguments, "a word with both ' and \" cannot stand in a flag list of go", {
    advice: "Go's flag lists know no escapes: leave one kind of quotes out.",
  });
}
