import type { World } from "../../support/world.ts";
import { writeTiny, type Subject } from "./subject.ts";

/** A program with C, assembly and embedded files, in a package each; the one with C is the one that changes. */
export function writeZoo(world: World): Subject {
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
