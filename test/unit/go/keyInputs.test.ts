import assert from "node:assert/strict";
import fc from "fast-check";
import type { KeyInput } from "../../../shared/contract/answers.ts";
import { importPaths, joinWords, parseInputs } from "../../../shared/go/keyInputs.ts";
import { fixture, readLog, versions } from "./fixtures.ts";

/** "kind name = value" of each input. */
function shown(inputs: KeyInput[]): string[] {
  return inputs.map((input) => `${input.kind} ${input.name} = ${input.value}`);
}

function inputsOf(file: string, block: string): string[] {
  return shown(parseInputs(readLog(fixture(file)).blocks.get(block)?.rawInputs() ?? []));
}

describe("the inputs of a key", () => {
  it("of a package with C and C++ are named", () => {
    assert.deepEqual(inputsOf("keys-cover-go1.26.8.txt", "build example.com/zoo/native"), [
      "go version = go1.26.8",
      "other action = compile",
      "module module = example.com/zoo@",
      "go language version = 1.23",
      "platform GOOS = linux",
      "platform GOARCH = amd64",
      "other import path = example.com/zoo/native",
      "other omitdebug = false",
      "other standard = false",
      "other local = false",
      "other prefix = ",
      "flag trimpath = true",
      "tool cgo = cgo version go1.26.8",
      "tool CC = gcc",
      "flag cgo CPPFLAGS = ",
      "flag cgo CFLAGS = -O1 -DTOKEN=hunter2 -DZOO=1",
      "flag cgo LDFLAGS = -O2 -g",
      "tool CC ID = gcc version 12.2.0 (Debian 12.2.0-14+deb12u1) ",
      "tool CXX = g++",
      "flag cgo CXXFLAGS = -O2 -g -std=c++11",
      "tool CXX ID = gcc version 12.2.0 (Debian 12.2.0-14+deb12u1) ",
      "flag covermode = set",
      "tool cover = cover version go1.26.8",
      "tool compile = compile version go1.26.8",
      "flag forced gcflags = ",
      "flag gcflags = -N -l",
      "env GOAMD64 = v1",
      "file native.go = slD5bJSHWGE778RPufjg",
      "file sum.c = 5cxZxgM3zH68vDFhlRka",
      "file product.cc = uX3T2Flaw1Pb2MS3DMRJ",
      "import unsafe = ",
      "import runtime/cgo = -neOOx_v2gp6cD2XJ-Ta",
      "import syscall = kyhBpI6hfdMjht-nn9rQ",
    ]);
  });

  it("of a main package are named, with its modules", () => {
    assert.deepEqual(inputsOf("keys-zoo-go1.23.12.txt", "build example.com/zoo"), [
      "go version = go1.23.12",
      "other action = compile",
      "other dir = /tmp/zoo",
      "go language version = 1.23",
      "platform GOOS = linux",
      "platform GOARCH = amd64",
      "other import path = example.com/zoo",
      "other omitdebug = false",
      "other standard = false",
      "other local = false",
      "other prefix = ",
      "other modinfo path = example.com/zoo",
      "module example.com/zoo = (devel)",
      "module example.com/dep = v1.2.3 => ./dep (devel)",
      "flag modinfo -buildmode = exe",
      "flag modinfo -compiler = gc",
      "flag modinfo -ldflags = -s -X 'main.motto=a b' -X=main.token=hunter2",
      "env modinfo CGO_ENABLED = 1",
      "env modinfo CGO_CFLAGS = ",
      "env modinfo CGO_CPPFLAGS = ",
      "env modinfo CGO_CXXFLAGS = ",
      "env modinfo CGO_LDFLAGS = ",
      "env modinfo GOARCH = amd64",
      "env modinfo GOOS = linux",
      "env modinfo GOAMD64 = v1",
      "tool compile = compile version go1.23.12",
      "flag forced gcflags = ",
      "flag gcflags = ",
      "env GOAMD64 = v1",
      "file main.go = dQKoXiozsNz4CNwKKj8b",
      "file a motto.txt = g8Bfz1ICn3_eBofXdrND",
      "import embed = SjKOtCpbSGBxuSEnPzRk",
      "import example.com/dep = N9C30jcBAjzNkkV9ccJj",
      "import example.com/zoo/native = libu79-ktQ46By0AQgYc",
      "import runtime = JN-n2MjqpxXz0_FeZufl",
    ]);
  });

  it("of a link are named, each -X variable by itself", () => {
    assert.deepEqual(
      inputsOf("keys-zoo-go1.27.4.txt", "link example.com/zoo").filter(
        (each) => !/^import (internal|runtime)/.test(each),
      ),
      [
        "go version = go1.27.4",
        "other action = link",
        "flag buildmode = default",
        "platform GOOS = linux",
        "platform GOARCH = amd64",
        "other import path = example.com/zoo",
        "other omitdebug = false",
        "other standard = false",
        "other local = false",
        "other prefix = ",
        "other defaultgodebug = containermaxprocs=0,cryptocustomrand=1,decoratemappings=0,gotestjsonbuildtext=1,httpcookiemaxnum=0,httpservecontentmaxranges=1,multipathtcp=0,randseednop=0,rsa1024min=0,tlsmlkem=0,tlssecpmlkem=0,tlssha1=1,tracebacklabels=0,updatemaxprocs=0,urlmaxqueryparams=0,urlstrictcolons=0,x509rsacrt=0,x509sha256skid=0,x509sslcertoverrideplatform=0,x509usepolicies=0",
        "tool link = link version go1.27.4",
        "flag forced ldflags = ",
        "flag link buildmode = exe",
        "flag ldflags = -s",
        "flag ldflags -X main.motto = a b",
        "flag ldflags -X main.token = hunter2",
        "env GOAMD64 = v1",
        "env GOROOT = /root/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.27.4.linux-amd64",
        "env GO_EXTLINK_ENABLED = ",
        "import example.com/zoo = JaJQhsyGhAX07OmmAiB2",
        "import packagemain = z_D8XzDsEMqrbxX-y909/JaJQhsyGhAX07OmmAiB2",
        "import embed = 23ZpLbOzvW7YWVBOR8el",
        "import example.com/dep = k70E2xpp6sYNtYWF6xx6",
        "import example.com/zoo/native = a74_jUlmzR4l5kgh4Vbz",
        "import errors = zqcu4SN_BRWUaC3Bd4vc",
        "import io = hdeVRau2TkSqmgoJ4KKf",
        "import io/fs = 0b71fFCJhPPJtYwfTczG",
        "import time = gkY0ZPcxu4onu3CT0FsY",
        "import syscall = dQ8u65OHb5Pd8VCvC7Zr",
        "import math/bits = 5zuVdQM6lnDRQO6cvM0e",
        "import sync = l3zwD73HNWZGKjY4qRTv",
        "import path = iWou-8u9t8DKXbRJG7he",
        "import slices = KK64jdWvmGJ_whSY3YW9",
        "import unicode/utf8 = Iw0t9ek6GR-fqS31gSrc",
        "import sync/atomic = pR-qKsdqF-9S-1lqAdcY",
        "import cmp = X74cpoVEhARL1AZioqVn",
        "import iter = VyZkr8RHlvTtOokPWBxC",
      ],
    );
  });

  const known = new Set(["action", "import path", "dir", "omitdebug", "standard", "local", "prefix", "forcelibrary"]);
  const knownOnce = new Set(["defaultgodebug", "modinfo path", "modinfo DefaultGODEBUG", "pkg"]);
  const logs = versions.flatMap((version) => [
    `keys-${version}.txt.gz`,
    `keys-zoo-${version}.txt`,
    `keys-cover-${version}.txt`,
  ]);
  for (const file of [...logs, "keys-test-go1.26.8.txt"]) {
    it(`of all blocks in ${file} are known, and their names unique`, () => {
      const { blocks } = readLog(fixture(file));
      assert.ok(blocks.size > 2);
      for (const [name, block] of blocks) {
        const inputs = parseInputs(block.rawInputs());
        const names = inputs.map((input) => `${input.kind} ${input.name}`);
        assert.equal(new Set(names).size, names.length, name);
        assert.deepEqual(
          names.filter((each) => / \(\d+\)$/.test(each)),
          [],
        );
        const others = inputs.filter((input) => input.kind === "other").map((input) => input.name);
        assert.deepEqual(
          others.filter((each) => !known.has(each) && !knownOnce.has(each)),
          [],
          name,
        );
      }
    });
  }

  const lines: [string, string[]][] = [
    ["module example.com/m@v1.2.3", ["module module = example.com/m@v1.2.3"]],
    ["dir /a b/c", ["other dir = /a b/c"]],
    ["goos js goarch wasm", ["platform GOOS = js", "platform GOARCH = wasm"]],
    [
      "buildmode pie goos linux goarch arm64",
      ["flag buildmode = pie", "platform GOOS = linux", "platform GOARCH = arm64"],
    ],
    [
      'omitdebug true standard false local true prefix "_/a b"',
      ["other omitdebug = true", "other standard = false", "other local = true", "other prefix = _/a b"],
    ],
    ['cgo "cgo version go1.26.8"', ["tool cgo = cgo version go1.26.8"]],
    [
      'CC=["gcc" "-m64"] ["-I/a b"] ["-g"] []',
      ["tool CC = gcc -m64", 'flag cgo CPPFLAGS = "-I/a b"', "flag cgo CFLAGS = -g", "flag cgo LDFLAGS = "],
    ],
    ['CC ID ERROR="gcc: not found"', ["tool CC ID = ERROR gcc: not found"]],
    ['FC=["gfortran"] ["-g"]', ["tool FC = gfortran", "flag cgo FFLAGS = -g"]],
    ['FC ID="GNU Fortran 12"', ["tool FC ID = GNU Fortran 12"]],
    ['fuzz ["-d=libfuzzer"]', ["flag fuzz = -d=libfuzzer"]],
    [
      'compile compile version go1.26.8 [] ["-N" "-l"]',
      ["tool compile = compile version go1.26.8", "flag forced gcflags = ", "flag gcflags = -N -l"],
    ],
    [
      'compile by hand [x] ["-race"] ["a b" "c\\"d"]',
      ["tool compile = by hand [x]", "flag forced gcflags = -race", 'flag gcflags = "a b" "c\\"d"'],
    ],
    [
      'asm "asm version go1.26.8" ["-race"] []',
      ["tool asm = asm version go1.26.8", "flag forced asmflags = -race", "flag asmflags = "],
    ],
    ['asm "GNU assembler"', ["tool asm = GNU assembler"]],
    ["GOAMD64=v3", ["env GOAMD64 = v3"]],
    ['GOEXPERIMENT="rangefunc"', ["env GOEXPERIMENT = rangefunc"]],
    ["magic GOSSAFUNC=main", ["env GOSSAFUNC = main"]],
    ["=", ["other = = "]],
    ["pkgpath a.b", ["other pkgpath = a.b"]],
    ['ar "ar"', ["tool ar = ar"]],
    ["file a b.txt LPJNul-wow4m6Dsqxbni", ["file a b.txt = LPJNul-wow4m6Dsqxbni"]],
    ["import unsafe ", ["import unsafe = "]],
    ["pgofile uBHRFQHmG5RjvWcNEAHJ", ["file pgofile = uBHRFQHmG5RjvWcNEAHJ"]],
    [
      'link link version go1.26.8 ["-pie" "a b"] pie',
      ["tool link = link version go1.26.8", 'flag forced ldflags = -pie "a b"', "flag link buildmode = pie"],
    ],
    ["link gccgo 12.2 exe", ["tool link = gccgo 12.2", "flag forced ldflags = ", "flag link buildmode = exe"]],
    [
      'linkflags ["-X" "main.a=b=c" "-s" "--X=main.d=" "-X"]',
      ["flag ldflags = -s -X", "flag ldflags -X main.a = b=c", "flag ldflags -X main.d = "],
    ],
    ["packageshlib a=b", ["import packageshlib a = b"]],
    ["top a=b", ["import top a = b"]],
    ['vetout "a b" xyz', ["import vetout a b = xyz"]],
    ["preprofile preprofile version go1.26.8", ["tool preprofile = preprofile version go1.26.8"]],
    ['input "abc"', ["file input = abc"]],
    [
      'modinfo "mod\\tm\\tv1\\th1:=\\n=>\\t./m\\t\\t\\nbuild\\t-tags=\\"a b\\"\\nbuild\\tvcs.revision=abc\\nnew\\tx\\ty\\n"',
      [
        "module m = v1 h1:= => ./m",
        "flag modinfo -tags = a b",
        "module modinfo vcs.revision = abc",
        "other modinfo new = x y",
      ],
    ],
  ];
  for (const [line, expected] of lines) {
    it(`knows ${line}`, () => assert.deepEqual(shown(parseInputs(["go1.26.8", `${line}\n`])).slice(1), expected));
  }

  for (const line of [
    "futureword and more",
    "goos linux",
    "compile [",
    'CC=["gcc"',
    "linkflags -s",
    "trimpath no",
    "buildmode",
  ]) {
    it(`keeps the unknown line ${line}`, () => {
      const [word = "", ...rest] = line.split(" ");
      const [unknown, ...more] = parseInputs([`${line}\n`]);
      assert.equal(`${unknown?.name} ${unknown?.value}`.trim(), [word, ...rest].join(" "));
      assert.deepEqual(more, []);
    });
  }

  it("may come in any pieces", () => {
    const raw = readLog(fixture("keys-zoo-go1.26.8.txt")).blocks.get("build example.com/zoo")?.rawInputs() ?? [];
    const [salt = "", ...lines] = raw;
    const text = lines.join("");
    assert.deepEqual(parseInputs([salt, ...text]), parseInputs(raw));
    assert.deepEqual(parseInputs([salt, text]), parseInputs(raw));
  });

  it("have names of their own where two would have the same", () => {
    assert.deepEqual(shown(parseInputs(["new a\n", "new b\n", "new a\n"])), [
      "other new = a",
      "other new (2) = b",
      "other new (3) = a",
    ]);
  });

  it("are never lost", () => {
    const text = fc.array(
      fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("compile ", "modinfo ", '"', "CC=[")),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(fc.array(text), (made) => {
        const lines = made.map((words) => words.join("").replaceAll("\n", ""));
        const inputs = parseInputs(["go1.26.8", ...lines.map((line) => `${line}\n`)]);
        assert.ok(inputs.length >= lines.length + 1);
        assert.equal(new Set(inputs.map((input) => `${input.kind} ${input.name}`)).size, inputs.length);
      }),
    );
  });

  it("are none of a block without inputs", () => assert.deepEqual(parseInputs([]), []));
});

describe("the import paths of a key", () => {
  it("are found, and nothing else", () => {
    const lines = ['import "example.com/m"\n', "import fmt AbC\n", "import unsafe \n", "file import 1\n"];
    assert.deepEqual(importPaths(lines), ["fmt", "unsafe"]);
  });
});

describe("words joined", () => {
  it("are quoted where a shell would part them", () => {
    assert.equal(joinWords(["-N", "a b", "", "it's"]), '-N "a b" "" "it\'s"');
  });
});
