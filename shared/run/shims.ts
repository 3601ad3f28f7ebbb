/**
 * The two shims that go starts in place of its tools and of the program. Each notes itself on an inherited descriptor and then
 * becomes, by exec, what go wanted to start: the process tree, the terminal and the exit status stay those of a plain go run.
 * They are started as `sh PATH`, so a directory mounted noexec does not matter.
 */
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gccVariable, partShim, placeCompilerShims, runVariable, type Compilers } from "./compilerShims.ts";
import type { RunPlan } from "./plan.ts";
import {
  noteDescriptor,
  notePreamble,
  noteWords,
  programStderrDescriptor,
  removeFromPath,
  restore,
  savedGodebug,
  shellWord,
} from "./shimParts.ts";

export { shellWord } from "./shimParts.ts";

/**
 * The -toolexec shim. Notes `T`, pid, /proc stat line, package ($TOOLEXEC_IMPORTPATH), number of words, words. cgo and the linker
 * get our descriptor, for the C compilers that they start.
 */
function toolShim({ cancelFile, longCommands }: ShimPaths, userToolWords: number): string {
  return `${notePreamble(shellWord(cancelFile))}
${noteWords('T "$$" "$stat" "$TOOLEXEC_IMPORTPATH"', shellWord(longCommands))}
case \${${userToolWords + 1}##*/} in
cgo | link) exec "$@" ${programStderrDescriptor}>&- ;;
*) exec "$@" ${noteDescriptor}>&- ${programStderrDescriptor}>&- ;;
esac
`;
}

/** What the shims become. */
export interface ShimOptions {
  /** A line for go's standard error: what stands before it was written before the program's start. */
  mark: string;
  /** Words of the user's own -exec and -toolexec, which stand before the executable and the tool, and the C compilers. */
  plan: Pick<RunPlan, "userExec" | "userToolexec" | "compilers">;
  /** The command that takes the executable's place (dlv), or absent: the executable itself. */
  replacement?: string[];
  /** Environment set for the replacement alone. */
  environment?: Record<string, string>;
}

/**
 * The -exec shim. Notes `E`, pid, /proc stat line, path of the executable; puts the user's environment and the true standard error
 * back, and becomes the program, or dlv which starts it.
 */
function execShim({ cancelFile, compilers }: ShimPaths, options: ShimOptions): string {
  const { userExec } = options.plan;
  const executable = `"\${${userExec.length + 1}}"`;
  const users = Array.from({ length: userExec.length }, (_, index) => `"\${${index + 1}}"`);
  const command = options.replacement ? [...users, ...options.replacement.map(shellWord)].join(" ") : `"$@"`;
  const exports = Object.entries(options.environment ?? {}).map(
    ([name, value]) => `${name}=${shellWord(value)}; export ${name}`,
  );
  // In go's own words: a directory mounted noexec. What another -exec does with the file is not known.
  const check = `[ -x ${executable} ] || { printf 'fork/exec %s: permission denied\\n' ${executable} >&2; exit 1; }\n`;
  return `${notePreamble(shellWord(cancelFile))}
${userExec.length > 0 ? "" : check}printf '%s\\n' ${shellWord(options.mark)} >&2 2>/dev/null
printf '%s\\0' E "$$" "$stat" ${executable} 2>/dev/null >&${noteDescriptor}
trap - PIPE
${restore("GODEBUG", savedGodebug)}
${compilers === undefined ? "" : `${removeFromPath(compilers)}\n`}unset ${savedGodebug} ${runVariable} ${gccVariable}
${exports.map((line) => `${line}\n`).join("")}exec ${command} 2>&${programStderrDescriptor} ${programStderrDescriptor}>&- ${noteDescriptor}>&-
`;
}

/** Where a run's shims lie, and the files that they and the run share. */
export interface ShimPaths {
  tool: string;
  exec: string;
  /** The directory of the C compilers' shims; absent: there are none. */
  compilers?: string;
  /** Once it is there, every further tool fails. */
  cancelFile: string;
  /** With a pid behind it: the words, NUL after each, of a command line too long for a note. */
  longCommands: string;
}

/**
 * Writes the shims into a run's own directory (mode 0700).
 * @param stateDirectory where those of the C compilers stay
 */
export async function writeShims(directory: string, stateDirectory: string, options: ShimOptions): Promise<ShimPaths> {
  const { names } = options.plan.compilers;
  const compilers = names.length === 0 ? undefined : await placeCompilerShims(stateDirectory, names);
  const paths: ShimPaths = {
    tool: join(directory, "tool"),
    exec: join(directory, "exec"),
    cancelFile: join(directory, "cancelled"),
    longCommands: join(directory, "command."),
    ...(compilers === undefined ? {} : { compilers }),
  };
  await Promise.all([
    writeFile(paths.tool, toolShim(paths, options.plan.userToolexec.length), { mode: 0o600 }),
    writeFile(paths.exec, execShim(paths, options), { mode: 0o600 }),
    writeFile(join(directory, "part"), partShim, { mode: 0o600 }),
  ]);
  return paths;
}

/** What the shims add to the command lines that go and its tools print. */
export function shimWords({ tool, exec, compilers }: ShimPaths): string[] {
  return [`sh ${tool} `, `sh ${exec} `, ...(compilers === undefined ? [] : [`${compilers}/`])];
}

/** The environment of a go that finds the shims of its C compilers. */
export function shimEnvironment(env: NodeJS.ProcessEnv, { gcc }: Compilers, shims: ShimPaths): NodeJS.ProcessEnv {
  if (shims.compilers === undefined) return env;
  const run = dirname(shims.tool);
  return {
    ...env,
    PATH: `${shims.compilers}:${env.PATH ?? ""}`,
    [runVariable]: run,
    // gcc takes the words of its -wrapper apart at commas.
    [gccVariable]: run.includes(",") ? "" : gcc.join(" "),
  };
}
