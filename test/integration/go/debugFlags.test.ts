import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { splitShell } from "../../../shared/go/command.ts";
import { mergeGcflags, mergeLdflags, type DebugPackages } from "../../../shared/go/debugFlags.ts";
import { goFlagsWords } from "../../../shared/go/goEnv.ts";
import { mainModules, modulePattern } from "../../../shared/go/module.ts";
import { joinQuoted } from "../../../shared/go/quoted.ts";
import { resolveProgram } from "../../../shared/go/program.ts";
import { flagsOf } from "../../../shared/go/runArguments.ts";
import { makeTree, type Tree } from "../../unit/go/tree.ts";

/** What go runs for a command line: the flags of each compile by package, and those of the link, as go -n prints them. */
interface Flags {
  compile: Map<string, string[]>;
  link: string[];
}

/** What go itself adds to the linker's flags, another for other flags or at their end. */
const isGosOwn = /^-(?:buildid|extld)=/;
const forCompile = /^-(?:N|l|m|B|d|dwarf|spectre)(?:=|$)/;

function flagsOfRun(cwd: string, goflags: string, words: string[]): Flags {
  const result = spawnSync("go", ["run", "-n", "-a", ...words], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, GOFLAGS: goflags },
    maxBuffer: 1 << 26,
  });
  assert.equal(result.status, 0, result.stderr.slice(0, 2000));
  const compile = new Map<string, string[]>();
  let link: string[] = [];
  for (const line of result.stderr.split("\n")) {
    const tool = /\/(compile|link) -o /.exec(line)?.[1];
    if (tool === undefined) continue;
    const command = splitShell(line);
    if (tool === "link")
      link = command.slice(command.indexOf("-importcfg") + 2, -1).filter((word) => !isGosOwn.test(word));
    else
      compile.set(
        command[command.indexOf("-p") + 1] ?? "",
        command.filter((word) => forCompile.test(word)),
      );
  }
  return { compile, link };
}

/** What the adapter appends to the user's own flags. */
async function debugWords(cwd: string, goflags: string, flags: string[], debug: DebugPackages): Promise<string[]> {
  const all = [...flagsOf(goFlagsWords(goflags)), ...flagsOf(flags)];
  const values = (name: string) => all.filter((flag) => flag.name === name).map((flag) => flag.value ?? "");
  const expand = (patterns: string[]) =>
    Promise.resolve(
      execFileSync("go", ["list", ...patterns], { cwd, encoding: "utf8" })
        .trim()
        .split("\n"),
    );
  return [
    ...(await mergeGcflags(values("gcflags"), debug, expand)).map((value) => `-gcflags=${value}`),
    ...mergeLdflags(values("ldflags")).map((value) => `-ldflags=${value}`),
  ];
}

