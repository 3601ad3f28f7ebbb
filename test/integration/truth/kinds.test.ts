import { appendFileSync, cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../../shared/process/waiting.ts";
import { root } from "../../support/tools.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { allAbove, changes, importersAndLink, leafFiles, testChanges, type Change, type Subject } from "./subject.ts";
import { writeZoo } from "./zoo.ts";

const cSource: Change = {
  name: "a C file changed",
  apply: ({ leafDirectory }) =>
    writeFileSync(
      join(leafDirectory, "twice.c"),
      "int twice(int x) { return x + x + 0; }\nint more(void) { return 1; }\n",
    ),
  rebuilds: importersAndLink,
};

const embeddedFile: Change = {
  name: "an embedded file changed",
  apply: ({ directory }) => writeFileSync(join(directory, "greeting.txt"), "goodbye\n"),
  rebuilds: ({ above }) => [`build ${above.at(-1)}`, `link ${above.at(-1)}`],
};

const assembly: Change = {
  name: "assembly changed",
  apply: ({ directory }) => {
    for (const arch of ["amd64", "arm64"]) {
      appendFileSync(join(directory, "sum", `sum_${arch}.s`), "\nTEXT ·unused(SB), NOSPLIT, $0-0\n\tRET\n");
    }
  },
  rebuilds: ({ above }) => [`build ${above.at(-1)}`, `link ${above.at(-1)}`],
};

/** The compiler's flags for C: those packages of the standard library that have C in them are built anew, too. */
const cFlags: Change = {
  name: "an environment variable",
  apply: () => ({ env: { CGO_CFLAGS: "-O1 -DTRUTH=1" } }),
  rebuilds: allAbove,
};

describe("the actions of a program with C, assembly and embedded files", function () {
  this.timeout(120_000);
  let world: World;
  let subject: Subject;
  before(() => {
    world = makeWorld();
    subject = writeZoo(world);
  });
  after(() => world.remove());

  testChanges(() => ({ world, subject }), [cSource, embeddedFile, assembly, ...changes, cFlags]);
});

describe("the actions of the example", function () {
  this.timeout(120_000);
  let world: World;
  let subject: Subject;
  before(() => {
    world = makeWorld();
    subject = copyExample(world);
  });
  after(() => world.remove());

  testChanges(() => ({ world, subject }));
});

/** A copy of examples/web, whose package at the bottom may be changed. */
function copyExample(world: World): Subject {
  const directory = join(world.path, "web");
  cpSync(join(root, "examples", "web"), directory, { recursive: true });
  const leafDirectory = join(directory, "internal", "store");
  for (const [path, text] of Object.entries(leafFiles("internal/store"))) writeFileSync(join(directory, path), text);
  const main = "example.com/guestbook/cmd/guestbook";
  return {
    directory,
    leafDirectory,
    leaf: "example.com/guestbook/internal/store",
    above: ["example.com/guestbook/internal/web", main],
    importers: ["example.com/guestbook/internal/web", main],
    attributes: { program: "./cmd/guestbook" },
    output: /^listening on http:/,
    // The example ends on Ctrl-C, once it says that it listens.
    onStarted: async (run, output) => {
      await until(() => output.stdout.startsWith("listening on"), 30_000);
      await run.interrupt();
    },
  };
}
