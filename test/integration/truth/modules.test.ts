import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeWorld, type World } from "../../support/world.ts";
import { writeReplacing, writeVendoring, writeWorking } from "./libraryUsers.ts";
import { observe, rebuilt } from "./observe.ts";
import { changesNamed, testChanges, writeTiny, type Change, type Subject } from "./subject.ts";
import { assertTrue } from "./witnesses.ts";

/** A module of many packages that everybody knows, at a version that every supported Go takes. */
const tools = { path: "golang.org/x/tools", version: "v0.30.0" };

const someChanges = changesNamed(
  "nothing changed",
  "a comment added",
  "a private body changed",
  "the exported API changed",
  "the leaf's cache entry deleted",
  "two changes at once",
);

/** Defines the tests of one kind of module. */
function testKind(kind: string, write: (world: World) => Subject, changes = someChanges): void {
  describe(`the actions of ${kind}`, function () {
    this.timeout(120_000);
    let world: World;
    let subject: Subject;
    before(() => {
      world = makeWorld();
      subject = write(world);
    });
    after(() => world.remove());

    testChanges(() => ({ world, subject }), changes);
  });
}

testKind("a replaced module", writeReplacing);
testKind("a workspace", writeWorking);
testKind("a vendored module", writeVendoring);

testKind("files as arguments", (world) => {
  const tiny = writeTiny(world, "files", { "more.go": "package main\n\nfunc init() { print(truth) }\n" });
  return {
    ...tiny,
    above: [...tiny.above.slice(0, -1), "command-line-arguments"],
    attributes: { program: ["main.go", "more.go"] },
  };
});

/** Where the cache program keeps what it is given. */
const sharedCache = (world: string) => join(world, "shared cache");

/** The key of the leaf is forgotten by who keeps the cache. */
const forgotten: Change = {
  name: "the leaf's entry removed by the cache program",
  apply: ({ directory, leaf }, last) => {
    const action = last.keys.actions.find(({ action, package: path }) => action === "build" && path === leaf);
    rmSync(join(sharedCache(dirname(directory)), `${action?.actionID}-a`));
  },
  rebuilds: ({ leaf }) => [`build ${leaf}`],
};

testKind(
  "a program with a cache program",
  (world) => {
    const tiny = writeTiny(world, "sharing");
    const goCache = execFileSync("go", ["env", "GOCACHE"], { encoding: "utf8" }).trim();
    const script = fileURLToPath(new URL("cacheProgram.mjs", import.meta.url));
    const words = [process.execPath, script, sharedCache(world.path), goCache];
    return {
      ...tiny,
      attributes: { env: { GOCACHEPROG: words.map((word) => `'${word}'`).join(" ") } },
      witnesses: { noEntries: /GOCACHEPROG/ },
    };
  },
  [...someChanges.filter(({ name }) => name !== "the leaf's cache entry deleted"), forgotten],
);

testKind("a program that imports a hundred packages of a well-known module", (world) => {
  const subject = writeTiny(world, "importing", {
    "go.mod": `module example.com/importing\n\ngo 1.23\n\nrequire ${tools.path} ${tools.version}\n`,
    "main.go": `package main

import (
	"example.com/importing/mid"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/imports"
)

var truth = "no"

var used = []any{packages.Load, imports.Process, ssa.NewProgram, analysis.Validate}

func main() { print(len(used), mid.Truth(), truth, "\\n") }
`,
  });
  return { ...subject, attributes: { buildFlags: ["-mod=mod"] } };
});

describe("the actions of a command given as package@version", function () {
  this.timeout(120_000);

  it("agree with the three witnesses, twice", async () => {
    const world = makeWorld();
    try {
      for (const time of ["first", "second"]) {
        const observed = await observe(world, {
          cwd: world.path,
          program: `${tools.path}/cmd/stringer@${tools.version}`,
        });
        // It prints how it is used, and ends with 2.
        assert.match(observed.stderr, /Usage of stringer/);
        const agreement = assertTrue(observed);
        assert.ok(agreement.actions > 100);
        assert.equal(agreement.unknown, 0);
        if (time === "second") assert.deepEqual(rebuilt(observed), []);
      }
    } finally {
      world.remove();
    }
  });
});
