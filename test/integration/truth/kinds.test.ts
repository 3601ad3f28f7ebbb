import { appendFileSync, cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { GoRun } from "../../../shared/run/goRun.ts";
import { root } from "../../support/tools.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { allAbove, changes, importersAndLink, leafFiles, testChanges, writeTiny, type Change, type Subject } from "./subject.ts";

/** A program with C, assembly and embedded files, in a package each; the one with C is the one that changes. */
function writeZoo(world: World): Subject {
  const path = "example.com/zoo";
  const tiny = writeTiny(world, "zoo", {
    "main.go": `package main

import (
	"${path}/mid"
	"${path}/sum"
	_ "embed"
)

//go:embed greeting.txt
var greeting string

var truth = "no"

func main() { print(greeting, mid.Truth(), " ", sum.Add(1, 2), " ", truth, "\\n") }
`,
    "greeting.txt": "hello\n",
    "sum/sum.go": "package sum\n\nfunc Add(a, b int64) int64\n",
    "sum/sum_amd64.s": `#include "textflag.h"

TEXT ·Add(SB), NOSPLIT, $0-24
	MOVQ a+0(FP), AX
	ADDQ b+8(FP), AX
	MOVQ AX, ret+16(FP)
	RET
`,
    "sum/sum_arm64.s": `#include "textflag.h"

TEXT ·Add(SB), NOSPLIT, $0-24
	MOVD a+0(FP), R0
	MOVD b+8(FP), R1
	ADD R1, R0, R0
	MOVD R0, ret+16(FP)
	RET
`,
    "leaf/c.go": `package leaf

/*
#cgo LDFLAGS: -lm
#include <math.h>
int twice(int x);
static double root(double x) { return sqrt(x); }
*/
import "C"

func Root() float64 { return float64(C.root(4)) + float64(C.twice(1)) }
`,
    "leaf/twice.c": "int twice(int x) { return 2 * x; }\n",
  });
  return { ...tiny, attributes: { env: { CGO_ENABLED: "1" } } };
}

const cSource: Change = {
  name: "a C file changed",
  apply: ({ leafDirectory }) => writeFileSync(join(leafDirectory, "twice.c"), "int twice(int x) { return x + x + 0; }\nint more(void) { return 1; }\n"),
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
    onStarted: (run) => untilListening(run).then(() => run.interrupt()),
  };
}

/** The example ends on Ctrl-C, once it says that it listens. */
function untilListening(run: GoRun): Promise<void> {
  return new Promise((resolve) => run.go!.program!.stdout.once("data", () => resolve()));
}
