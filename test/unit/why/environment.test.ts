import assert from "node:assert/strict";
import type { EnvironmentVariable } from "../../../shared/contract/answers.ts";
import { environmentOf, type EnvironmentFacts } from "../../../shared/why/environment.ts";
import { fixture } from "../go/fixtures.ts";
import { fixtureBuild, loggedBuild, withInputs, type LoggedBuild } from "./loggedBuild.ts";

const buildDir = {
  goRoot: "/usr/local/go",
  goPath: "/home/someone/go",
  goCache: "/home/someone/.cache/go-build",
  goModCache: "/home/someone/go/pkg/mod",
  goTmpDir: "",
  goVersion: "go1.26.8",
};

function variables(build: LoggedBuild, module = "example.com/shop", dirs: Partial<EnvironmentFacts["buildDir"]> = {}) {
  const answer = environmentOf({ build: { ...build, module }, buildDir: { ...buildDir, ...dirs } });
  assert.equal(answer.run, build.run);
  const found = new Map(answer.variables.map((each) => [each.name, each]));
  assert.equal(found.size, answer.variables.length);
  return (name: string): EnvironmentVariable => found.get(name) ?? assert.fail(`${name} is missing`);
}

/** Adds the directory of a package of another module to main's imports, as a compile from the module cache has it. */
function withDependency(build: LoggedBuild, directory: string): LoggedBuild {
  return withInputs(build, (id, inputs) =>
    id === "build internal/abi" ? [...inputs, { kind: "other", name: "dir", value: directory }] : inputs,
  );
}

describe("what the environment plays in keys", () => {
  const shop = fixtureBuild("compare-run.txt");

  it("is told of the module's own directory: in the key of each of its packages", () => {
    const module = variables(shop)("module directory");
    assert.deepEqual([module.value, module.inKeys], ["/tmp/shop", 3]);
    assert.ok(module.examples.includes("example.com/shop/internal/db: dir"), module.examples.join());
    assert.match(module.sentence, /^module directory stands in 3 of 6 keys: /);
  });

  it("is told of GOROOT: in that of the link alone", () => {
    const goroot = variables(shop)("GOROOT");
    assert.deepEqual(
      [goroot.value, goroot.inKeys, goroot.examples],
      ["/usr/local/go", 1, ["link example.com/shop/cmd/shop: GOROOT"]],
    );
  });

  it("is told of GOAMD64, GOOS and GOARCH: in all", () => {
    const of = variables(shop);
    for (const [name, value] of Object.entries({ GOAMD64: "v1", GOOS: "linux", GOARCH: "amd64" })) {
      assert.deepEqual([of(name).value, of(name).inKeys, of(name).set], [value, 6, false], name);
    }
  });

  it("is told of what stands in none", () => {
    const of = variables(shop);
    for (const name of ["GOPATH", "GOMODCACHE", "GOFLAGS", "GOTOOLCHAIN", "GOCACHE", "GOTMPDIR", "-trimpath", "CC"]) {
      const { inKeys, examples, sentence } = of(name);
      assert.deepEqual([inKeys, examples], [0, []], name);
      assert.ok(sentence.startsWith(`${name} stands in no key: `), sentence);
    }
    assert.match(of("GOTOOLCHAIN").sentence, /go1\.26\.8/);
  });

  it("is told of the module cache, and of GOPATH as the beginning of its name", () => {
    const of = variables(withDependency(shop, "/home/someone/go/pkg/mod/example.com/dep@v1.0.0"));
    assert.deepEqual([of("GOMODCACHE").inKeys, of("GOMODCACHE").set], [1, false]);
    assert.equal(of("GOPATH").inKeys, 1);
    assert.match(of("GOPATH").sentence, /not itself, only as the beginning/);
  });

  it("is told of a module cache elsewhere without GOPATH", () => {
    const elsewhere = { goModCache: "/var/mod" };
    const of = variables(withDependency(shop, "/var/mod/example.com/dep@v1.0.0"), "example.com/shop", elsewhere);
    assert.deepEqual([of("GOMODCACHE").inKeys, of("GOMODCACHE").set, of("GOPATH").inKeys], [1, true, 0]);
  });

  it("takes no directory for another that begins alike", () => {
    const of = variables(withDependency(shop, "/home/someone/go/pkg/mod-2/example.com/dep"));
    assert.deepEqual([of("GOMODCACHE").inKeys, of("GOPATH").inKeys], [0, 1]);
  });

  it("is told of C compilers and their flags, and of -trimpath, which leaves no directory", () => {
    const of = variables(loggedBuild(fixture("keys-cover-go1.26.8.txt")), "example.com/zoo");
    assert.deepEqual([of("-trimpath").inKeys, of("-trimpath").set, of("-trimpath").value], [3, true, "true"]);
    assert.deepEqual([of("GOROOT").inKeys, of("module directory").inKeys], [0, 0]);
    assert.match(of("GOROOT").sentence, /-trimpath/);
    assert.deepEqual([of("CC").value, of("CC").inKeys, of("CXX").value], ["gcc", 1, "g++"]);
    assert.deepEqual(of("CGO_CFLAGS").examples, ["example.com/zoo/native: cgo CFLAGS"]);
    assert.equal(of("CGO_ENABLED").value, "1");
  });

  it("counts the flags of C compilers in build information, too, and says that they are set", () => {
    const hidden = withInputs(shop, (_id, inputs) =>
      inputs.map((input) => (input.name === "modinfo CGO_CFLAGS" ? { ...input, value: "{digest:abc}" } : input)),
    );
    const flags = variables(hidden)("CGO_CFLAGS");
    assert.deepEqual([flags.inKeys, flags.set, flags.value], [1, true, "{digest:abc}"]);
  });

  it("is the same with every supported Go", () => {
    for (const version of ["go1.23.12", "go1.27.4"]) {
      const log = fixture(`keys-${version}.txt.gz`);
      // Another Go than the machine's own lies in the module cache.
      const goRoot = /GOROOT=(\S+?)\\n/.exec(log.toString("latin1"))?.[1] ?? assert.fail(version);
      const of = variables(loggedBuild(log), "example.com/zoo", { goRoot });
      assert.deepEqual([of("module directory").value, of("module directory").inKeys], ["/tmp/zoo", 2], version);
      assert.deepEqual(of("GOROOT").examples, ["link example.com/zoo/hello: GOROOT"], version);
      assert.ok(of("GOAMD64").inKeys > 20, version);
    }
  });

  it("counts only keys whose inputs are known", () => {
    const answer = variables({ ...shop, inputs: () => undefined });
    assert.match(answer("GOOS").sentence, /no key/);
  });
});
