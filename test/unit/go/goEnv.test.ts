import assert from "node:assert/strict";
import { Failure } from "../../../shared/contract/errors.ts";
import { goEnvNames, goFlagsWords, keepsPrograms, parseGoEnv, parseGoVersion } from "../../../shared/go/goEnv.ts";

describe("go env", () => {
  it("is read with the names that are known and the others kept", () => {
    const env = parseGoEnv('{"GOVERSION":"go1.26.8","GOROOT":"/usr/local/go","GOFLAGS":"-mod=mod","GOWASM":"satconv"}');
    assert.equal(env.GOVERSION, "go1.26.8");
    assert.equal(env.GOROOT, "/usr/local/go");
    assert.equal(env.GOCACHEPROG, "");
    assert.deepEqual(env.other, { GOWASM: "satconv" });
    for (const name of goEnvNames) assert.equal(typeof env[name], "string");
  });

  it("is refused where it is something else", () => {
    for (const text of ["", "go: no such tool", "[]", "null", "3"]) {
      assert.throws(
        () => parseGoEnv(text),
        (error) => error instanceof Failure && error.id === 7006,
        text,
      );
    }
  });
});

describe("a version of Go", () => {
  it("is read in every form that go writes it", () => {
    const cases: [string, number][] = [
      ["go1.26.8", 26],
      ["go1.27rc1", 27],
      ["go1.21", 21],
      ["devel go1.28-3e1a2b4c Tue Nov 3 10:00:00 2026 +0000", 28],
      ["go1.27-devel_4bc3373c8e Mon Nov 2", 27],
      ["go version go1.26.8 linux/amd64", 26],
      ["go1.26.8 X:nocoverageredesign", 26],
    ];
    for (const [text, minor] of cases) assert.deepEqual(parseGoVersion(text), { major: 1, minor, text });
  });

  it("is unknown where there is none", () => {
    for (const text of ["", "devel +abc123 Tue", "gotip"]) assert.equal(parseGoVersion(text), undefined);
  });
});

describe("a build cache", () => {
  it("keeps linked programs since Go 1.24, and not with GOCACHEPROG", () => {
    for (const [version, keeps] of [
      ["go1.23.12", false],
      ["go1.24", true],
      ["go2.0", true],
      ["gotip", true],
    ] as const) {
      assert.equal(keepsPrograms({ GOVERSION: version, GOCACHEPROG: "" }), keeps, version);
      assert.equal(keepsPrograms({ GOVERSION: version, GOCACHEPROG: "cacher" }), false, version);
    }
  });
});

describe("GOFLAGS", () => {
  it("is split as go splits it", () => {
    assert.deepEqual(goFlagsWords("-mod=mod '-gcflags=all=-N -l' -v"), ["-mod=mod", "-gcflags=all=-N -l", "-v"]);
    assert.deepEqual(goFlagsWords(""), []);
  });

  it("is named where it cannot be split", () => {
    assert.throws(
      () => goFlagsWords("'-gcflags=-N"),
      (error) => error instanceof Failure && /GOFLAGS/.test(error.message),
    );
  });
});
