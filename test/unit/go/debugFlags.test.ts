import assert from "node:assert/strict";
import fc from "fast-check";
import { Failure } from "../../../shared/contract/errors.ts";
import { mergeGcflags, mergeLdflags, type DebugPackages } from "../../../shared/go/debugFlags.ts";
import { splitQuoted } from "../../../shared/go/quoted.ts";

/** The packages of a build, go working in the root of example.com/m. */
const build = [
  "example.com/m",
  "example.com/m/cmd/app",
  "example.com/m/internal/a",
  "example.com/m/internal/b",
  "example.org/lib/a",
  "net",
  "net/http",
  "runtime",
];
const isStandard = (path: string) => !path.includes(".");
const inModule = (path: string) => path === "example.com/m" || path.startsWith("example.com/m/");

/** Patterns, and by hand what each matches: the model that the merging is held against. */
const patterns: Record<string, (path: string) => boolean> = {
  all: () => true,
  std: isStandard,
  work: inModule,
  "./...": inModule,
  "./internal/a": (path) => path === "example.com/m/internal/a",
  "./internal/...": (path) => path.startsWith("example.com/m/internal/"),
  "example.com/m/...": inModule,
  "example.com/m/internal/...": (path) => path.startsWith("example.com/m/internal/"),
  "example.com/m/cmd/app": (path) => path === "example.com/m/cmd/app",
  "example.org/...": (path) => path.startsWith("example.org/"),
  ".../a": (path) => path.endsWith("/a"),
  "net/...": (path) => path === "net" || path.startsWith("net/"),
};
const expand = ([pattern = ""]: string[]) => Promise.resolve(build.filter((path) => patterns[pattern]?.(path)));

/** The flags of a package as go finds them: the last value that matches counts alone. */
function flagsFor(values: string[], path: string, main: string): string[] {
  let flags = "";
  for (const value of values.map((each) => each.trim())) {
    const equals = value.indexOf("=");
    const pattern = value === "" || value.startsWith("-") ? undefined : value.slice(0, equals);
    const matches = pattern === undefined ? path === main : (patterns[pattern]?.(path) ?? pattern === path);
    if (matches) flags = pattern === undefined ? value : value.slice(equals + 1);
  }
  return splitQuoted(flags);
}

/** What the compiler makes of flags. */
function effect(flags: string[]): { optimised: boolean; inlined: boolean; dwarf: boolean | undefined } {
  const count = (name: string) => flags.filter((flag) => flag === name).length;
  const dwarf = flags.findLast((flag) => flag.startsWith("-dwarf"));
  return {
    optimised: count("-N") === 0,
    inlined: flags.includes("-l=1") ? false : count("-l") !== 1,
    dwarf: dwarf === undefined ? undefined : dwarf !== "-dwarf=false",
  };
}

const gcflags = (user: string[], debug: DebugPackages) => mergeGcflags(user, { cwd: "/m", ...debug }, expand);

describe("-ldflags for the debugger", () => {
  const ours = "-s=false -w=false -compressdwarf=false";

  it("are added for main, and to each of the user's values", () => {
    assert.deepEqual(mergeLdflags([]), [ours]);
    assert.deepEqual(mergeLdflags(["-X 'main.a=b c'", " all=-w ", "", "example.com/m/...= -s"]), [
      ours,
      `-X 'main.a=b c' ${ours}`,
      `all=-w ${ours}`,
      ours,
      `example.com/m/...=-s ${ours}`,
    ]);
  });

  it("leave out values that go itself refuses", () => {
    assert.deepEqual(mergeLdflags(["nonsense", "=-w", "'-w -X=y'"]), [ours]);
  });
});