describe("flags for debugging, as a real go run takes them", () => {
  let tree: Tree;
  before(() => {
    tree = makeTree({
      "go.mod": "module example.com/m\n\ngo 1.23\n\nrequire example.org/dep v0.0.0\nreplace example.org/dep => ./dep\n",
      "cmd/app/main.go": 'package main\n\nimport "example.com/m/internal/a"\n\nfunc main() { a.F() }\n',
      "internal/a/a.go": 'package a\n\nimport "example.com/m/internal/b"\n\nfunc F() { b.F() }\n',
      "internal/b/b.go": 'package b\n\nimport "example.org/dep"\n\nfunc F() { dep.F() }\n',
      "dep/go.mod": "module example.org/dep\n\ngo 1.23\n",
      "dep/dep.go": 'package dep\n\nimport "unicode/utf8"\n\nfunc F() { println(utf8.RuneLen(65)) }\n',
    });
  });
  after(() => tree.remove());

  const module: DebugPackages = { kind: "packages", patterns: ["example.com/m/..."], withMain: true };
  const dep: DebugPackages = { kind: "packages", patterns: ["example.org/dep"] };
  const cases: {
    name: string;
    goflags?: string;
    flags?: string[];
    program?: string[];
    debug?: DebugPackages;
    debugged: string[];
  }[] = [
    { name: "no flags of the user's", debugged: ["main", "example.com/m/internal/a", "example.com/m/internal/b"] },
    {
      name: "flags in GOFLAGS and on the command line",
      goflags: "'-gcflags=all=-m -B' -ldflags=-v=0",
      flags: ["-gcflags=example.com/m/internal/...=-d=panic", "-ldflags=-X 'main.a=b c'"],
      debugged: ["main", "example.com/m/internal/a", "example.com/m/internal/b"],
    },
    {
      name: "a relative pattern, which reaches into a nested module",
      flags: ["-gcflags=./...=-m", "-gcflags", "-spectre=all"],
      debugged: ["main", "example.com/m/internal/a", "example.com/m/internal/b"],
    },
    {
      name: "patterns that overlap in part",
      flags: ["-gcflags=.../a=-m", "-gcflags=std=-B"],
      debug: { kind: "packages", patterns: ["example.com/m/internal/...", "unicode/utf8"] },
      debugged: ["example.com/m/internal/a", "example.com/m/internal/b", "unicode/utf8"],
    },
    {
      name: "-N -l of the user's",
      goflags: "'-gcflags=example.com/m/...=-l -N'",
      debugged: ["main", "example.com/m/internal/a", "example.com/m/internal/b"],
    },
    {
      name: "flags that the user empties",
      goflags: "-gcflags=all=-m",
      flags: ["-gcflags="],
      debug: dep,
      debugged: ["example.org/dep"],
    },
    {
      name: "the program given as files",
      flags: ["-gcflags=command-line-arguments=-m"],
      program: ["./cmd/app/main.go"],
      debugged: ["main", "example.com/m/internal/a", "example.com/m/internal/b"],
    },
    { name: "none", flags: ["-gcflags=all=-m"], debug: { kind: "none", patterns: [] }, debugged: [] },
  ];

  for (const { name, goflags = "", flags = [], program: given = ["./cmd/app"], debug = module, debugged } of cases) {
    it(name, async () => {
      const program = await resolveProgram({ program: given, adapterCwd: tree.root });
      const main = {
        ...(program.importPath === undefined ? {} : { importPath: program.importPath }),
        ...(program.packageDir === undefined ? {} : { directory: program.packageDir }),
      };
      const added = await debugWords(tree.root, goflags, flags, { ...debug, main, cwd: tree.root });
      const before = flagsOfRun(tree.root, goflags, [...flags, ...program.words]);
      const after = flagsOfRun(tree.root, goflags, [...flags, ...added, ...program.words]);
      assert.deepEqual([...after.compile.keys()].sort(), [...before.compile.keys()].sort());
      assert.ok(after.compile.size > 20, "std's packages are among them");
      for (const [path, own] of before.compile) {
        const got = after.compile.get(path) ?? [];
        assert.deepEqual(got.slice(0, own.length), own, `${path}: the user's flags come first`);
        const more = got.slice(own.length);
        const missing = ["-N", "-l"].filter((flag) => !own.includes(flag));
        const expected = debugged.includes(path) ? missing : [];
        assert.deepEqual(more, path === "main" ? [...expected, "-dwarf=true"] : expected, path);
      }
      assert.deepEqual(after.link, [...before.link, "-s=false", "-w=false", "-compressdwarf=false"]);
    });
  }

  it("leave the keys of all other packages as they are", async () => {
    const keys = (words: string[]) => {
      const { stderr, status } = spawnSync("go", ["run", "-exec=true", ...words, "./cmd/app"], {
        cwd: tree.root,
        encoding: "utf8",
        env: { ...process.env, GOFLAGS: "", GODEBUG: "gocachehash=1" },
        maxBuffer: 1 << 28,
      });
      assert.equal(status, 0, stderr.slice(-2000));
      return new Map(
        [...stderr.matchAll(/^HASH\[build (\S+)\]: ([0-9a-f]{64})$/gm)].map(([, path = "", key = ""]) => [path, key]),
      );
    };
    const user = ["-gcflags=example.com/m/internal/b=-m"];
    const patterns = mainModules(tree.root, {}).map(modulePattern);
    const added = await debugWords(tree.root, "", user, { kind: "packages", patterns, withMain: true });
    const plain = keys(user);
    const debugged = keys([...user, ...added]);
    const changed = [...plain.keys()].filter((path) => plain.get(path) !== debugged.get(path));
    assert.deepEqual(changed.sort(), ["example.com/m/cmd/app", "example.com/m/internal/a", "example.com/m/internal/b"]);
    assert.ok(plain.size > 20);
  });

  it("pass through GOFLAGS as go quotes them", () => {
    const goflags = joinQuoted(["-ldflags=-X 'main.a=b c'", '-gcflags=all=-d="panic"']);
    assert.ok(flagsOfRun(tree.root, goflags, ["./cmd/app"]).link.join(" ").endsWith("-X main.a=b c"));
  });
});
