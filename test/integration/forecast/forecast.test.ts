import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { goVersions } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { writeReplacing, writeVendoring, writeWorking } from "../truth/libraryUsers.ts";
import { writeTiny, type Subject } from "../truth/subject.ts";
import { writeZoo } from "../truth/zoo.ts";
import { edit, testForetellings, type Foretelling } from "./foretold.ts";
import { aboveLeaf, foretellings, foretellingsNamed, link, main } from "./foretellings.ts";

const aboveLeafButLink = (subject: Subject) => aboveLeaf(subject).filter((each) => !each.startsWith("link "));

/** The same where go links at every run. */
function linksAlways({ sentence: _sentence, ...foretelling }: Foretelling): Foretelling {
  return {
    ...foretelling,
    misses: (subject) => [...foretelling.misses(subject), ...link(subject)],
    unknown: (subject) => foretelling.unknown(subject).filter((each) => !each.startsWith("link ")),
  };
}

/** A program whose cache another program keeps, which alone knows what is in it. */
function writeSharing(world: World): Subject {
  const goCache = execFileSync("go", ["env", "GOCACHE"], { encoding: "utf8" }).trim();
  const script = fileURLToPath(new URL("../truth/cacheProgram.mjs", import.meta.url));
  const words = [process.execPath, script, join(world.path, "shared cache"), goCache];
  return {
    ...writeTiny(world, "sharing"),
    attributes: { env: { GOCACHEPROG: words.map((word) => `'${word}'`).join(" ") } },
    witnesses: { noEntries: /GOCACHEPROG/ },
  };
}

/** Defines the tests of a program that is built in one way. */
function testWay(way: string, write: (world: World) => Subject, list: readonly Foretelling[]): void {
  describe(`the forecast of ${way}`, function () {
    this.timeout(180_000);
    let world: World;
    let subject: Subject;
    before(() => {
      world = makeWorld();
      subject = write(world);
    });
    after(() => world.remove());

    testForetellings(() => ({ world, subject }), list);
  });
}

const some = foretellingsNamed(
  "nothing changed",
  "a comment added",
  "the leaf's cache entry deleted",
  "two changes at once",
);
const few = foretellingsNamed("nothing changed", "a comment added");

testWay("a tiny program", (world) => writeTiny(world, "foretold"), foretellings);

testWay(
  "a program built with -race",
  (world) => ({
    ...writeTiny(world, "racing"),
    attributes: { buildFlags: ["-race"], env: { CGO_ENABLED: "1" } },
  }),
  some,
);

testWay(
  "a program built with -cover",
  (world) => ({ ...writeTiny(world, "covered"), attributes: { buildFlags: ["-cover"] } }),
  few,
);

testWay(
  "a program built with a profile",
  (world) => {
    // Before go has preprocessed a profile once, no key of what is built with it can be told.
    const profile = { "default.pgo": "" };
    const { directory } = writeTiny(world, "preprocessed", profile);
    warmCache({ ...world, path: directory }, ["-o", devNull], ["."]);
    return writeTiny(world, "profiled", profile);
  },
  few,
);

testWay(
  "a program built by the newest Go",
  (world) => ({ ...writeTiny(world, "newest"), attributes: { env: { GOTOOLCHAIN: goVersions.newest } } }),
  some,
);

testWay(
  "a program built by the oldest Go, which keeps no programs",
  (world) => ({
    ...writeTiny(world, "oldest"),
    attributes: { env: { GOTOOLCHAIN: goVersions.oldest } },
    witnesses: { keepsPrograms: false },
  }),
  few.map((each) => linksAlways(each)),
);

testWay(
  "files as arguments",
  (world) => {
    const tiny = writeTiny(world, "files", { "more.go": "package main\n\nfunc init() { print(truth) }\n" });
    return {
      ...tiny,
      above: [...tiny.above.slice(0, -1), "command-line-arguments"],
      attributes: { program: ["main.go", "more.go"] },
    };
  },
  some,
);

testWay("a program with C, assembly and embedded files", writeZoo, [
  ...few,
  {
    name: "an embedded file changed",
    apply: ({ directory }) => writeFileSync(join(directory, "greeting.txt"), "good morning\n"),
    misses: ({ above }) => [`build ${above.at(-1)}`, `link ${above.at(-1)}`],
    unknown: () => [],
    sentence: /greeting\.txt changed: 2 rebuilds certain$/,
  },
  {
    name: "a C file changed",
    apply: ({ leafDirectory }) => edit(join(leafDirectory, "twice.c"), "2 * x", "x + x"),
    misses: ({ leaf }) => [`build ${leaf}`],
    unknown: aboveLeaf,
    sentence: /leaf\/twice\.c changed: 1 rebuild certain/,
  },
  {
    // runtime/cgo is compiled with it too, and all of the standard library that takes that in waits for how it comes out.
    name: "CGO_CFLAGS set",
    apply: () => ({ env: { CGO_CFLAGS: `-O1 -DTRUTH=${randomUUID()}` } }),
    misses: () => ["build runtime/cgo"],
    unknown: (subject) => [`build ${subject.leaf}`, ...aboveLeaf(subject)],
    sentence: /CFLAGS/,
  },
  ...foretellingsNamed("two changes at once"),
]);

testWay("a program of a replaced module", writeReplacing, [
  ...few,
  {
    name: "another version of it in go.mod",
    apply: ({ directory }) => edit(join(directory, "go.mod"), "=> ../library", "=> ../later"),
    // In another directory every key is another, and the module's place stands in main.
    misses: ({ leaf }) => [`build ${leaf}`],
    unknown: aboveLeaf,
    sentence: /: 1 rebuild certain, up to 2 more$/,
  },
]);

testWay("a program of a workspace", writeWorking, some);

testWay("a program with vendored packages", writeVendoring, some);

testWay("a program with a cache program", writeSharing, [
  { ...few[0]!, misses: link, unknown: main, sentence: /1 rebuild certain, up to 1 more$/ },
  {
    ...few[1]!,
    misses: (subject) => [`build ${subject.leaf}`, ...link(subject)],
    unknown: aboveLeafButLink,
    sentence: /truth\.go changed: 2 rebuilds certain, up to 2 more$/,
  },
]);
