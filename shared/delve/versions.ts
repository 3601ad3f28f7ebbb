/**
 * Which dlv takes which Go. dlv refuses a program whose Go lies outside its limits ("Version of Delve is too old for Go
 * version …"), and a release of dlv builds with no Go older than its go.mod says.
 */
import { errorIds, Failure } from "../contract/errors.ts";
import { parseGoVersion } from "../go/goEnv.ts";

/** Whether a dlv takes a Go. "unknown": no release notes of either are at hand; only trying tells. */
export type Fit = "fits" | "goTooNew" | "goTooOld" | "unknown";

interface Release {
  /** First and last release of dlv that these limits hold for. */
  first: string;
  newest: string;
  /** Minor versions of Go 1: Min and MaxSupportedVersionOfGoMinor in dlv's pkg/goversion/compat.go. */
  minGo: number;
  maxGo: number;
  /** The go line of dlv's go.mod. */
  buildsWith: number;
}

/** Read from the tags v1.22.0 to v1.27.2 of github.com/go-delve/delve; oldest first. */
const releases: readonly Release[] = [
  { first: "1.22.0", newest: "1.22.1", minGo: 19, maxGo: 22, buildsWith: 21 },
  { first: "1.23.0", newest: "1.23.1", minGo: 21, maxGo: 23, buildsWith: 21 },
  { first: "1.24.0", newest: "1.24.2", minGo: 21, maxGo: 24, buildsWith: 21 },
  { first: "1.25.0", newest: "1.25.0", minGo: 21, maxGo: 24, buildsWith: 21 },
  { first: "1.25.1", newest: "1.25.2", minGo: 22, maxGo: 25, buildsWith: 22 },
  { first: "1.26.0", newest: "1.26.3", minGo: 24, maxGo: 26, buildsWith: 24 },
  { first: "1.27.0", newest: "1.27.2", minGo: 25, maxGo: 27, buildsWith: 25 },
];

/** Since this Go programs carry DWARF 5 (not on macOS), which only a dlv that was built with this Go or a newer one reads. */
const firstDwarf5Go = 25;

/**
 * @param dlvVersion as `dlv version` prints it, say "1.27.2"
 * @param goVersion as `go version` or GOVERSION prints it, say "go1.26.8"; "1.26" will do
 * @param builtWith the Go that this dlv was built with, where known ("go1.24.4", from `dlv version -v`)
 */
export function fits(dlvVersion: string, goVersion: string, builtWith?: string): Fit {
  const go = minorOf(goVersion);
  const dlv = numbersOf(dlvVersion);
  if (go === undefined || dlv === undefined) return "unknown";
  const limits = limitsOf(dlvVersion, dlv.minor);
  if (go > limits.maxGo) return "goTooNew";
  if (go < limits.minGo) return limits.certain ? "goTooOld" : "unknown";
  const builder = builtWith === undefined ? undefined : minorOf(builtWith);
  const readsDwarf5 = builder === undefined || builder >= firstDwarf5Go || process.platform === "darwin";
  return go >= firstDwarf5Go && !readsDwarf5 ? "goTooNew" : "fits";
}

/**
 * The newest dlv that takes this Go and builds with it, say "1.25.2"; "latest" for a Go newer than any known here, or one
 * whose version says nothing.
 * @throws Failure toolMissing for a Go so old that no dlv known here builds with it
 */
export function versionFor(goVersion: string): string {
  const go = minorOf(goVersion);
  const known = releases.at(-1);
  if (go === undefined || known === undefined || go > known.maxGo) return "latest";
  const release = releases.findLast(({ minGo, maxGo, buildsWith }) => go >= minGo && go <= maxGo && go >= buildsWith);
  if (release === undefined) {
    throw new Failure(
      errorIds.toolMissing,
      `${goVersion} is older than every Go that a dlv known to gorunscope builds with`,
      {
        advice: "Use Go 1.23 or newer.",
      },
    );
  }
  return release.newest;
}

/** Whether `--client-addr` may name a Unix socket: since 1.24. One whose version says nothing is taken for a newer one. */
export function dialsUnixSockets(dlvVersion: string): boolean {
  return numbersOf(dlvVersion) === undefined || compareDlvVersions(dlvVersion, "1.24.0") >= 0;
}

/** Orders versions of dlv: negative where `a` is older. What is no version is older than all. */
export function compareDlvVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  if (left === undefined || right === undefined) return Number(left !== undefined) - Number(right !== undefined);
  return left.major - right.major || left.minor - right.minor || left.patch - right.patch;
}

/**
 * The limits of one dlv. One newer than the table: releases have been named after the newest Go that they take since 1.20,
 * and have reached two Go releases back since 1.26; how far this one reaches is a guess. One older: it takes no newer Go than
 * the oldest known.
 */
function limitsOf(version: string, minor: number): { minGo: number; maxGo: number; certain: boolean } {
  const release = releases.findLast(({ first }) => compareDlvVersions(first, version) <= 0);
  if (release === undefined) return { minGo: Infinity, maxGo: releases[0]?.maxGo ?? 0, certain: false };
  if (numbersOf(release.first)?.minor === minor) return { ...release, certain: true };
  return { minGo: minor - 2, maxGo: minor, certain: false };
}

/** A development version of Go 1.N comes before 1.N's first beta for dlv, so it counts as the Go before. */
function minorOf(goVersion: string): number | undefined {
  const parsed = parseGoVersion(/^\d/.test(goVersion) ? `go${goVersion}` : goVersion);
  if (parsed?.major !== 1) return undefined;
  return goVersion.includes("devel") ? parsed.minor - 1 : parsed.minor;
}

function numbersOf(version: string): { major: number; minor: number; patch: number } | undefined {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version);
  return match === null
    ? undefined
    : { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3] ?? 0) };
}
