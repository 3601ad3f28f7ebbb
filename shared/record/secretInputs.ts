/** Inputs of cache keys without what nobody else may read. */
import type { KeyInput } from "../contract/answers.ts";
import { redactLdflags, type Hide } from "./secretWords.ts";

/** The variables that stay: what go is built for, and where it stands. All others are the user's. */
const settings =
  /^(?:GO(?:OS|ARCH|386|AMD64|ARM|ARM64|MIPS|MIPS64|PPC64|RISCV64|WASM|ROOT|EXPERIMENT|FIPS140)|GO_EXTLINK_ENABLED|CGO_ENABLED)$/;

/** Lines of the key log that hold secrets and could not be taken apart are named by their first word. */
const unread = /^(?:linkflags|modinfo|magic|CC|CXX|FC)\b/;

/** Commands and flags of the C compilers, from the environment and from #cgo lines. */
const compilers = /^(?:CC|CXX|FC|cgo \w*FLAGS)$/;

/**
 * The value of an input as it is kept: hidden are the values of the user's environment variables and of `-X`, and, in the words
 * of C compilers' commands and flags, what stands behind "=".
 */
export function redactInputValue({ kind, name, value }: KeyInput, hide: Hide): string {
  // What build information says again is named "modinfo NAME"; a second input of one name ends in " (2)".
  const plain = name.replace(/ \(\d+\)$/, "").replace(/^modinfo (?=.)/, "");
  if (kind === "env") return settings.test(plain) || value === "" ? value : hide(value);
  if (kind === "other") return unread.test(name) && !name.startsWith("modinfo ") ? hide(value) : value;
  if (kind !== "flag" && kind !== "tool") return value;
  if (plain.startsWith("ldflags -X ")) return hide(value);
  if (plain === "ldflags" || plain === "-ldflags") return redactLdflags(value, hide);
  return compilers.test(plain) ? hideBehindEquals(value, hide) : value;
}

/** Words as joinWords writes them: those with blanks or quotes stand in quotes. */
function hideBehindEquals(words: string, hide: Hide): string {
  return words.replace(/"((?:[^"\\]|\\.)*)"|\S+/g, (word, quoted?: string) => {
    const equals = word.indexOf("=");
    if (equals < 0) return word;
    const end = quoted === undefined ? word.length : word.length - 1;
    return equals + 1 === end
      ? word
      : `${word.slice(0, equals + 1)}${hide(word.slice(equals + 1, end))}${word.slice(end)}`;
  });
}