describe("-gcflags for the debugger", () => {
  const main = { importPath: "example.com/m/cmd/app", directory: "/m/cmd/app" };
  const module: DebugPackages = { kind: "packages", patterns: ["example.com/m/..."], main };

  it("without the user's are those of the debug packages, and debug information for main", async () => {
    assert.deepEqual(await gcflags([], module), ["example.com/m/...=-N -l", "-N -l -dwarf=true"]);
    assert.deepEqual(await gcflags([], { kind: "all", patterns: [] }), ["all=-N -l", "-N -l -dwarf=true"]);
    assert.deepEqual(await gcflags([], { kind: "none", patterns: [] }), ["-dwarf=true"]);
    assert.deepEqual(await gcflags([], { kind: "packages", patterns: ["example.org/..."], main }), [
      "example.org/...=-N -l",
      "-dwarf=true",
    ]);
  });

  it("count main in where it is asked for, whatever the patterns say", async () => {
    const files = { importPath: "command-line-arguments", directory: "/m/cmd/app" };
    assert.deepEqual((await gcflags([], { ...module, main: files })).at(-1), "-dwarf=true");
    assert.deepEqual((await gcflags([], { ...module, main: files, withMain: true })).at(-1), "-N -l -dwarf=true");
    assert.deepEqual(
      (await gcflags([], { ...module, patterns: ["./cmd/..."], main: files })).at(-1),
      "-N -l -dwarf=true",
    );
  });

  it("follow the user's flags, which stay as they are written", async () => {
    assert.deepEqual(await gcflags(["all=-m '-d=x y'"], module), [
      "example.com/m/...=-m '-d=x y' -N -l",
      "-m '-d=x y' -N -l -dwarf=true",
    ]);
    assert.deepEqual(await gcflags(["-m", "example.org/...=-B"], module), [
      "example.com/m/...=-N -l",
      "-m -N -l -dwarf=true",
    ]);
    assert.deepEqual(await gcflags(["example.com/m/internal/...=-S"], module), [
      "example.com/m/...=-N -l",
      "example.com/m/internal/...=-S -N -l",
      "-N -l -dwarf=true",
    ]);
  });

  it("are not said twice", async () => {
    assert.deepEqual(await gcflags(["all=-N -l"], { kind: "all", patterns: [], main }), [
      "all=-N -l",
      "-N -l -dwarf=true",
    ]);
    assert.deepEqual(await gcflags(["-N -l -dwarf"], module), ["example.com/m/...=-N -l", "-N -l -dwarf"]);
  });

  it("begin with a dash for main, also where the user's begin with a quote", async () => {
    assert.deepEqual(
      (await gcflags(["all='-d=x y'"], { kind: "none", patterns: [], main })).at(-1),
      "-dwarf=true '-d=x y'",
    );
  });

  it("name packages where patterns overlap in part", async () => {
    assert.deepEqual(await gcflags([".../a=-m"], module), [
      "example.com/m/...=-N -l",
      "example.com/m/internal/a=-m -N -l",
      "-N -l -dwarf=true",
    ]);
    assert.deepEqual(await gcflags(["./...=-m"], module), ["example.com/m/...=-m -N -l", "-m -N -l -dwarf=true"]);
  });

  it("ask for packages only where texts do not tell", async () => {
    const never = () => assert.fail("asked");
    await mergeGcflags(["all=-m", "example.com/m/internal/...=-B", "std=-S", "-m"], module, never);
    await assert.rejects(
      mergeGcflags(["./...=-m"], { kind: "packages", patterns: ["example.com/m/..."] }),
      (error) => error instanceof Failure && error.id === 7004,
    );
  });

  it("refuse an open quote", async () => {
    await assert.rejects(gcflags(["all='-m"], module), (error) => error instanceof Failure && error.id === 7004);
  });

  it("keep every other package's flags, and give the debug packages all they need", async () => {
    const pattern = fc.constantFrom(...Object.keys(patterns));
    const flags = fc
      .array(fc.constantFrom("-m", "-N", "-l", "-B", "'-d=x y'", "-dwarf=false", "-dwarf"), { maxLength: 3 })
      .map((list) => list.join(" "));
    const unpatterned = flags.filter((text) => !text.startsWith("'"));
    const value = fc.oneof(
      unpatterned,
      fc.tuple(pattern, flags).map((parts) => parts.join("=")),
    );
    const kinds = fc.oneof(
      fc.constantFrom<DebugPackages>({ kind: "all", patterns: [] }, { kind: "none", patterns: [] }),
      fc.array(pattern, { maxLength: 3 }).map((list): DebugPackages => ({ kind: "packages", patterns: list })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 4 }), kinds, async (user, debug) => {
        const merged = [...user, ...(await gcflags(user, { ...debug, main }))];
        for (const path of build) {
          const own = flagsFor(user, path, main.importPath);
          const got = flagsFor(merged, path, main.importPath);
          const isDebug =
            debug.kind === "all"
            || (debug.kind === "packages" && debug.patterns.some((each) => patterns[each]?.(path)));
          const isMain = path === main.importPath;
          if (!isDebug && !isMain) {
            assert.deepEqual(got, own, path);
            continue;
          }
          const kept =
            got.slice(0, 1).join() === "-dwarf=true" && own[0] !== "-dwarf=true" && isMain ? got.slice(1) : got;
          assert.ok(
            [got, kept].some((list) => own.every((flag, index) => list[index] === flag)),
            `${path}: ${got.join(" ")}`,
          );
          const { optimised, inlined, dwarf } = effect(got);
          if (isDebug) assert.deepEqual([optimised, inlined], [false, false], path);
          if (isMain) assert.equal(dwarf, true);
          else assert.notEqual(dwarf, false);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
