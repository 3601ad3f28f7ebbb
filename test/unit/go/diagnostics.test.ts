import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Diagnostics, type CompilerError, type Finding } from "../../../shared/go/diagnostics.ts";

/** Real output, recorded in /srv/app; see the README there. */
const fixtures = fileURLToPath(new URL("../../fixtures/diagnostics", import.meta.url));

function linesOf(name: string): string[] {
  return readFileSync(join(fixtures, `${name}.txt`), "utf8")
    .replace(/\n$/, "")
    .split("\n");
}

function read(lines: string[], cwd = "/srv/app"): Finding[] {
  const diagnostics = new Diagnostics(cwd);
  return [...lines.flatMap((line) => diagnostics.push(line)), ...diagnostics.end()];
}

function errorsOf(findings: Finding[]): Omit<CompilerError, "text">[] {
  return findings.flatMap((finding) => {
    if (finding.kind !== "error") return [];
    const { text, ...error } = finding.error;
    assert.equal(text, finding.lines.join("\n"));
    return [error];
  });
}

const app = "example.com/app";

/** An error as short as it can be said: place, message, package. */
function error(place: string, message: string, inPackage?: string): Omit<CompilerError, "text"> {
  const [file = "", line, column] = place.split(":");
  return {
    ...(file === "" ? {} : { file }),
    ...(line === undefined ? {} : { line: Number(line) }),
    ...(column === undefined ? {} : { column: Number(column) }),
    message,
    ...(inPackage === undefined ? {} : { package: inPackage }),
    severity: "error",
  };
}

