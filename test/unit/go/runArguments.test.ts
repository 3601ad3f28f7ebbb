import assert from "node:assert/strict";
import { Failure } from "../../../shared/contract/errors.ts";
import { findFlag, flagsOf, parseRunArguments } from "../../../shared/go/runArguments.ts";

describe("the command line of go run", () => {
  it("takes flags with their values, the package and the program's arguments apart", () => {
    const { flags, program, args } = parseRunArguments([
      "-race",
      "--tags",
      "a,b",
      "-ldflags=-X main.a=b",
      "./cmd/app",
      "-v",
      "--",
      "x.go",
    ]);
    assert.deepEqual(flags, [
      { name: "race", words: ["-race"] },
      { name: "tags", value: "a,b", words: ["--tags", "a,b"] },
      { name: "ldflags", value: "-X main.a=b", words: ["-ldflags=-X main.a=b"] },
    ]);
    assert.deepEqual(program, ["./cmd/app"]);
    assert.deepEqual(args, ["-v", "--", "x.go"]);
  });

  it("takes all leading .go files as the program", () => {
    assert.deepEqual(parseRunArguments(["main.go", "util.go", "in.txt", "c.go"]), {
      flags: [],
      program: ["main.go", "util.go"],
      args: ["in.txt", "c.go"],
    });
  });

  it("takes no value for boolean flags", () => {
    for (const name of [
      "v",
      "x",
      "n",
      "a",
      "race",
      "msan",
      "asan",
      "cover",
      "work",
      "trimpath",
      "modcacherw",
      "linkshared",
      "buildvcs",
      "json",
    ]) {
      assert.deepEqual(parseRunArguments([`-${name}`, "."]), {
        flags: [{ name, words: [`-${name}`] }],
        program: ["."],
        args: [],
      });
    }
  });

  it("takes the next word for flags with a value", () => {
    for (const name of [
      "p",
      "C",
      "exec",
      "toolexec",
      "gcflags",
      "asmflags",
      "mod",
      "modfile",
      "overlay",
      "pgo",
      "covermode",
      "coverpkg",
      "buildmode",
      "debug-actiongraph",
    ]) {
      assert.deepEqual(parseRunArguments([`-${name}`, "-value", "."]).flags, [
        { name, value: "-value", words: [`-${name}`, "-value"] },
      ]);
    }
  });

  it("keeps unknown flags as they are typed", () => {
    assert.deepEqual(parseRunArguments(["-nosuch", "-other=x", "."]), {
      flags: [
        { name: "nosuch", words: ["-nosuch"] },
        { name: "other", value: "x", words: ["-other=x"] },
      ],
      program: ["."],
      args: [],
    });
  });

  it("keeps -h, and a value that is missing, for go to answer", () => {
    assert.deepEqual(parseRunArguments(["-h"]).flags, [{ name: "h", words: ["-h"] }]);
    assert.deepEqual(parseRunArguments(["--help"]).flags, [{ name: "help", words: ["--help"] }]);
    assert.deepEqual(parseRunArguments(["-ldflags"]), {
      flags: [{ name: "ldflags", words: ["-ldflags"] }],
      program: [],
      args: [],
    });
  });

  it("ends the flags at --, and finds no program that begins with a dash", () => {
    assert.deepEqual(parseRunArguments(["-v", "--", "."]).program, ["."]);
    assert.deepEqual(parseRunArguments(["--", "-x"]), { flags: [], program: [], args: ["-x"] });
    assert.deepEqual(parseRunArguments([]), { flags: [], program: [], args: [] });
  });

  it("keeps an empty value and everything behind the first =", () => {
    assert.deepEqual(parseRunArguments(["-gcflags=", "-ldflags=-X=a=b\nc"]).flags, [
      { name: "gcflags", value: "", words: ["-gcflags="] },
      { name: "ldflags", value: "-X=a=b\nc", words: ["-ldflags=-X=a=b\nc"] },
    ]);
  });

  it("finds the last of several flags", () => {
    const flags = flagsOf(["-tags=a", "-race", "-tags", "b"]);
    assert.equal(findFlag(flags, "tags")?.value, "b");
    assert.equal(findFlag(flags, "mod"), undefined);
  });

  it("refuses build flags that would swallow or become the program, and says no secrets", () => {
    for (const words of [
      ["-ldflags", "-X", "main.password=hunter2"],
      ["-race", "hunter2"],
      ["-v", "--", "hunter2"],
    ]) {
      assert.throws(
        () => flagsOf(words),
        (error) => error instanceof Failure && error.id === 7004 && !error.format.includes("hunter2"),
        words.join(" "),
      );
    }
    assert.throws(() => flagsOf(["-race", "-ldflags"]), /-ldflags has no value/);
  });
});
