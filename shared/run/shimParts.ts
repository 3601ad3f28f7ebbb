/** What the shims' texts are made of: POSIX sh that notes the process it runs in on an inherited descriptor. */

/** Descriptors that go hands down to the shims: ours to read notes from, and the standard error the program is to have. */
export const noteDescriptor = 3;
export const programStderrDescriptor = 4;

/** The environment variable that carries a value past go to the exec shim, which takes it out again. */
export const savedGodebug = "GORUNSCOPE_GODEBUG";

/** The longest command line that goes into a note: with the rest of the note it stays below PIPE_BUF (4,096 bytes), so notes never mix. */
const longestNotedCommand = 3000;

/** A word as POSIX sh reads it back unchanged. */
export function shellWord(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * A note's first fields: a shell that finds its pipe closed must not fail the build, so SIGPIPE is off while it writes.
 * @param cancelFile see ShimPaths, as the shell writes it
 */
export function notePreamble(cancelFile: string): string {
  return [
    `[ -e ${cancelFile} ] && exit 1`,
    `stat=`,
    `[ -r /proc/$$/stat ] && read -r stat </proc/$$/stat`,
    `trap '' PIPE`,
  ].join("\n");
}

/**
 * Notes fields, then the number of the shell's own words, and these – NUL after each. A command line too long for one atomic write
 * is noted with no words, and stands in a file.
 * @param fields as the shell writes them
 * @param longCommands see ShimPaths, as the shell writes it
 */
export function noteWords(fields: string, longCommands: string): string {
  const to = `2>/dev/null >&${noteDescriptor}`;
  return `words="$*"
if [ \${#words} -le ${longestNotedCommand} ]; then
  printf '%s\\0' ${fields} "$#" "$@" ${to}
else
  printf '%s\\0' "$@" >${longCommands}$$
  printf '%s\\0' ${fields} 0 ${to}
fi
trap - PIPE`;
}

/** Gives a variable the value that it had before go was started, or none. */
export function restore(name: string, saved: string): string {
  return `if [ "\${${saved}+set}" ]; then ${name}=$${saved}; export ${name}; else unset ${name}; fi`;
}

/** Takes a directory out of PATH again. What go has put before it, the directory of its own commands, stays. */
export function removeFromPath(directory: string): string {
  const entry = shellWord(`${directory}:`);
  return `case $PATH in *${entry}*) PATH=\${PATH%%${entry}*}\${PATH#*${entry}} ;; esac`;
}
