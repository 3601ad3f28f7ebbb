import assert from "node:assert/strict";
import { errorIds, Failure } from "../../../shared/contract/errors.ts";
import { consoleCommands, consoleHelp, parseConsole } from "../../../shared/text/console.ts";
import { assertGolden } from "../../support/golden.ts";

describe("parseConsole", () => {
  it("reads commands in any case, with argument and flags in any order", () => {
    assert.deepEqual(parseConsole("gorun"), { command: "help", flags: [] });
    assert.deepEqual(parseConsole("  gorun\thelp \n"), { command: "help", flags: [] });
    assert.deepEqual(parseConsole("gorun builddir"), { command: "buildDir", flags: [] });
    assert.deepEqual(parseConsole("gorun CACHEKEYS"), { command: "cacheKeys", flags: [] });
    assert.deepEqual(parseConsole("gorun cacheKeys net/http"), {
      command: "cacheKeys",
      argument: "net/http",
      flags: [],
    });
    assert.deepEqual(parseConsole("gorun cacheKeys --Misses Example.com/X --inputs --misses"), {
      command: "cacheKeys",
      argument: "Example.com/X",
      flags: ["--misses", "--inputs"],
    });
    assert.deepEqual(parseConsole("gorun proctree --live"), { command: "procTree", flags: ["--live"] });
  });

  it("leaves the program's own expressions alone", () => {
    const expressions = [
      "",
      " ",
      "x",
      "(gorun)",
      "gorun.field",
      "gorun[0]",
      "gorunner",
      "Gorun",
      "*gorun",
      "len(gorun) + gorun",
      "call gorun help",
    ];
    for (const expression of expressions) assert.equal(parseConsole(expression), undefined, expression);
  });

  it("names the nearest command, and what there is", () => {
    assert.throws(
      () => parseConsole("gorun cachKeys"),
      wrongArguments(
        /has no command cachKeys.*buildDir, cacheKeys, compare, environment, explain, forecast, procTree, help.*Did you mean cacheKeys\?/,
      ),
    );
    assert.throws(() => parseConsole("gorun xyzzy"), wrongArguments(/has no command xyzzy\. It knows [^?]*\.$/));
    assert.throws(() => parseConsole("gorun \x1b[2J"), wrongArguments(/has no command \\x1b\[2J/));
  });

  it("says how to reach a variable of that name", () => {
    for (const expression of ["gorun = 3", "gorun + 1", "gorun == nil"]) {
      assert.throws(() => parseConsole(expression), wrongArguments(/reached as \(gorun\)/));
    }
  });

  it("refuses flags and arguments that a command does not take", () => {
    assert.throws(
      () => parseConsole("gorun cacheKeys --miss"),
      wrongArguments(/has no flag --miss.*--misses, --inputs/),
    );
    assert.throws(() => parseConsole("gorun buildDir --live"), wrongArguments(/has no flag --live.*takes no flags/));
    assert.throws(() => parseConsole("gorun buildDir fmt"), wrongArguments(/buildDir takes no argument/));
    assert.throws(() => parseConsole("gorun cacheKeys fmt os"), wrongArguments(/takes one package at most/));
  });

  function wrongArguments(sentence: RegExp): (error: unknown) => true {
    return (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.id, errorIds.wrongArguments);
      assert.match(error.format, sentence);
      return true;
    };
  }
});

describe("consoleHelp", () => {
  it("has a line for every command and flag", () => {
    const help = consoleHelp({ width: 80, color: false });
    assertGolden("text/help.txt", help);
    const lines = consoleCommands.reduce((count, { flags }) => count + 1 + flags.length, 0);
    assert.equal(help.split("\n").length, lines);
  });
});
