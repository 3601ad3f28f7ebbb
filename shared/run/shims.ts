/**
 * The two shims that go starts in place of its tools and of the program. Each notes itself on an inherited descriptor and then
 * becomes, by exec, what go wanted to start: the process tree, the terminal and the exit status stay those of a plain go run.
 * They are started as `sh PATH`, so a directory mounted noexec does not matter.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Descriptors that go hands down to the shims: ours to read notes from, and the standard error the program is to have. */
export const noteDescriptor = 3;
export const programStderrDescriptor = 4;

/** Environment variables that carry values past go to the exec shim, which takes them out again. */
export const savedGodebug = "GORUNSCOPE_GODEBUG";

/** The longest command line that goes into a note: with the rest of the note it stays below PIPE_BUF (4,096 bytes), so notes never mix. */
const longestNotedCommand = 3000;

/** A word as POSIX sh reads it back unchanged. */
export function shellWord(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A note's first fields: a shell that finds its pipe closed must not fail the build, so SIGPIPE is off while it writes. */
function notePreamble(cancelFile: string): string {
  return [
    `[ -e ${shellWord(cancelFile)} ] && exit 1`,
    `stat=`,
    `[ -r /proc/$$/stat ] && read -r stat </proc/$$/stat`,
    `trap '' PIPE`,
  ].join("\n");
}

/**
 * The -toolexec shim. Notes `T`, pid, /proc stat line, package ($TOOLEXEC_IMPORTPATH), number of words, words – NUL after each.
 * A command line too long for one atomic write is noted with no words; the reader takes it from /proc/PID/cmdline.
 */
export function toolShim(cancelFile: string): string {
  return `${notePreamble(cancelFile)}
words="$*"
if [ \${#words} -le ${longestNotedCommand} ]; then
  printf '%s\\0' T "$$" "$stat" "$TOOLEXEC_IMPORTPATH" "$#" "$@" 2>/dev/null >&${noteDescriptor}
else
  printf '%s\\0' T "$$" "$stat" "$TOOLEXEC_IMPORTPATH" 0 2>/dev/null >&${noteDescriptor}
fi
trap - PIPE
exec "$@" ${noteDescriptor}>&- ${programStderrDescriptor}>&-
`;
}

/** What the exec shim becomes. */
export interface ExecShimOptions {
  cancelFile: string;
  /** A line for go's standard error: what stands before it was written before the program's start. */
  mark: string;
  /** How many words of the user's own -exec stand before the executable. */
  userWords: number;
  /** The command that takes the executable's place (dlv), or absent: the executable itself. */
  replacement?: string[];
  /** Environment set for the replacement alone. */
  environment?: Record<string, string>;
}

/**
 * The -exec shim. Notes `E`, pid, /proc stat line, path of the executable; puts the user's GODEBUG and the true standard error
 * back, and becomes the program, or dlv which starts it.
 */
export function execShim(options: ExecShimOptions): string {
  const executable = `"\${${options.userWords + 1}}"`;
  const users = Array.from({ length: options.userWords }, (_, index) => `"\${${index + 1}}"`);
  const command = options.replacement ? [...users, ...options.replacement.map(shellWord)].join(" ") : `"$@"`;
  const exports = Object.entries(options.environment ?? {}).map(
    ([name, value]) => `${name}=${shellWord(value)}; export ${name}`,
  );
  return `${notePreamble(options.cancelFile)}
printf '%s\\n' ${shellWord(options.mark)} >&2 2>/dev/null
printf '%s\\0' E "$$" "$stat" ${executable} 2>/dev/null >&${noteDescriptor}
trap - PIPE
if [ "\${${savedGodebug}+set}" ]; then GODEBUG=$${savedGodebug}; export GODEBUG; else unset GODEBUG; fi
unset ${savedGodebug}
${exports.map((line) => `${line}\n`).join("")}exec ${command} 2>&${programStderrDescriptor} ${programStderrDescriptor}>&- ${noteDescriptor}>&-
`;
}

/** Where a run's shims lie, and the file whose presence makes every further tool fail. */
export interface ShimPaths {
  tool: string;
  exec: string;
  cancelFile: string;
}

/** Writes both shims into a run's own directory (mode 0700). */
export async function writeShims(directory: string, exec: Omit<ExecShimOptions, "cancelFile">): Promise<ShimPaths> {
  const paths = {
    tool: join(directory, "tool"),
    exec: join(directory, "exec"),
    cancelFile: join(directory, "cancelled"),
  };
  await Promise.all([
    writeFile(paths.tool, toolShim(paths.cancelFile), { mode: 0o600 }),
    writeFile(paths.exec, execShim({ ...exec, cancelFile: paths.cancelFile }), { mode: 0o600 }),
  ]);
  return paths;
}
