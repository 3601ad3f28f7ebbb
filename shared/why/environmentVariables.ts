/**
 * Which variables go knows, and as which inputs of keys they would stand: buildActionID, linkActionID and printLinkerConfig of
 * cmd/go/internal/work, setBuildInfo of cmd/go/internal/load (Go 1.23 to 1.27).
 */
import type { KeyInput } from "../contract/answers.ts";

export interface KnownVariable {
  name: string;
  /** Whether an input says this variable's value. */
  isInput(input: KeyInput): boolean;
  /** Whether an input's value is the variable's own, and not only made of it. */
  isValue?(input: KeyInput): boolean;
  /** go's value where nobody sets one; absent where that depends on the machine. */
  default?: string;
  /** How it plays a part where it stands in keys; after "GOROOT stands in 2 of 63 keys: ". */
  yes: string;
  /** Why it plays none; after "GOPATH stands in no key: ". */
  no: string;
  /** Whether it is left out where it plays no part: no more than a compiler author's. */
  rare?: boolean;
}

/** Build information of package main says some variables again, as "modinfo NAME". */
function named(name: string): (input: KeyInput) => boolean {
  return (input) => input.kind === "env" && (input.name === name || input.name === `modinfo ${name}`);
}

function environment(name: string, yes: string, no: string, more: Partial<KnownVariable> = {}): KnownVariable {
  return { name, isInput: named(name), isValue: named(name), yes, no, ...more };
}

function cgoFlags(name: string, list: string): KnownVariable {
  const isVariable = named(name);
  return {
    name,
    isInput: (input) => isVariable(input) || (input.kind === "flag" && input.name === list),
    isValue: isVariable,
    default: "",
    yes: "in those of packages with C code, and in what package main says of its build",
    no: "no package of this build has C code, and nothing else is made of it",
  };
}

function compiler(name: string): KnownVariable {
  const isValue = ({ kind, name: input }: KeyInput) => kind === "tool" && input === name;
  return {
    name,
    isInput: (input) => isValue(input) || (input.kind === "tool" && input.name === `${name} ID`),
    isValue,
    yes: "the command, and the version that it says it has, in those of packages that it compiles",
    no: "no package of this build is compiled by it",
  };
}

function platform(name: string): KnownVariable {
  const isPlatform = (input: KeyInput) => input.kind === "platform" && input.name === name;
  return {
    name,
    isInput: (input) => isPlatform(input) || named(name)(input),
    isValue: isPlatform,
    yes: "what is built for one system is no use to another",
    no: "no input is known",
  };
}

/** A variable that go hands no action. */
function never(name: string, no: string): KnownVariable {
  return { name, isInput: () => false, yes: "", no };
}

/** One of these stands in each key, that of GOARCH. */
const architectureVariables: ReadonlyMap<string, string> = new Map([
  ["GO386", "sse2"],
  ["GOAMD64", "v1"],
  ["GOARM", ""],
  ["GOARM64", "v8.0"],
  ["GOMIPS", "hardfloat"],
  ["GOMIPS64", "hardfloat"],
  ["GOPPC64", "power8"],
  ["GORISCV64", "rva20u64"],
  ["GOWASM", ""],
]);

const architecture = [...architectureVariables].map(([name, standard]): KnownVariable =>
  environment(name, "it decides which instructions are used", "it is for another architecture", {
    default: standard,
    rare: true,
  }),
);

/** Variables of the compiler's authors, which go reads from the environment alone. */
const magic = ["GOCLOBBERDEADHASH", "GOSSAFUNC", "GOSSADIR", "GOCOMPILEDEBUG"].map((name) =>
  environment(name, "it changes what the compiler does", "it is not set", { default: "", rare: true }),
);

/** What go decides with: before the directories, which are looked for in all values. */
export const knownVariables: readonly KnownVariable[] = [
  platform("GOOS"),
  platform("GOARCH"),
  ...architecture,
  environment("GOEXPERIMENT", "each experiment changes what is compiled", "no experiment is set", { default: "" }),
  environment("GOFIPS140", "in what package main says of its build", "it is off", { default: "", rare: true }),
  never("GOFLAGS", "the flags in it are inputs as if they were typed, and the text itself is none"),
  never("GODEBUG", "//go:debug lines and go.mod's go line say what is linked, the variable is for the program's start"),
  environment(
    "CGO_ENABLED",
    "in what package main says of its build; it also decides which files there are",
    "it decides which files there are, and those are the inputs",
    { default: "1" },
  ),
  cgoFlags("CGO_CFLAGS", "cgo CFLAGS"),
  cgoFlags("CGO_CPPFLAGS", "cgo CPPFLAGS"),
  cgoFlags("CGO_CXXFLAGS", "cgo CXXFLAGS"),
  cgoFlags("CGO_FFLAGS", "cgo FFLAGS"),
  cgoFlags("CGO_LDFLAGS", "cgo LDFLAGS"),
  compiler("CC"),
  compiler("CXX"),
  environment("GO_EXTLINK_ENABLED", "whether the system's own linker is used", "nothing was linked", { default: "" }),
  never("GO111MODULE", "it decides where packages are found, and their files are the inputs"),
  never("GOWORK", "it decides where modules are found, and their directories and files are the inputs"),
  never("GOPROXY", "where a module was downloaded from is no input: its files are"),
  ...magic,
];
