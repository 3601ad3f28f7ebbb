/** The command line of go run: its flags, the program, the program's arguments. */
import { errorIds, Failure } from "../contract/errors.ts";

/** One flag as go's flag package reads it. */
export interface GoFlag {
  /** Without dashes. */
  name: string;
  /** Absent for a boolean flag without `=value`, and for a flag whose value is missing. */
  value?: string;
  /** As typed: one word, or two for `-flag value`. */
  words: string[];
}

export interface RunArguments {
  flags: GoFlag[];
  /** One package, or .go files; empty where the command line names none. */
  program: string[];
  args: string[];
}

/**
 * The flags of go run that take a value as a word of its own (cmd/go/internal/work/build.go: AddBuildFlags, AddCoverFlags;
 * internal/base/flag.go; internal/run/run.go). All others are boolean, -buildvcs too, or unknown to go.
 */
const valueFlags = new Set([
  "C",
  "asmflags",
  "buildmode",
  "compiler",
  "covermode",
  "coverpkg",
  "debug-actiongraph",
  "debug-runtime-trace",
  "debug-trace",
  "exec",
  "gccgoflags",
  "gcflags",
  "installsuffix",
  "ldflags",
  "mod",
  "modfile",
  "overlay",
  "p",
  "pgo",
  "pkgdir",
  "tags",
  "toolexec",
]);

/** Flags that no key depends on: they say what go tells of a build, whether it looks anything up, or what becomes of what was built. */
export const flagsBesideKeys: ReadonlySet<string> = new Set([
  "a",
  "debug-actiongraph",
  "debug-runtime-trace",
  "debug-trace",
  "exec",
  "json",
  "n",
  "v",
  "work",
  "x",
]);

/**
 * Takes apart what stands after `go run`. An unknown flag is kept as it was typed, without a following word: go itself
 * complains about it.
 */
export function parseRunArguments(words: string[]): RunArguments {
  const { flags, rest } = readFlags(words);
  const files = rest.findIndex((word) => !word.endsWith(".go"));
  const count = files < 0 ? rest.length : files;
  if (count > 0) return { flags, program: rest.slice(0, count), args: rest.slice(count) };
  // A program cannot begin with a dash: go says "no go files listed".
  if (rest[0]?.startsWith("-")) return { flags, program: [], args: rest };
  return { flags, program: rest.slice(0, 1), args: rest.slice(1) };
}

/**
 * The flags in words that hold nothing else, as in `buildFlags` or GOFLAGS.
 * @throws Failure 7004 for a word that is no flag (named by its place only: it may be a piece of a secret value), and for a
 *   last flag without its value, which would swallow the next word of a longer command line
 */
export function flagsOf(words: string[]): GoFlag[] {
  const { flags, rest } = readFlags(words);
  const last = flags.at(-1);
  if (rest.length > 0) {
    const place = words.length - rest.length + 1;
    const after = last === undefined ? "" : ` (it follows -${last.name})`;
    throw new Failure(
      errorIds.wrongArguments,
      `word ${place} of the build flags is neither a flag nor a flag's value${after}`,
      {
        advice:
          "Quote a value that holds spaces, as in -ldflags='-X main.version=1'; a program belongs into `program`.",
      },
    );
  }
  if (last !== undefined && last.value === undefined && valueFlags.has(last.name)) {
    throw new Failure(errorIds.wrongArguments, `the build flag -${last.name} has no value`, {
      advice: `Write -${last.name}=VALUE.`,
    });
  }
  return flags;
}

/** The flag of that name that counts: of several the last. */
export function findFlag(flags: GoFlag[], name: string): GoFlag | undefined {
  return flags.findLast((flag) => flag.name === name);
}

/** Reads flags until the first word that is none; `--` ends them and is dropped. */
function readFlags(words: string[]): { flags: GoFlag[]; rest: string[] } {
  const flags: GoFlag[] = [];
  let at = 0;
  for (;;) {
    const word = words[at];
    if (word === "--") return { flags, rest: words.slice(at + 1) };
    const match = word === undefined ? null : /^--?([^=]+)(?:=(.*))?$/s.exec(word);
    if (word === undefined || match === null) return { flags, rest: words.slice(at) };
    const [, name = "", attached] = match;
    const following = words[at + 1];
    if (attached !== undefined) flags.push({ name, value: attached, words: [word] });
    else if (!valueFlags.has(name) || following === undefined) flags.push({ name, words: [word] });
    else flags.push({ name, value: following, words: [word, following] });
    at += flags.at(-1)?.words.length ?? 1;
  }
}
