/** The table of changes: where each begins, with which reason, how far it reaches, and what the run and the forecast say of it. */
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Reason } from "../../../shared/contract/answers.ts";
import { packageName } from "../../../shared/why/packageName.ts";
import { goVersions, machineGo } from "../../support/tools.ts";
import { edit, type Added } from "../forecast/foretold.ts";
import { library, type TableSubject } from "./changesSubject.ts";
import type { Observation } from "./observe.ts";
import { changesNamed } from "./subject.ts";

/** The reason of an action at which a change begins. */
export interface Beginning {
  kind: Reason["kind"];
  /** The names of what has changed, in their order. */
  changes: string[];
  sentence: RegExp;
}

export interface TableRow {
  name: string;
  /** Makes the change; @returns flags and variables for this run */
  apply: (subject: TableSubject, last: Observation) => Added | undefined | void;
  /** By `build P` and `link P`. Everything else that is rebuilt must be a cascade of these. */
  begins(subject: TableSubject): Record<string, Beginning>;
  /**
   * How many packages up from where it begins are rebuilt: 0 where what began came out the same, 1 where only what imports it directly
   * can tell, 2 where that holds a fingerprint of its declarations, Infinity where a declaration goes on and on.
   */
  reach: number;
  /** Whether packages of the standard library have other keys as well; they lie in the cache under both. */
  elsewhere?: boolean;
  /** What the run says, after "rebuilt N of M in T: ". */
  run: RegExp;
  /** What the forecast says. */
  forecast: RegExp;
}

const nothing = {
  begins: () => ({}),
  reach: 0,
  run: /^all \d+ from the cache/,
  forecast: /^nothing to rebuild: all \d+ actions are in the cache$/,
};

const truthFile = ({ leafDirectory }: TableSubject) => join(leafDirectory, "truth.go");

/** The leaf alone begins, by files of it. */
export function byLeafFile(file: string, verb: string): (subject: TableSubject) => Record<string, Beginning> {
  return ({ leaf, module }) => {
    const name = `${packageName(leaf, module)}/${file}`;
    return { [`build ${leaf}`]: { kind: "changed", changes: [name], sentence: new RegExp(`^${name} ${verb}`) } };
  };
}

const gone: Beginning = {
  kind: "evicted",
  changes: [],
  sentence: /^not changed, but gone from the cache, which had it in the go run of \d{4}-\d\d-\d\d \d\d:\d\d UTC$/,
};
const leafGone = ({ leaf }: TableSubject) => ({ [`build ${leaf}`]: gone });

/** Main and the link begin, by one input of each. @param said what is added to main's sentence */
export function ofMain([ofBuild, ofLink]: [ofBuild: string, ofLink?: string], verb: string, said = "") {
  const beginning = (name: string, rest: string): Beginning => ({
    kind: "changed",
    changes: [name],
    sentence: new RegExp(`^${name} ${verb}${rest}$`),
  });
  return ({ main }: TableSubject): Record<string, Beginning> => ({
    [`build ${main}`]: beginning(ofBuild, said),
    ...(ofLink !== undefined && { [`link ${main}`]: beginning(ofLink, "") }),
  });
}

const inBuildInfo = ", which the program's build information says";

function applied(name: string): TableRow["apply"] {
  const [change] = changesNamed(name);
  return (subject, last) => change!.apply(subject, last);
}

const followed = String.raw`(?:\d+ came out the same, (?:\d+ spared, )?)?(?:\d+ followed, )?1 link`;

