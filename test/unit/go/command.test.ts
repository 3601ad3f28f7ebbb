import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { Failure } from "../../../shared/contract/errors.ts";
import { parseCommandLine, splitShell } from "../../../shared/go/command.ts";

describe("a go run command line", () => {
  it("is taken apart", () => {
    assert.deepEqual(parseCommandLine("go run -race ./cmd/app --name 'a b' \"c d\" e\\ f"), {
      env: {},
      goBinary: "go",
      words: ["-race", "./cmd/app", "--name", "a b", "c d", "e f"],
    });
  });

  it("may set variables, with env or without", () => {
    const expected = { env: { A: "1", B: "x y", C: "" }, goBinary: "go", words: ["."] };
    assert.deepEqual(parseCommandLine("A=1 B='x y' C= go run ."), expected);
    assert.deepEqual(parseCommandLine("env A=1 'B=x y' C= go run ."), expected);
    assert.deepEqual(parseCommandLine("A=1 /usr/bin/env B='x y' C='' go run ."), expected);
  });

  it("may name go by path or version, and change the directory first", () => {
    assert.equal(parseCommandLine("/opt/go 1/bin/go run .".replace(" ", "\\ ")).goBinary, "/opt/go 1/bin/go");
    for (const name of ["go1.26.8", "go1.27rc1", "gotip", "./bin/go1.25"]) {
      assert.equal(parseCommandLine(`${name} run .`).goBinary, name);
    }
    assert.deepEqual(parseCommandLine("go -C sub run -v .").words, ["-C", "sub", "-v", "."]);
    assert.deepEqual(parseCommandLine("go -C=sub run .").words, ["-C=sub", "."]);
  });

  it("replaces variables and ~, and leaves what is quoted", () => {
    const environment = { HOME: "/home/u", ADDR: "a b*|" };
    assert.deepEqual(
      parseCommandLine("go run ~/x $ADDR \"${ADDR}!\" '$ADDR' \\$ADDR \"\\$ADDR\" a~ '~' 5$ K=~/y", environment).words,
      ["/home/u/x", "a b*|", "a b*|!", "$ADDR", "$ADDR", "$ADDR", "a~", "~", "5$", "K=/home/u/y"],
    );
  });

  it("may go over lines and end in a comment", () => {
    assert.deepEqual(parseCommandLine("go run \\\n  ./x a#b # for a while | & ;\n").words, ["./x", "a#b"]);
  });

  const refused: [string, string | RegExp][] = [
    ["", "no command"],
    ["go", /"go"/],
    ["go build ./x", /"go build"/],
    ["make run", /"make"/],
    ["cd x && go run .", /shell's &&/],
    ["go run . | tee log", /shell's \|/],
    ["go run . || true", /shell's \|\|/],
    ["go run .; echo", /shell's ;/],
    ["go run . > out", /shell's >/],
    ["go run . 2>&1", /shell's >/],
    ["go run . < in", /shell's </],
    ["go run . &", /shell's &/],
    ["(go run .)", /shell's \(/],
    ["go run $(pwd)", /command substitution/],
    ['go run "$(pwd)"', /command substitution/],
    ["go run `pwd`", /command substitution/],
    ["go run ${A:-b}", /expansion \$\{/],
    ["go run . $1", /expansion \$1/],
    ["go run . $NOSUCH", /\$NOSUCH, which is not set/],
    ["go run ~/x", /HOME/],
    ["go run *.go", /pattern for file names \(\*\)/],
    ["go run . 'open", /^command has a quote \('\) that is never closed$/],
    ['go run . "open', /never closed/],
    ["go run . $'open", /never closed/],
    ["go run . open\\", /never closed/],
    ["go run .\ngo run .", /second line/],
    ["env -i go run .", /option of env/],
    ["sudo go run .", /"sudo"/],
  ];
  for (const [command, message] of refused) {
    it(`refuses ${JSON.stringify(command)}`, () => {
      assert.throws(
        () => parseCommandLine(command),
        (error) => error instanceof Failure && error.id === 7004 && new RegExp(message).test(error.message),
      );
    });
  }

  it("says no values of variables", () => {
    assert.throws(
      () => parseCommandLine("MY-TOKEN=hunter2 go run ."),
      (error) => error instanceof Failure && !error.format.includes("hunter2"),
    );
  });

  it("splits as the shell does", () => {
    const texts = [
      `a 'b c' "d e" f\\ g`,
      `'a\\\\b'"c\\\\d\\"e\\f"`,
      `a\\\\\\\\b"c"`,
      `-ldflags='-X main.a=1 -X "main.b=2 3"' -v`,
      `'' "" a''b`,
      `"a\\$b" "a\\\`b"`,
      "a\\\nb  c\td",
      "é 'ü ß'",
    ];
    for (const text of texts) {
      const shell = execFileSync("sh", ["-c", `printf '%s\\0' ${text}`], { encoding: "utf8" });
      assert.deepEqual(splitShell(text), shell.split("\0").slice(0, -1), text);
    }
    assert.deepEqual(splitShell("$'a\\tb\\'c' $\"d e\""), ["a\tb'c", "d e"]);
  });

  it("acts upon nothing else in flags given as one string", () => {
    assert.deepEqual(splitShell("-tags=a|b -run=*.x $HOME ~"), ["-tags=a|b", "-run=*.x", "$HOME", "~"]);
  });
});
