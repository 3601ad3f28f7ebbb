/** The flags by which `go list` computes the keys that `go run` would. */
import { findFlag, flagsBesideKeys, flagsOf, type GoFlag } from "../go/runArguments.ts";

/** What go list does not need, and the overlay, which is joined with the texts that are not saved yet. */
const left: ReadonlySet<string> = new Set([...flagsBesideKeys, "overlay"]);

/**
 * The flags for go list, -C first.
 * @param userFlags go run's flags as typed, -C first
 * @param flags GOFLAGS' and these, taken apart
 */
export function listFlags(userFlags: string[], flags: GoFlag[]): string[] {
  const kept = flagsOf(userFlags).filter(({ name }) => !left.has(name));
  return [
    ...kept.flatMap(({ words }) => words),
    // With -a go looks nothing up, so that nobody could tell what is cached.
    ...(isForced(flags) ? ["-a=false"] : []),
    // go list stamps version control into main where go run does so only if it is told to.
    ...(isOn(findFlag(flags, "buildvcs")) ? [] : ["-buildvcs=false"]),
    // A forecast changes no file: what go run would add to go.mod is an error here.
    ...(findFlag(flags, "mod")?.value === "mod" ? ["-mod=readonly"] : []),
  ];
}

/** Whether everything is to be built anew. */
export function isForced(flags: GoFlag[]): boolean {
  return isOn(findFlag(flags, "a"));
}

function isOn(flag: GoFlag | undefined): boolean {
  return flag !== undefined && (flag.value === undefined || /^(?:1|t|T|true|TRUE|True)$/.test(flag.value));
}
