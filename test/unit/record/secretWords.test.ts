import assert from "node:assert/strict";
import { externalWords, redactCommand, redactFlags, redactLdflags } from "../../../shared/record/secretWords.ts";

/** So that what is hidden, and only that, can be seen. */
const hide = (value: string) => `<${value.toUpperCase()}>`;
const paths = { go: "/opt/gopher/go-tip", executable: "/tmp/go-build77/b001/exe/server" };
const tools = "/usr/local/go/pkg/tool/linux_amd64";

describe("flags without secrets", () => {
  const cases: [string, string[], string[]][] = [
    ["-X and its value", ["-ldflags=-s -X main.key=abc -w"], ["-ldflags=-s -X main.key=<ABC> -w"]],
    ["a value in a word of its own", ["-ldflags", "-X main.key=abc"], ["-ldflags", "-X main.key=<ABC>"]],
    ["two dashes", ["--ldflags=--X main.key=abc"], ["--ldflags=--X main.key=<ABC>"]],
    ["-X=", ["-ldflags=-X=main.key=abc=def"], ["-ldflags=-X=main.key=<ABC=DEF>"]],
    ["a quoted value with blanks", ["-ldflags=-X 'main.key=a b'"], ["-ldflags=-X 'main.key=<A B>'"]],
    ["quotes around -X=", [`-ldflags="-X=main.key=a b" -s`], [`-ldflags='-X=main.key=<A B>' -s`]],
    ["a pattern", ["-ldflags=./cmd/...=-X main.key=abc"], ["-ldflags=./cmd/...=-X main.key=<ABC>"]],
    ["an empty value", ["-ldflags=-X main.key="], ["-ldflags=-X main.key=<>"]],
    [
      "pieces of a value that lost its quotes",
      ["-ldflags=-X main.key=a b c -s"],
      ["-ldflags=-X main.key=<A> <B> <C> -s"],
    ],
    ["a value that lost its -X", ["-ldflags=main.key=abc"], ["-ldflags=main.key=<ABC>"]],
    ["a name without a value", ["-ldflags=-X abc"], ["-ldflags=-X <ABC>"]],
    ["-X= and a name without a value", ["-ldflags=-X=abc"], ["-ldflags=-X=<ABC>"]],
    ["an open quote", ["-ldflags=-X 'main.key=abc"], ["-ldflags=<-X 'MAIN.KEY=ABC>"]],
    ["-extldflags=", ["-ldflags=-s '-extldflags=-static -lm'"], ["-ldflags=-s '-extldflags=<-STATIC -LM>'"]],
    ["-extldflags", ["-ldflags=-extldflags -Wl,abc -s"], ["-ldflags=-extldflags <-WL,ABC> -s"]],
    ["a variable for a wrapper", ["-exec=env TOKEN=abc LANG= time"], ["-exec=env TOKEN=<ABC> LANG= time"]],
    ["a variable for a tool's wrapper", ["-toolexec", "env 'TOKEN=a b' time"], ["-toolexec", "env 'TOKEN=<A B>' time"]],
    ["words that are no flags", ["-race", "abc", "def"], ["-race", "<ABC>", "<DEF>"]],
  ];
  for (const [name, words, expected] of cases) it(name, () => assert.deepEqual(redactFlags(words, hide), expected));

  it("stay as they were typed where they hold none", () => {
    const words = [
      "-C",
      "dir",
      "-race",
      "-tags=a b",
      "-ldflags=-s  -w '-linkmode=external'",
      "-gcflags=all=-N -l",
      "--",
    ];
    assert.deepEqual(redactFlags(words, hide), words);
    assert.equal(redactLdflags("-r /lib -linkmode external", hide), "-r /lib -linkmode external");
  });
});

