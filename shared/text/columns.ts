/** Text in a terminal's columns. All texts here are plain: colours are added after. */

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60]/u;
const combining = /\p{M}/u;

function widthOfCharacter(character: string): number {
  if (character < "\u0300") return 1;
  if (combining.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** How many columns a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

/** The width of the widest text; 0 of none. */
export function widest(texts: string[]): number {
  return texts.reduce((width, text) => Math.max(width, widthOf(text)), 0);
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - widthOf(text))) + text;
}

/** As much of the text's beginning as fits. */
function head(text: string, width: number): string {
  let result = "";
  let used = 0;
  for (const character of text) {
    used += widthOfCharacter(character);
    if (used > width) break;
    result += character;
  }
  return result;
}

/** As much of the text's end as fits. */
function tail(text: string, width: number): string {
  const characters = [...text];
  let start = characters.length;
  let used = 0;
  while (start > 0 && (used += widthOfCharacter(characters[start - 1] ?? "")) <= width) start--;
  return characters.slice(start).join("");
}

/**
 * The text, or as much of it as fits into the width with an ellipsis for the rest.
 * @param keep which part stays: the start, or the end (of a path the end says more)
 */
export function cut(text: string, width: number, ellipsis: string, keep: "start" | "end" = "start"): string {
  if (widthOf(text) <= width) return text;
  const room = width - widthOf(ellipsis);
  if (room < 0) return head(ellipsis, width);
  return keep === "start" ? head(text, room) + ellipsis : ellipsis + tail(text, room);
}

/** Words set into lines of at most that width; a word that is longer has a line of its own. */
export function wrap(words: string[], width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line !== "" && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  if (line !== "") lines.push(line);
  return lines;
}
