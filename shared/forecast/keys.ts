/**
 * The keys of the next `go run`, from what `go list` prints of its own.
 *
 * All packages but main have the same key in both. A package that is not in the cache has no content that others could be built
 * from: go list puts its key in the content's place (cmd/go/internal/work/buildid.go: useCache), which is how it is told here.
 * Of main and of the link, go run says `omitdebug true`, and the link holds main's real build ID.
 */
import { createHash } from "node:crypto";
import { shortID } from "../go/buildCache.ts";
import type { KeyBlock } from "../go/keyLog.ts";

/** One package of the program. */
export interface PackageKey {
  package: string;
  block: KeyBlock;
  /** Whether go found it in the cache; undefined where its key is not known, and for main, which go list looks up by another key. */
  cached: boolean | undefined;
}

/** All keys of a program. */
export interface ProgramKeys {
  /** The import path of package main. */
  main: string;
  /** All packages, main among them, in the order in which they are linked. */
  packages: ReadonlyMap<string, PackageKey>;
  link: KeyBlock;
  /** The key of the profile for PGO, where there is one. */
  profile?: string;
}

const profileKind = "preprocess PGO profile";

/**
 * Finds the keys of the program that go list was asked for.
 * @returns undefined where there is none that would be linked
 */
export function programKeys(blocks: ReadonlyMap<string, KeyBlock>): ProgramKeys | undefined {
  const all = [...blocks.values()];
  const link = all.find(({ kind }) => kind === "link");
  if (!link || link.ambiguous || !blocks.has(`build ${link.package}`)) return undefined;
  const contents = linkedContents(link);
  const packages = new Map<string, PackageKey>();
  const builds = all.filter(({ kind }) => kind === "build");
  // go works on several at once: the linker's order is the same each time.
  const ordered = [...contents.keys()].flatMap((path) => blocks.get(`build ${path}`) ?? []);
  for (const block of new Set([...ordered, ...builds])) {
    const { package: path, actionID } = block;
    const content = contents.get(path);
    const known = path !== link.package && actionID !== undefined && content !== undefined;
    packages.set(path, { package: path, block, cached: known ? content !== shortID(actionID) : undefined });
  }
  const profile = all.find(({ kind }) => kind === profileKind)?.actionID;
  return { main: link.package, packages, link, ...(profile === undefined ? {} : { profile }) };
}

/** `packagefile PATH=CONTENT` of all that is linked. */
function linkedContents(link: KeyBlock): Map<string, string> {
  const contents = new Map<string, string>();
  for (const line of link.rawInputs()) {
    const [, path, content] = /^packagefile (.+)=([^=]*)\n$/.exec(line) ?? [];
    if (path !== undefined && content !== undefined) contents.set(path, content);
  }
  return contents;
}

/** Whether what the compiler does depends on a profile. */
export function usesProfile(block: KeyBlock): boolean {
  return block.rawInputs().some((line) => line.startsWith("pgofile "));
}

/** The inputs of main's key as go run hashes them. */
export function mainInputs(main: KeyBlock): string[] {
  return main.rawInputs().map(withoutDebug);
}

/**
 * The inputs of the link's key as go run hashes them.
 * @param buildID of the compiled package main: `action/content`
 */
export function linkInputs({ main, link }: ProgramKeys, buildID: string): string[] {
  const content = buildID.slice(buildID.lastIndexOf("/") + 1);
  return link.rawInputs().map((line) => {
    if (line.startsWith(`packagefile ${main}=`)) return `packagefile ${main}=${content}\n`;
    if (line.startsWith("packagemain ")) return `packagemain ${buildID}\n`;
    return withoutDebug(line);
  });
}

function withoutDebug(line: string): string {
  return line.replace(/^omitdebug false /, "omitdebug true ");
}

/** A key: SHA-256 of all inputs in their order (cmd/go/internal/cache/hash.go). */
export function keyOf(inputs: readonly string[]): string {
  return createHash("sha256").update(inputs.join("")).digest("hex");
}

/**
 * The key under which go keeps what the linker printed when it linked this main: it is in the cache if and only if that happened
 * (Subkey in cmd/go/internal/cache/hash.go, updateBuildID in work/buildid.go).
 */
export function linkOutputKey(mainActionID: string): string {
  const hash = createHash("sha256").update("subkey:").update(Buffer.from(mainActionID, "hex"));
  return hash.update("link-stdout").digest("hex");
}