describe("commands without secrets", () => {
  it("of go run: the program's arguments, and the flags'", () => {
    const command = [
      "/usr/bin/go",
      "run",
      "-ldflags=-X main.key=abc",
      "-exec=sh /run/exec",
      "./cmd/server",
      "-password",
      "abc",
    ];
    const expected = [
      "/usr/bin/go",
      "run",
      "-ldflags=-X main.key=<ABC>",
      "-exec=sh /run/exec",
      "./cmd/server",
      "<-PASSWORD>",
      "<ABC>",
    ];
    assert.deepEqual(redactCommand("go", command, paths, hide), expected);
    // A copy of go on its way to becoming a tool, and a go of another name.
    assert.deepEqual(redactCommand("tool", command, paths, hide), expected);
    assert.deepEqual(redactCommand("tool", [paths.go, ...command.slice(1)], paths, hide), [
      paths.go,
      ...expected.slice(1),
    ]);
  });

  it("of go run with files, and with -- before them", () => {
    const command = ["go", "run", "--", "main.go", "util.go", "abc.txt"];
    assert.deepEqual(redactCommand("go", command, paths, hide), ["go", "run", "--", "main.go", "util.go", "<ABC.TXT>"]);
  });

  it("of the program and its children: all arguments", () => {
    for (const role of ["program", "child"] as const) {
      assert.deepEqual(redactCommand(role, ["/bin/server", "-a", "b"], paths, hide), ["/bin/server", "<-A>", "<B>"]);
    }
    assert.deepEqual(redactCommand("program", [], paths, hide), []);
  });

  it("of what runs the program, wherever it lies: the program's arguments", () => {
    const cached = `/c/go-build/0a/${"0a".repeat(32)}-d/server`;
    const elsewhere = { ...paths, executable: "/elsewhere/server" };
    for (const program of ["/tmp/go-build77/b001/exe/server", cached, elsewhere.executable]) {
      const command = ["sh", "/run/exec", "env", "TOKEN=abc", program, "abc"];
      const expected = ["sh", "/run/exec", "env", "TOKEN=<ABC>", program, "<ABC>"];
      assert.deepEqual(redactCommand("tool", command, elsewhere, hide), expected);
      assert.deepEqual(redactCommand("debugger", command, elsewhere, hide), expected);
    }
  });

  it("of the linker: the values of -X, also behind a shim", () => {
    const command = [
      `${tools}/link`,
      "-o",
      paths.executable,
      "-s",
      "-X",
      "main.key=abc",
      "-X=main.two=abc",
      "-extld=gcc",
      "/w/_pkg_.a",
    ];
    const expected = [...command.slice(0, 5), "main.key=<ABC>", "-X=main.two=<ABC>", "-extld=gcc", "/w/_pkg_.a"];
    assert.deepEqual(redactCommand("link", command, paths, hide), expected);
    assert.deepEqual(redactCommand("tool", ["sh", "/run/tool", ...command], paths, hide), [
      "sh",
      "/run/tool",
      ...expected,
    ]);
  });

  it("of the C compiler that the linker starts, and of its linker: the words of -extldflags", () => {
    const link = [`${tools}/link`, "-o", "/w/exe", "-extldflags=-Wl,-z,abc '-L/a b' -lm", "/w/_pkg_.a"];
    const known = { ...paths, externalWords: new Set(externalWords(link)) };
    assert.deepEqual(redactCommand("link", link, known, hide)[3], "-extldflags=<-WL,-Z,ABC '-L/A B' -LM>");
    assert.deepEqual(redactCommand("tool", ["gcc", "-m64", "-Wl,-z,abc", "-L/a b"], known, hide), [
      "gcc",
      "-m64",
      "<-WL,-Z,ABC>",
      "<-L/A B>",
    ]);
    assert.deepEqual(redactCommand("tool", ["ld", "-o", "x", "-z", "abc"], known, hide), [
      "ld",
      "-o",
      "x",
      "<-Z>",
      "<ABC>",
    ]);
  });

  it("of C compilers: the values of -D", () => {
    const command = [
      "gcc",
      "-I",
      ".",
      "-DKEY=abc",
      "-DNDEBUG",
      "-D",
      "KEY=abc",
      "-std=c99",
      "-ffile-prefix-map=/w=/tmp",
      "x.c",
    ];
    const expected = [
      "gcc",
      "-I",
      ".",
      "-DKEY=<ABC>",
      "-DNDEBUG",
      "-D",
      "KEY=<ABC>",
      "-std=c99",
      "-ffile-prefix-map=/w=/tmp",
      "x.c",
    ];
    assert.deepEqual(redactCommand("tool", command, paths, hide), expected);
  });

  it("of the compiler and of dlv: nothing", () => {
    const compile = [
      `${tools}/compile`,
      "-o",
      "/w/_pkg_.a",
      "-trimpath",
      "/w=>",
      "-p",
      "main",
      "-buildid",
      "a/b",
      "-D",
      "",
      "main.go",
    ];
    const dlv = ["/bin/dlv", "dap", "--client-addr=unix:/run/dlv", "--log-dest=3"];
    assert.deepEqual(redactCommand("compile", compile, paths, hide), compile);
    assert.deepEqual(redactCommand("debugger", dlv, paths, hide), dlv);
  });
});
