/** Programs that the truth suite builds again and again, and the changes it makes to them. */
import { randomUUID } from "node:crypto";
import { appendFileSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { GoRun } from "../../../shared/run/goRun.ts";
import { writeModule } from "../../support/goModule.ts";
import type { World } from "../../support/world.ts";
import { assertWent, observe, rebuilt, type Observation, type ProgramOutput } from "./observe.ts";
import { assertTrue, type Agreement, type WitnessOptions } from "./witnesses.ts";
import assert from "node:assert/strict";

/** A program with a package at its bottom that a test may change. */
export interface Subject {
  /** The module's directory. */
  directory: string;
  /** The directory of the package that is changed, and its import path. */
  leafDirectory: string;
  leaf: string;
  /** What imports the leaf, directly or not, package main the last; and those of them that import it directly. */
  above: string[];
  importers: string[];
  /** Launch attributes, the flags of a change are added to. */
  attributes: Record<string, unknown>;
  /** The program's output. */
  output: string | RegExp;
  witnesses?: WitnessOptions;
  /** Called when the program has started. */
  onStarted?: (run: GoRun, output: ProgramOutput) => Promise<void>;
}

/** What a run of a changed subject must have rebuilt, of the packages that are the subject's own. */
export interface Change {
  name: string;
  /** Makes the change; @returns flags and variables for this run */
  apply(
    subject: Subject,
    last: Observation,
  ): { buildFlags?: string[]; env?: Record<string, string> } | undefined | void;
  rebuilds(subject: Subject): string[];
}

/** The package that changes: text that nobody has built before, a function that is not inlined, and a file to be deleted. */
export function leafFiles(directory: string): Record<string, string> {
  const name = basename(directory);
  return {
    [`${directory}/truth.go`]: `package ${name}

const made = "${randomUUID()}"

//go:noinline
func Truth() int { return len(made) - 36 + truth() }

func truth() int { return 1 }
`,
    [`${directory}/spare.go`]: `package ${name}\n\nfunc Spare() int { return 7 }\n`,
    [`${directory}/tagged.go`]: `//go:build truthtag\n\npackage ${name}\n\nfunc Tagged() int { return 8 }\n`,
  };
}

/** main → mid → leaf, with nothing of the standard library but the runtime. */
export function writeTiny(world: World, name: string, files: Record<string, string> = {}): Subject {
  const directory = writeModule(world.path, name, {
    "main.go": `package main

import "example.com/${name}/mid"

var truth = "no"

func main() { print(mid.Truth(), " ", truth, "\\n") }
`,
    "mid/mid.go": `package mid\n\nimport "example.com/${name}/leaf"\n\nfunc Truth() int { return leaf.Truth() }\n`,
    ...leafFiles("leaf"),
    ...files,
  });
  return {
    directory,
    leafDirectory: join(directory, "leaf"),
    leaf: `example.com/${name}/leaf`,
    above: [`example.com/${name}/mid`, `example.com/${name}`],
    importers: [`example.com/${name}/mid`],
    attributes: {},
    output: "",
  };
}

const leafAlone = ({ leaf }: Subject) => [`build ${leaf}`];
const linkAlone = ({ above }: Subject) => [`link ${above.at(-1)}`];
/** What imports an importer is spared: the importer comes out the same, for it holds nothing of a body that is not inlined. */
export const importersAndLink = (subject: Subject) => [
  ...leafAlone(subject),
  ...subject.importers.map((path) => `build ${path}`),
  ...linkAlone(subject),
];
export const allAbove = (subject: Subject) => [
  ...leafAlone(subject),
  ...subject.above.map((path) => `build ${path}`),
  ...linkAlone(subject),
];
const nothing = () => [];

function truthFile({ leafDirectory }: Subject): string {
  return join(leafDirectory, "truth.go");
}

function replaceIn(file: string, from: string, to: string): void {
  const text = readFileSync(file, "utf8");
  assert.ok(text.includes(from), `${file} has no ${from}`);
  writeFileSync(file, text.replace(from, to));
}

function entryOf(last: Observation, name: string) {
  const action = last.keys.actions.find((each) => `${each.action} ${each.package}` === name);
  assert.ok(action?.entry && action.output, `${name} has no entry`);
  return { entry: action.entry, output: action.output };
}

/** Every kind of change, those with flags and variables last, since they are for one run alone. */
export const changes: Change[] = [
  { name: "nothing changed", apply: () => undefined, rebuilds: nothing },
  {
    name: "a comment added",
    apply: (subject) => appendFileSync(truthFile(subject), "// A comment.\n"),
    rebuilds: leafAlone,
  },
  {
    name: "a private body changed",
    apply: (subject) => replaceIn(truthFile(subject), "return 1 ", "return 2 "),
    rebuilds: importersAndLink,
  },
  {
    name: "the exported API changed",
    apply: (subject) => appendFileSync(truthFile(subject), "\nfunc More() int { return 2 }\n"),
    rebuilds: allAbove,
  },
  {
    name: "a new file",
    apply: ({ leafDirectory }) =>
      writeFileSync(
        join(leafDirectory, "added.go"),
        `package ${basename(leafDirectory)}\n\nfunc Added() int { return 3 }\n`,
      ),
    rebuilds: allAbove,
  },
  { name: "a file deleted", apply: ({ leafDirectory }) => rmSync(join(leafDirectory, "spare.go")), rebuilds: allAbove },
  {
    name: "a file touched",
    apply: (subject) => utimesSync(truthFile(subject), new Date(), new Date()),
    rebuilds: nothing,
  },
  {
    name: "the leaf's cache entry deleted",
    apply: ({ leaf }, last) => rmSync(entryOf(last, `build ${leaf}`).entry),
    rebuilds: leafAlone,
  },
  {
    name: "the leaf's output deleted from the cache",
    apply: ({ leaf }, last) => rmSync(entryOf(last, `build ${leaf}`).output),
    rebuilds: leafAlone,
  },
  {
    name: "the program's cache entry deleted",
    apply: (subject, last) => {
      if (subject.witnesses?.keepsPrograms !== false) rmSync(entryOf(last, linkAlone(subject)[0]!).entry);
    },
    rebuilds: linkAlone,
  },
  {
    name: "two changes at once",
    apply: (subject) => {
      appendFileSync(truthFile(subject), "// Another comment.\n");
      return { buildFlags: ["-ldflags=-X main.truth=yes"] };
    },
    // The linker's flags are part of what main says of its build.
    rebuilds: (subject) => [...leafAlone(subject), `build ${subject.above.at(-1)}`, ...linkAlone(subject)],
  },
  {
    name: "a build tag",
    apply: () => ({ buildFlags: ["-tags=truthtag"] }),
    rebuilds: allAbove,
  },
  {
    name: "a flag of the compiler for the leaf",
    apply: ({ leaf }) => ({ buildFlags: [`-gcflags=${leaf}=-N`] }),
    rebuilds: allAbove,
  },
];

/** Picks changes by their names. */
export function changesNamed(...names: string[]): Change[] {
  return names.map((name) => {
    const change = changes.find((each) => each.name === name);
    assert.ok(change, `there is no change ${name}`);
    return change;
  });
}

/** Observes one run of a subject, and has all witnesses heard. */
export async function runSubject(
  world: World,
  subject: Subject,
  added: { buildFlags?: string[]; env?: Record<string, string> } = {},
): Promise<{ observed: Observation; agreement: Agreement }> {
  const { attributes, directory, witnesses } = subject;
  const observed = await observe(
    world,
    {
      cwd: directory,
      ...attributes,
      buildFlags: [...((attributes.buildFlags as string[] | undefined) ?? []), ...(added.buildFlags ?? [])],
      env: { ...(attributes.env as Record<string, string> | undefined), ...added.env },
    },
    subject.onStarted,
  );
  assertWent(observed, subject.output);
  return { observed, agreement: assertTrue(observed, witnesses) };
}

/**
 * Defines the tests of a subject: the first run, then each change in turn.
 * @param make the subject, in a world that is there when the tests run
 */
export function testChanges(make: () => { world: World; subject: Subject }, list: Change[] = changes): void {
  let last: Observation;

  it("agrees with the three witnesses: the first run", async () => {
    const { world, subject } = make();
    const { observed, agreement } = await runSubject(world, subject);
    assert.deepEqual(own(observed, subject), allAbove(subject).sort());
    assert.ok(agreement.hits + agreement.misses === agreement.actions && agreement.actions > 20);
    last = observed;
  });

  for (const change of list) {
    it(`agrees with the three witnesses: ${change.name}`, async () => {
      const { world, subject } = make();
      const { observed, agreement } = await runSubject(world, subject, change.apply(subject, last) ?? {});
      const expected = new Set(change.rebuilds(subject));
      // Before 1.24 go links anew each time.
      if (subject.witnesses?.keepsPrograms === false || subject.witnesses?.noEntries) {
        for (const each of linkAlone(subject)) expected.add(each);
      }
      assert.deepEqual(own(observed, subject), [...expected].sort());
      assert.equal(agreement.unknown, 0);
      last = observed;
    });
  }
}

/** What was rebuilt of a subject's own packages. */
function own(observed: Observation, { leaf, above }: Subject): string[] {
  const packages = new Set([leaf, ...above]);
  return rebuilt(observed, (path) => packages.has(path));
}
