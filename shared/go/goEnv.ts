/** What `go env -json` says: the settings that a run depends on. */
import { errorIds, Failure } from "../contract/errors.ts";
import { splitQuoted } from "./quoted.ts";

/** The names to ask for: `go env -json NAMES…`. Go answers a name that it does not know with an empty value. */
export const goEnvNames = [
  "CC",
  "CGO_ENABLED",
  "CXX",
  "GO111MODULE",
  "GOARCH",
  "GOBIN",
  "GOCACHE",
  "GOCACHEPROG",
  "GODEBUG",
  "GOFLAGS",
  "GOHOSTARCH",
  "GOHOSTOS",
  "GOMOD",
  "GOMODCACHE",
  "GOOS",
  "GOPATH",
  "GOROOT",
  "GOTMPDIR",
  "GOTOOLCHAIN",
  "GOTOOLDIR",
  "GOVERSION",
  "GOWORK",
] as const;

type GoEnvName = (typeof goEnvNames)[number];

/** Go's settings as they apply in the directory that go env was asked in; an empty text where there is no value. */
export type GoEnv = Record<GoEnvName, string> & {
  /** Whatever else go answered with. */
  other: Record<string, string>;
};

/**
 * Reads the answer of `go env -json`.
 * @throws Failure 7006 for text that is no such answer
 */
export function parseGoEnv(json: string): GoEnv {
  const other = new Map<string, string>();
  for (const [name, value] of Object.entries(readObject(json))) if (typeof value === "string") other.set(name, value);
  const take = (name: GoEnvName): [GoEnvName, string] => {
    const value = other.get(name) ?? "";
    other.delete(name);
    return [name, value];
  };
  const known = Object.fromEntries(goEnvNames.map(take)) as Record<GoEnvName, string>;
  return { ...known, other: Object.fromEntries(other) };
}

function readObject(json: string): object {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch (cause) {
    throw notGoEnv(cause);
  }
  throw notGoEnv();
}

function notGoEnv(cause?: unknown): Failure {
  return new Failure(errorIds.toolMissing, "go env -json answered with something that is no JSON object", {
    advice: "Check that the go on PATH, or the one named in goBinary, is the go command.",
    cause,
  });
}

/** A version of Go in its parts. */
export interface GoVersion {
  major: number;
  minor: number;
  /** As go wrote it. */
  text: string;
}

/**
 * Reads GOVERSION or `go version`: "go1.26.8", "go1.27rc1", "devel go1.28-…", "go1.27-devel_…".
 * @returns undefined for a name without a version, like that of a build before Go 1.17's ("devel +…")
 */
export function parseGoVersion(text: string): GoVersion | undefined {
  const match = /\bgo(\d+)\.(\d+)/.exec(text);
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]), text };
}

/** Whether the build cache keeps linked programs: since Go 1.24, one that does not tell its version among them, and not with GOCACHEPROG. */
export function keepsPrograms({ GOVERSION, GOCACHEPROG }: Pick<GoEnv, "GOVERSION" | "GOCACHEPROG">): boolean {
  const version = parseGoVersion(GOVERSION);
  return GOCACHEPROG === "" && (version === undefined || version.major > 1 || version.minor >= 24);
}

/**
 * The flags in GOFLAGS, as words.
 * @throws Failure 7004 for a quote that is never closed
 */
export function goFlagsWords(goflags: string): string[] {
  try {
    return splitQuoted(goflags);
  } catch (cause) {
    throw new Failure(errorIds.wrongArguments, "GOFLAGS has a quote that is never closed", {
      advice: "See `go env GOFLAGS`; `go env -u GOFLAGS` removes it.",
      cause,
    });
  }
}
