/**
 * Shims for the C compiler, which go, cgo and the linker start themselves and not through -toolexec. They stand on PATH before the
 * compiler, note it and become it; gcc is told by its -wrapper to start its parts (cc1, as, collect2) through one more that notes
 * those; collect2 looks for ld on PATH and finds one here. No cache key depends on this: go takes the compiler's name and what it says of itself. But go remembers by the compiler's
 * path which flags it takes, so these shims have a lasting place; with a new one for each run it would ask each time again.
 */
import { realpathSync } from "node:fs";
import { access, constants, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { splitQuoted } from "../go/quoted.ts";
import { notePreamble, noteWords } from "./shimParts.ts";

/** Where the shims find their run, and which compilers take -wrapper: environment of go that the exec shim takes out again. */
export const runVariable = "GORUNSCOPE_RUN";
export const gccVariable = "GORUNSCOPE_GCC";

/** The C compilers of a build. */
export interface Compilers {
  /** What cgo, the linker and gcc's collect2 look up on PATH. */
  names: string[];
  /** Those of them that are gcc. */
  gcc: string[];
}

/** gcc by its name, with a triplet before it or a version behind; not a wrapper like ccache, nor clang. */
const gccName = /^(?:[\w.]+-)*(?:gcc|g\+\+)(?:-[\d.]+)?$/;

/** What gcc's collect2 looks for, by -fuse-ld (gcc/collect2.cc, ld_suffixes). */
const linkers = ["ld", "ld.bfd", "ld.gold", "ld.lld", "ld.mold"];

/**
 * The compilers of a build that can be noted.
 * @param commands the values of CC and CXX
 * @param find looks a name up on PATH
 */
export function findCompilers(commands: string[], find: (name: string) => string | undefined): Compilers {
  const words = commands.map((command) => splitQuoted(command)[0] ?? "");
  const names = [...new Set(words)].filter((name) => /^[\w.+-]+$/.test(name) && find(name) !== undefined);
  const gcc = names.filter((name) => gccName.test(basename(realpathSync(find(name)!))));
  if (gcc.length > 0) names.push(...linkers.filter((name) => find(name) !== undefined));
  return { names, gcc };
}

/**
 * Puts the shims where they stay.
 * @param stateDirectory where gorunscope keeps what lasts
 * @returns their directory; undefined where they cannot be, and the compilers are seen by chance only
 */
export async function placeCompilerShims(stateDirectory: string, names: string[]): Promise<string | undefined> {
  const directory = join(stateDirectory, "cc");
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await Promise.all(names.map((name) => place(directory, name)));
    return directory;
  } catch {
    return undefined;
  }
}

/** As long as the text is the same the file is: go knows a compiler by its time, too. */
async function place(directory: string, name: string): Promise<void> {
  const path = join(directory, name);
  if ((await readFile(path, "utf8").catch(() => undefined)) !== compilerShim) {
    const temporary = `${path}.${process.pid}`;
    try {
      await writeFile(temporary, compilerShim, { mode: 0o700 });
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }
  await access(path, constants.X_OK);
}

const runDirectory = `"$${runVariable}"`;

/**
 * The shim, the same for all compilers and linkers: looks for the next of its name on PATH. Notes `C` and what the tool shim
 * notes. Asked for its commands (-###) it is left as it is: go learns from the answer which compiler it has.
 */
const compilerShim = `#!/bin/sh
name=\${0##*/}
set -f
IFS=:
for place in $PATH; do
  real=$place/$name
  [ "$place" != "\${0%/*}" ] && [ -f "$real" ] && [ -x "$real" ] && break
  real=
done
unset IFS
if [ -z "$real" ]; then
  echo "$name: not found on PATH" >&2
  exit 127
fi
[ -z ${runDirectory} ] && exec "$real" "$@"
set -- "$real" "$@"
${notePreamble(`${runDirectory}/cancelled`)}
${noteWords('C "$$" "$stat" "$TOOLEXEC_IMPORTPATH"', `${runDirectory}/command.`)}
shift
case " $${gccVariable} " in
*" $name "*)
  case " $* " in
  *' -### '* | *' -wrapper '*) ;;
  *) exec "$real" -wrapper "sh,$${runVariable}/part" "$@" ;;
  esac
  ;;
esac
exec "$real" "$@"
`;

/** The shim in the place of gcc's parts. */
export const partShim = `${notePreamble(`${runDirectory}/cancelled`)}
${noteWords('C "$$" "$stat" "$TOOLEXEC_IMPORTPATH"', `${runDirectory}/command.`)}
exec "$@"
`;
