/** go.mod and go.work, as far as they say which modules there are (https://go.dev/ref/mod#go-mod-file-lexical). */

/**
 * The arguments of one directive, in lines of their own and in blocks: `module example.com/m`, `use ( ./a ./b )` over lines.
 * @param text a go.mod or go.work file; what is no such file gives an empty list
 */
export function directiveArguments(text: string, directive: string): string[] {
  const found: string[] = [];
  let block: string | undefined;
  for (const line of withoutBlockComments(text).split("\n")) {
    const words = wordsOf(line);
    if (block !== undefined) {
      if (words[0] === ")") block = undefined;
      else if (block === directive && words[0] !== undefined) found.push(words[0]);
      continue;
    }
    const [verb, argument] = words;
    if (argument === "(") block = verb;
    else if (verb === directive && argument !== undefined) found.push(argument);
  }
  return found;
}

/** Go refuses comments in the form of C; what stands outside of them is read nevertheless. */
function withoutBlockComments(text: string): string {
  return text.replace(/"[^"\n]*"|`[^`]*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (whole) =>
    whole.startsWith("/*") ? " " : whole,
  );
}

const token = /"((?:[^"\\]|\\.)*)"|`([^`]*)`|\/\/.*|[()]|(?:(?!\/\/)[^\s()"`])+/g;

function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [whole, interpreted, raw] of line.matchAll(token)) {
    if (whole.startsWith("//")) break;
    words.push(interpreted?.replace(/\\(.)/g, "$1") ?? raw ?? whole);
  }
  return words;
}
