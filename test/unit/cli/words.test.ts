import assert from "node:assert/strict";
import { readWords, requireProgram, type OwnOption } from "../../../cli/words.ts";
import { errorIds, Failure } from "../../../shared/contract/errors.ts";

const options: readonly OwnOption[] = [
  { name: "summary", description: "" },
  { name: "json", value: "FILE", description: "" },
  { name: "exit-code", value: "WHOSE", choices: ["go", "program"], description: "" },
];

/** What is read of words, without what is empty. */
function read(...words: string[]) {
  const { own, help, buildFlags, program, args } = readWords("run", words, options);
  return {
    ...(own.size === 0 ? {} : { own: Object.fromEntries(own) }),
    ...(help ? { help } : {}),
    ...(buildFlags.length === 0 ? {} : { buildFlags }),
    program,
    args,
  };
}

describe("the words of gorunscope run", () => {
  it("are options of ours, go's flags, the program and its arguments", () => {
    assert.deepEqual(read("--summary", "-race", "./cmd/app", "-v", "x"), {
      own: { summary: "" },
      buildFlags: ["-race"],
      program: ["./cmd/app"],
      args: ["-v", "x"],
    });
  });

  it("may have our options among go's, with a value attached or as a word of its own", () => {
    assert.deepEqual(read("-tags", "dev", "--json", "a b", "-p=2", "--exit-code=program", "."), {
      own: { json: "a b", "exit-code": "program" },
      buildFlags: ["-tags", "dev", "-p=2"],
      program: ["."],
      args: [],
    });
  });

  it("belong to the program after the package, whatever they are", () => {
    const args = ["--summary", "--json", "--help", "-h", "--", "--exit-code=mine"];
    assert.deepEqual(read(".", ...args), { program: ["."], args });
  });

  it("leave go the flags that ours are not, -json with one dash among them", () => {
    assert.deepEqual(read("-json", "--tags", "dev", "-summary", "."), {
      buildFlags: ["-json", "--tags", "dev", "-summary"],
      program: ["."],
      args: [],
    });
  });

  it("do not take the value of a flag of go's for an option", () => {
    assert.deepEqual(read("-tags", "--summary", "."), { buildFlags: ["-tags", "--summary"], program: ["."], args: [] });
  });

  it("may name files, and end the flags with two dashes", () => {
    assert.deepEqual(read("--", "a.go", "b.go", "c"), { program: ["a.go", "b.go"], args: ["c"] });
  });

  it("ask for help before the package only", () => {
    assert.deepEqual(read("--help"), { help: true, program: [], args: [] });
    assert.deepEqual(read("-race", "-h", "."), { help: true, buildFlags: ["-race"], program: ["."], args: [] });
  });

  const wrong: [words: string[], says: RegExp][] = [
    [["--json"], /^--json needs a value: --json=FILE$/],
    [["--json="], /^--json needs a value/],
    [["--summary=1", "."], /^--summary takes no value$/],
    [["--exit-code", "mine", "."], /^--exit-code takes go or program, not "mine"$/],
  ];
  for (const [words, says] of wrong) {
    it(`are refused, with what to do: ${words.join(" ")}`, () => {
      assert.throws(
        () => readWords("run", words, options),
        (error) =>
          error instanceof Failure
          && error.id === errorIds.wrongArguments
          && says.test(error.message)
          && error.advice === "See gorunscope run --help.",
      );
    });
  }

  it("have to name a program where one is needed", () => {
    assert.throws(() => requireProgram("run", readWords("run", ["-race"], options)), /^Failure: run needs a package$/);
    requireProgram("run", readWords("run", ["."], options));
  });
});