describe("what go says", () => {
  it("is kept line by line, whatever it is", () => {
    for (const file of readdirSync(fixtures).filter((name) => name.endsWith(".txt"))) {
      const lines = linesOf(file.slice(0, -".txt".length));
      assert.deepEqual(
        read(lines).flatMap((finding) => finding.lines),
        lines,
        file,
      );
    }
  });

  const cases: Record<string, Omit<CompilerError, "text">[]> = {
    compile: [
      error("/srv/app/main.go:5:2", '"os" imported and not used', app),
      error("/srv/app/main.go:11:6", "declared and not used: n", app),
      error(
        "/srv/app/main.go:11:14",
        'cannot use "x" (untyped string constant) as int value in variable declaration',
        app,
      ),
      error("/srv/app/main.go:12:21", "too many arguments in call to a.F\n\thave (number, number)\n\twant (int)", app),
      error("/srv/app/main.go:12:25", "undefined: missing", app),
    ],
    syntax: [error("/srv/app/main.go:5:20", "syntax error: unexpected }, expected expression", app)],
    continuation: [
      error("/srv/app/b/b.go:4:9", "not enough return values\n\thave (int)\n\twant (int, error)", `${app}/b`),
    ],
    "no-body": [error("/srv/app/main.go:6:6", "missing function body", app)],
    asm: [error("/srv/app/f_amd64.s:2", 'unrecognized instruction "NOSUCH"', app)],
    "cgo-name": [error("/srv/app/main.go:6:23", "could not determine what C.nosuch refers to", app)],
    "link-relocation": [error("", "main.main: relocation target main.noBody not defined", app)],
    "link-no-main": [error("", "runtime.main_main·f: function main is undeclared in the main package", app)],
    "import-cycle": [
      error(
        "",
        `package ${app}\n\timports ${app}/a from main.go\n\timports ${app}/b from a.go\n\timports ${app}/a from b.go: import cycle not allowed`,
        app,
      ),
    ],
    "missing-package": [
      error(
        "/srv/app/main.go:4:2",
        `no required module provides package ${app}/nosuch; to add it:\n\tgo get ${app}/nosuch`,
      ),
      error(
        "/srv/app/main.go:5:2",
        "no required module provides package github.com/nosuch/thing; to add it:\n\tgo get github.com/nosuch/thing",
      ),
      error("/srv/app/main.go:6:2", "package nosuchstd/x is not in std (/usr/local/go/src/nosuchstd/x)"),
    ],
    "not-main": [error("", `package ${app}/a is not a main package`, `${app}/a`)],
    "build-constraints": [error("", `package ${app}: build constraints exclude all Go files in /srv/app`, app)],
    "no-go-files": [error("", "no Go files in /srv/app/b")],
    "no-directory": [error("", "stat /srv/app/nosuch: directory not found")],
    "several-packages": [
      error("", "pattern ./...: directory prefix . does not contain main module or its selected dependencies"),
    ],
    embed: [error("/srv/app/main.go:5:12", "pattern nosuch.txt: no matching files found")],
    space: [error("/srv/app/main.go:3:8", `invalid import path: ${app}/with space`)],
    "go-mod": [
      error("/srv/app/go.mod:5", "unknown directive: nosuchverb"),
      error("/srv/app/go.mod:6", "usage: require module/path v1.2.3"),
    ],
    "no-module": [
      error("", "go.mod file not found in current directory or any parent directory; see 'go help modules'"),
    ],
    toolchain: [error("", "go.mod requires go >= 1.99 (running go 1.26.8; GOTOOLCHAIN=local)")],
    flag: [error("", "flag provided but not defined: -nosuchflag")],
    vet: [error("/srv/app/main.go:5:27", 'fmt.Printf format %d has arg "x" of wrong type string')],
    v: [
      error(
        "/srv/app/cmd/x/main.go:5:19",
        "too many arguments in call to a.F\n\thave (number)\n\twant ()",
        `${app}/cmd/x`,
      ),
    ],
    work: [
      error(
        "/srv/app/cmd/x/main.go:5:19",
        "too many arguments in call to a.F\n\thave (number)\n\twant ()",
        `${app}/cmd/x`,
      ),
    ],
    exit: [],
    killed: [],
    "toolchain-download": [],
  };
  for (const [name, expected] of Object.entries(cases)) {
    it(`is understood: ${name}`, () => assert.deepEqual(errorsOf(read(linesOf(name))), expected));
  }

  it("may be too many errors", () => {
    for (const [name, inPackage] of [
      ["too-many", app],
      ["too-many-file", "command-line-arguments"],
    ] as const) {
      const errors = errorsOf(read(linesOf(name)));
      assert.equal(errors.length, 11);
      assert.deepEqual(errors.at(-1), error("/srv/app/main.go:13:2", "too many errors", inPackage));
    }
  });

  it("names files from where go works", () => {
    assert.deepEqual(errorsOf(read(linesOf("parent"), "/srv/app/cmd/x"))[0]?.file, "/srv/app/a/a.go");
    assert.deepEqual(errorsOf(read(linesOf("absolute"), "/srv/app/a"))[0]?.file, "/srv/app/cmd/x/main.go");
    assert.deepEqual(errorsOf(read(["$WORK/b001/_cgo_gotypes.go:3:1: x"]))[0]?.file, undefined);
  });

  it("has the C compiler's errors and warnings, with the lines it shows", () => {
    const [found, ...none] = errorsOf(read(linesOf("cgo-gcc")));
    assert.deepEqual(none, []);
    assert.deepEqual([found?.file, found?.line, found?.column, found?.severity], ["/srv/app/main.go", 3, 23, "error"]);
    assert.match(
      found?.message ?? "",
      /^'nosuch' undeclared \(first use in this function\)\n {4}3 \|.*\n.*\n.*note: each undeclared/,
    );
    const [warning] = errorsOf(read(linesOf("cgo-warning")));
    assert.deepEqual([warning?.severity, warning?.file, warning?.line], ["warning", "/srv/app/f.c", 2]);
  });

  it("has the C linker's report as one error", () => {
    const errors = errorsOf(read(linesOf("link-gcc")));
    assert.equal(errors.length, 1);
    assert.equal(errors[0]?.package, app);
    assert.match(
      errors[0]?.message ?? "",
      /running gcc failed[\s\S]*undefined reference to `nosuchc'\ncollect2: error/,
    );
  });

  it("keeps paragraphs of one error together", () => {
    const errors = errorsOf(read(linesOf("vendor")));
    assert.equal(errors.length, 1);
    assert.match(
      errors[0]?.message ?? "",
      /^inconsistent vendoring[\s\S]*\n\n\tTo ignore the vendor directory[\s\S]*go mod vendor$/,
    );
    assert.match(errorsOf(read(linesOf("go-sum")))[0]?.message ?? "", /missing go\.sum entry .*\n\tgo get/);
  });

  it("names downloads, of modules and of Go itself", () => {
    const downloads = (name: string) =>
      read(linesOf(name)).flatMap((finding) => (finding.kind === "download" ? [finding.download] : []));
    assert.deepEqual(downloads("download"), [{ module: "golang.org/x/sys", version: "v0.46.0" }]);
    assert.deepEqual(downloads("bad-proxy"), [{ module: "golang.org/x/sys", version: "v0.46.0" }]);
    assert.deepEqual(downloads("toolchain-download"), [{ module: "golang.org/toolchain", version: "go1.27.4" }]);
  });

  it("tells how the program ended", () => {
    assert.deepEqual(read(linesOf("exit")), [{ kind: "end", exitStatus: 3, lines: ["exit status 3"] }]);
    assert.deepEqual(read(linesOf("killed")), [{ kind: "end", signal: "killed", lines: ["signal: killed"] }]);
    const [aborted] = read(["signal: aborted (core dumped)"]);
    assert.deepEqual(aborted, { kind: "end", signal: "aborted", lines: ["signal: aborted (core dumped)"] });
  });

  it("is told line by line, an error when the next line has come", () => {
    const diagnostics = new Diagnostics("/srv/app");
    assert.deepEqual(
      diagnostics.push("# example.com/app\r").map(({ kind }) => kind),
      ["text"],
    );
    assert.deepEqual(diagnostics.push("./main.go:1:2: a"), []);
    assert.deepEqual(
      diagnostics.errors.map(({ message }) => message),
      ["a"],
    );
    assert.deepEqual(diagnostics.push("\tb"), []);
    assert.deepEqual(
      diagnostics.push("exit status 1").map(({ kind }) => kind),
      ["error", "end"],
    );
    assert.deepEqual(
      diagnostics.errors.map(({ message }) => message),
      ["a\n\tb"],
    );
    assert.deepEqual(diagnostics.end(), []);
  });

  it("is no error where go only informs", () => {
    const lines = [
      "go: warning: ignoring go.mod in system temp root /tmp",
      "go: finding module for package example.org/x",
      "go: added example.org/x v1.0.0",
      "# example.com/app",
      "cd /srv/app",
      "cat >$WORK/b001/importcfg << 'EOF' # internal",
      "# import config",
      "EOF",
      "WORK=/tmp/go-build1",
    ];
    assert.deepEqual(
      read(lines).map(({ kind }) => kind),
      lines.map(() => "text"),
    );
  });
});
