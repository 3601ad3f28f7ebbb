/** The changes of the truth suite and some more, with what a forecast must say of each. */
import { join } from "node:path";
import { allAbove, changesNamed, type Subject } from "../truth/subject.ts";
import { edit, type Foretelling } from "./foretold.ts";

const leaf = ({ leaf }: Subject) => [`build ${leaf}`];
/** The link alone, and package main alone. */
export const link = ({ above }: Subject) => [`link ${above.at(-1)}`];
export const main = ({ above }: Subject) => [`build ${above.at(-1)}`];
const none = () => [];
/** All that takes in the leaf, directly or not. */
export const aboveLeaf = (subject: Subject) => allAbove(subject).filter((each) => each !== `build ${subject.leaf}`);

/** After a change of the leaf alone: it is built for certain, and nobody knows what follows. */
function ofLeaf(name: string, sentence?: RegExp): Foretelling {
  return { ...changesNamed(name)[0]!, misses: leaf, unknown: aboveLeaf, ...(sentence ? { sentence } : {}) };
}

const truthFile = ({ leafDirectory }: Subject) => join(leafDirectory, "truth.go");

/** In this order each finds what it changes. */
export const foretellings: readonly Foretelling[] = [
  {
    ...changesNamed("nothing changed")[0]!,
    misses: none,
    unknown: none,
    sentence: /^nothing to rebuild: all \d+ actions are in the cache$/,
  },
  ofLeaf("a comment added", /^(.*\/)?truth\.go changed: 1 rebuild certain, up to \d more$/),
  ofLeaf("a private body changed", /truth\.go changed: 1 rebuild certain/),
  {
    name: "the edit reverted",
    apply: (subject) => edit(truthFile(subject), "return 2 ", "return 1 "),
    misses: none,
    unknown: none,
    sentence: /^nothing to rebuild/,
  },
  ofLeaf("the exported API changed"),
  ofLeaf("a new file", /added\.go was added: 1 rebuild certain/),
  ofLeaf("a file deleted", /spare\.go was removed: 1 rebuild certain/),
  { ...changesNamed("a file touched")[0]!, misses: none, unknown: none, sentence: /^nothing to rebuild/ },
  ofLeaf("the leaf's cache entry deleted", /leaf is gone from the cache: 1 rebuild certain/),
  ofLeaf("the leaf's output deleted from the cache", /leaf is gone from the cache: 1 rebuild certain/),
  {
    ...changesNamed("the program's cache entry deleted")[0]!,
    misses: link,
    unknown: none,
    sentence: /^the link of .* is gone from the cache: 1 rebuild certain$/,
  },
  {
    name: "a flag of the linker",
    apply: () => ({ buildFlags: ["-ldflags=-X main.truth=certainly"] }),
    misses: (subject) => [...main(subject), ...link(subject)],
    unknown: none,
    sentence: /ldflags.*: 2 rebuilds certain$/,
  },
  {
    name: "the same by GOFLAGS",
    apply: () => ({ env: { GOFLAGS: "-ldflags=-X=main.truth=probably" } }),
    misses: (subject) => [...main(subject), ...link(subject)],
    unknown: none,
    sentence: /: 2 rebuilds certain$/,
  },
  {
    ...changesNamed("two changes at once")[0]!,
    misses: leaf,
    unknown: aboveLeaf,
    sentence: /and 1 more: 1 rebuild certain/,
  },
  ofLeaf("a build tag", /^-tags was added.*: 1 rebuild certain/),
  ofLeaf("a flag of the compiler for the leaf", /gcflags.*: 1 rebuild certain/),
];

/** Picks them by name. */
export function foretellingsNamed(...names: string[]): Foretelling[] {
  return names.map((name) => foretellings.find((each) => each.name === name)!);
}