/** In this order each finds what it changes; those of flags and variables last, since they are for one run alone. */
export const table: readonly TableRow[] = [
  { name: "nothing changed", apply: () => undefined, ...nothing },
  {
    name: "a comment at the end",
    apply: applied("a comment added"),
    begins: byLeafFile(
      "truth.go",
      "changed; (?:rebuilt, but )?came out the same, so the (?:package|\\d+ packages) that",
    ),
    reach: 0,
    run: /truth\.go changed \(came out the same, \d+ spared\)$/,
    forecast: /truth\.go changed: 1 rebuild certain, up to \d+ more$/,
  },
  {
    name: "a comment above code",
    apply: (subject) => edit(truthFile(subject), "//go:noinline", "// Truth is told.\n//\n//go:noinline"),
    begins: byLeafFile("truth.go", "changed$"),
    reach: 2,
    run: new RegExp(String.raw`truth\.go changed \(${followed}\)$`),
    forecast: /truth\.go changed: 1 rebuild certain, up to \d+ more$/,
  },
  {
    name: "a private body",
    apply: applied("a private body changed"),
    begins: byLeafFile("truth.go", "changed$"),
    reach: 1,
    run: new RegExp(String.raw`truth\.go changed \(${followed}\)$`),
    forecast: /truth\.go changed: 1 rebuild certain, up to \d+ more$/,
  },
  {
    name: "the private body as it was before",
    apply: (subject) => edit(truthFile(subject), "return 2 ", "return 1 "),
    ...nothing,
  },
  {
    name: "the exported API",
    apply: ({ leafDirectory }) => edit(join(leafDirectory, "base.go"), "Base = 1", "Base = 2"),
    begins: byLeafFile("base.go", "changed$"),
    reach: Infinity,
    run: new RegExp(String.raw`base\.go changed \(${followed}\)$`),
    forecast: /base\.go changed: 1 rebuild certain, up to \d+ more$/,
  },
  {
    name: "a new file",
    apply: applied("a new file"),
    begins: byLeafFile("added.go", "was added$"),
    reach: 2,
    run: new RegExp(String.raw`added\.go was added \(${followed}\)$`),
    forecast: /added\.go was added: 1 rebuild certain, up to \d+ more$/,
  },
  {
    name: "a deleted file",
    apply: applied("a file deleted"),
    begins: byLeafFile("spare.go", "was removed$"),
    reach: 2,
    run: new RegExp(String.raw`spare\.go was removed \(${followed}\)$`),
    forecast: /spare\.go was removed: 1 rebuild certain, up to \d+ more$/,
  },
  { name: "a touch without change", apply: applied("a file touched"), ...nothing },
  {
    name: "a cache entry deleted",
    apply: applied("the leaf's cache entry deleted"),
    begins: leafGone,
    reach: 0,
    run: /^rebuilt 1 of \d+ in [\d.]+ \w+: gone from the cache$/,
    forecast: /is gone from the cache: 1 rebuild certain, up to \d+ more$/,
  },
  {
    name: "an output in the cache deleted",
    apply: applied("the leaf's output deleted from the cache"),
    begins: leafGone,
    reach: 0,
    run: /^rebuilt 1 of \d+ in [\d.]+ \w+: gone from the cache$/,
    forecast: /is gone from the cache: 1 rebuild certain, up to \d+ more$/,
  },
  {
    name: "the program's cache entry deleted",
    apply: ({ main }, { keys }) => {
      const link = keys.actions.find(({ id }) => id === `link ${main}`);
      assert.ok(link?.entry);
      rmSync(link.entry);
    },
    begins: ({ main }) => ({ [`link ${main}`]: gone }),
    reach: 0,
    run: /: gone from the cache( \(1 link\))?$/,
    forecast: /^the link of .* is gone from the cache: 1 rebuild certain$/,
  },
  {
    name: "a go.mod bump",
    apply: ({ directory }) => edit(join(directory, "go.mod"), "=> ../library", "=> ../later"),
    begins: ({ main }) => ({
      [`build ${library}`]: { kind: "changed", changes: ["dir"], sentence: /^its directory moved$/ },
      [`build ${main}`]: {
        kind: "changed",
        changes: ["example.com/library"],
        sentence: /^example\.com\/library went from \.\.\/library to \.\.\/later$/,
      },
    }),
    reach: 2,
    run: /example\.com\/library/,
    forecast: /: 1 rebuild certain, up to 2 more$/,
  },
  {
    name: "two changes at once",
    apply: (subject) => {
      edit(truthFile(subject), "return 1 ", "return 3 ");
      edit(join(dirname(subject.directory), "later", "extra", "extra.go"), "return 1 ", "return 2 ");
    },
    begins: (subject) => ({
      ...byLeafFile("truth.go", "changed$")(subject),
      [`build ${library}`]: {
        kind: "changed",
        changes: [`${library}/extra.go`],
        sentence: /^example\.com\/library\/extra\/extra\.go changed$/,
      },
    }),
    reach: 1,
    run: /(?:truth|extra)\.go changed, \S*(?:truth|extra)\.go changed(?: \(|$)/,
    forecast: /go changed and 1 more: 2 rebuilds certain, up to \d+ more$/,
  },
  {
    name: "a flag of the linker",
    apply: () => ({ buildFlags: ["-ldflags=-X main.truth=certainly"] }),
    begins: ofMain(["-ldflags", "-ldflags -X main.truth"], "was added", inBuildInfo),
    reach: 0,
    run: /: -ldflags -X main\.truth was added \(1 link\)$/,
    forecast: /ldflags.*: 2 rebuilds certain$/,
  },
  {
    name: "a flag of the compiler",
    apply: ({ leaf }) => ({ buildFlags: [`-gcflags=${leaf}=-N`] }),
    begins: (subject) => ({
      [`build ${subject.leaf}`]: { kind: "changed", changes: ["-gcflags"], sentence: /^-gcflags was added$/ },
      ...ofMain(["-gcflags"], "was added", inBuildInfo)(subject),
    }),
    reach: 1,
    run: new RegExp(String.raw`: -gcflags was added(?: \(${followed}\))?$`),
    forecast: /gcflags.*: 1 rebuild certain, up to \d+ more$/,
  },
  {
    name: "GOFLAGS",
    apply: () => ({ env: { GOFLAGS: "-ldflags=-X=main.truth=probably" } }),
    begins: ofMain(["GOFLAGS -ldflags", "GOFLAGS -ldflags -X main.truth"], "was added", inBuildInfo),
    reach: 0,
    run: /: GOFLAGS -ldflags -X main\.truth was added \(1 link\)$/,
    forecast: /: 2 rebuilds certain$/,
  },
  {
    name: "another Go",
    apply: () => ({ env: { GOTOOLCHAIN: otherGo } }),
    begins: ({ imports, main }) => {
      const ids = [...[...imports.keys()].map((path) => `build ${path}`), `link ${main}`];
      const went = new RegExp(String.raw`^Go went from [\d.]+ to ${otherGo.slice("go".length)}$`);
      return Object.fromEntries(ids.map((id) => [id, { kind: "changed", changes: ["version"], sentence: went }]));
    },
    reach: 0,
    run: /: Go went from [\d.]+ to [\d.]+ \(1 link\)$/,
    forecast: /^Go went from [\d.]+ to [\d.]+: \d+ rebuilds? certain, up to \d+ more$/,
  },
  {
    name: "a variable of the environment",
    apply: () => ({ env: { CGO_CFLAGS: cFlags } }),
    begins: (subject) => ({
      ...(subject.leafHasC && {
        [`build ${subject.leaf}`]: { kind: "changed", changes: ["CGO_CFLAGS"], sentence: /^CGO_CFLAGS was set$/ },
      }),
      ...ofMain(["CGO_CFLAGS"], "was set", inBuildInfo)(subject),
    }),
    reach: 2,
    elsewhere: true,
    run: /CGO_CFLAGS was set/,
    forecast: /^CGO_CFLAGS was set: /,
  },
];

/** A Go that the machine's is not: all that is compiled with it has other keys. */
export const otherGo = machineGo() === goVersions.newest ? goVersions.oldest : goVersions.newest;

/** Always the same, so that the standard library lies ready in the cache with them. */
export const cFlags = "-O1 -DTRUTH=1";
