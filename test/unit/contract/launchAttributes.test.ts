import assert from "node:assert/strict";
import { Failure } from "../../../shared/contract/errors.ts";
import { launchDefaults } from "../../../shared/contract/launch.ts";
import { checkLaunch } from "../../../shared/contract/launchAttributes.ts";

const defaults = {
  program: ["."],
  args: [],
  env: {},
  envFile: [],
  buildFlags: [],
  debugPackages: "module",
  noDebug: false,
  stopOnEntry: false,
  console: "internalConsole",
  outputMode: "local",
  keepWork: false,
  cDebugInfo: false,
  record: true,
  syscalls: false,
  rest: {},
};

function assertRefused(raw: unknown, message: string | RegExp): void {
  assert.throws(
    () => checkLaunch(raw, {}),
    (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.id, 7004);
      if (typeof message === "string") assert.equal(error.message, message);
      else assert.match(error.message, message);
      return true;
    },
    JSON.stringify(raw),
  );
}

describe("a launch configuration", () => {
  it("names the attribute in which a quote is open", () => {
    assertRefused({ command: "go run . 'open" }, "command has a quote (') that is never closed");
    assertRefused({ buildFlags: "-tags 'open" }, "buildFlags has a quote (') that is never closed");
  });

  it("says which attributes nearly have the name of another, and passes them on", () => {
    const given = { programm: "./cmd", buildflags: [], arg: [] };
    const { hint, rest } = checkLaunch(given);
    assert.equal(
      hint,
      "there is no attribute programm; did you mean program? there is no attribute buildflags; did you mean buildFlags? there is no attribute arg; did you mean args?",
    );
    assert.deepEqual(rest, given);
  });

  it("takes attributes of dlv's and of editors for what they are", () => {
    // service/dap/types.go of dlv 1.27; package.json of the Go extension of VS Code and VS Code's own; nvim-dap's, dape's.
    const others = [
      ...["output", "traceDirPath", "coreFilePath", "dlvCwd", "stdinFrom", "stdoutTo", "stderrTo", "followExec"],
      ...["followExecRegex", "backend", "stackTraceDepth", "maxStringLen", "maxArrayValues", "showGlobalVariables"],
      ...[
        "showRegisters",
        "hideSystemGoroutines",
        "goroutineFilters",
        "showPprofLabels",
        "substitutePath",
        "from",
        "to",
      ],
      ...["showRawStrings", "guessSubstitutePath", "waitFor", "processId", "debugAdapter", "host", "port", "trace"],
      ...["preLaunchTask", "postDebugTask", "presentation", "internalConsoleOptions", "serverReadyAction", "linux"],
      ...["debugServer", "osx", "windows", "showLog", "logOutput", "logDest", "dlvFlags", "remotePath", "apiVersion"],
      ...["packagePathToGoModPathMap", "suppressMultipleSessionWarning", "filetypes", "buildCommand", "restart"],
      ...["asRoot", "dlvLoadConfig", "compile"],
    ];
    const given = Object.fromEntries(others.map((name) => [name, "x"]));
    assert.equal(checkLaunch(given).hint, undefined);
  });

  it("has defaults", () => {
    assert.deepEqual(launchDefaults, defaults);
    assert.deepEqual(checkLaunch({}), defaults);
    assert.deepEqual(
      checkLaunch({ request: "launch", mode: "run", type: "go", name: "x", __sessionId: "1" }),
      defaults,
    );
  });

  it("is taken as it is said", () => {
    const raw = {
      program: ["a.go", "b.go"],
      args: ["-x", "y z"],
      cwd: "sub",
      env: { A: "1", B: null },
      envFile: [".env", "more.env"],
      buildFlags: ["-race", "-tags", "a"],
      debugPackages: ["./internal/...", "example.org/x"],
      noDebug: true,
      stopOnEntry: true,
      console: "integratedTerminal",
      outputMode: "remote",
      keepWork: true,
      cDebugInfo: true,
      record: false,
      syscalls: true,
      dlvPath: "/opt/dlv",
      goBinary: "/opt/go/bin/go",
    };
    const substitutePath = [{ from: "/a", to: "/b" }];
    assert.deepEqual(checkLaunch({ ...raw, substitutePath, showLog: null }), {
      ...raw,
      rest: { substitutePath, showLog: null },
    });
  });

  it("takes one word for a list of one, and splits flags as a shell does", () => {
    const checked = checkLaunch({
      program: "./cmd/app",
      envFile: ".env",
      debugPackages: "./internal/...",
      buildFlags: `-race -ldflags='-X main.a=1 -X "main.b=2 3"' -gcflags all=-m`,
    });
    assert.deepEqual(checked.program, ["./cmd/app"]);
    assert.deepEqual(checked.envFile, [".env"]);
    assert.deepEqual(checked.debugPackages, ["./internal/..."]);
    assert.deepEqual(checked.buildFlags, ["-race", '-ldflags=-X main.a=1 -X "main.b=2 3"', "-gcflags", "all=-m"]);
    for (const kind of ["module", "all", "none"])
      assert.equal(checkLaunch({ debugPackages: kind }).debugPackages, kind);
    assert.equal(checkLaunch({ debugPackages: [] }).debugPackages, "none");
  });

  it("takes numbers and booleans as their text in args and env, numbers in flags (Helix)", () => {
    const { args, env, buildFlags } = checkLaunch({
      args: [1, true, false, "x", 2.5],
      env: { A: 1, B: true, C: false, D: "", E: null },
      buildFlags: ["-p", 4],
    });
    assert.deepEqual(args, ["1", "true", "false", "x", "2.5"]);
    assert.deepEqual(env, { A: "1", B: "true", C: "false", D: "", E: null });
    assert.deepEqual(buildFlags, ["-p", "4"]);
  });

  it("takes null, an empty text, and false where the attribute is no boolean, as missing", () => {
    const names = Object.keys(defaults).filter((name) => name !== "rest");
    const others = ["command", "cwd", "dlvPath", "dlvToolPath", "goBinary"];
    const all = (value: unknown) => Object.fromEntries([...names, ...others].map((name) => [name, value]));
    assert.deepEqual(checkLaunch(all(null)), defaults);
    assert.deepEqual(checkLaunch({ ...all(false), record: true }), defaults);
    for (const name of [
      "program",
      "command",
      "cwd",
      "envFile",
      "buildFlags",
      "debugPackages",
      "console",
      "outputMode",
      "dlvPath",
      "goBinary",
    ]) {
      assert.deepEqual(checkLaunch({ [name]: "" }), defaults, name);
    }
    assert.deepEqual(checkLaunch({ env: [], args: [], program: [] }), defaults);
  });

  it("knows dlvToolPath as another name of dlvPath", () => {
    assert.equal(checkLaunch({ dlvToolPath: "/a" }).dlvPath, "/a");
    assert.equal(checkLaunch({ dlvToolPath: "/a", dlvPath: "/b" }).dlvPath, "/b");
    assert.deepEqual(checkLaunch({ dlvToolPath: "/a" }).rest, {});
  });

  describe("of a wrong type names the attribute, what it got and what it takes:", () => {
    const string = "a string";
    const list = "a string or a list of strings";
    const boolean = "true or false";
    const packages = '"module", "all", "none" or package patterns';
    const terminals = '"internalConsole", "integratedTerminal" or "externalTerminal"';
    const values: Record<string, unknown> = {
      "a string": "x",
      "a number": 7,
      true: true,
      "an object": { a: 1 },
      "a list": ["x"],
    };
    const takes: Record<string, [takes: string, accepted: string[]]> = {
      program: [list, ["a string", "a list"]],
      command: [string, ["a string"]],
      args: ["a list of strings", ["a list"]],
      cwd: [string, ["a string"]],
      env: ["an object of strings", ["an object"]],
      envFile: [list, ["a string", "a list"]],
      buildFlags: [list, ["a string", "a list"]],
      debugPackages: [list, ["a string", "a list"]],
      noDebug: [boolean, ["true"]],
      stopOnEntry: [boolean, ["true"]],
      console: [terminals, ["a string"]],
      outputMode: ['"local" or "remote"', ["a string"]],
      keepWork: [boolean, ["true"]],
      cDebugInfo: [boolean, ["true"]],
      record: [boolean, ["true"]],
      syscalls: [boolean, ["true"]],
      dlvPath: [string, ["a string"]],
      dlvToolPath: [string, ["a string"]],
      goBinary: [string, ["a string"]],
    };
    for (const [name, [what, accepted]] of Object.entries(takes)) {
      for (const [got, value] of Object.entries(values).filter(([kind]) => !accepted.includes(kind))) {
        it(`${name} with ${got}`, () => assertRefused({ [name]: value }, `${name} takes ${what}; it got ${got}`));
      }
    }

    it("elements of lists and variables", () => {
      assertRefused({ program: ["a.go", 1] }, "program[1] takes a string; it got a number");
      assertRefused({ program: [null] }, "program[0] takes a string; it got null");
      assertRefused({ args: ["a", ["b"]] }, "args[1] takes a string, a number or a boolean; it got a list");
      assertRefused({ args: [null] }, "args[0] takes a string, a number or a boolean; it got null");
      assertRefused({ buildFlags: [true] }, "buildFlags[0] takes a string or a number; it got true");
      assertRefused({ envFile: [{}] }, "envFile[0] takes a string; it got an object");
      assertRefused({ debugPackages: [2] }, "debugPackages[0] takes a string; it got a number");
      assertRefused({ env: { A: ["b"] } }, "env.A takes a string, a number, true, false or null; it got a list");
    });

    it("texts that are not among those it takes", () => {
      assertRefused({ console: "terminal" }, `console takes ${terminals}; it got "terminal"`);
      assertRefused({ outputMode: "x" }, 'outputMode takes "local" or "remote"; it got "x"');
      for (const pattern of ["-N", "a=b", "'a'", " "]) {
        assertRefused({ debugPackages: [pattern] }, `debugPackages takes ${packages}; it got "${pattern}"`);
      }
      assertRefused({ env: { "": "x" } }, /env has a variable whose name/);
      assertRefused({ env: { "A=B": "x" } }, /env has a variable whose name/);
    });

    it("the whole", () => {
      assertRefused([], "launch takes an object of attributes; it got a list");
      assertRefused(null, "launch takes an object of attributes; it got null");
      assertRefused("x", "launch takes an object of attributes; it got a string");
    });
  });

  it("says no values of flags that are wrong", () => {
    for (const buildFlags of [
      "-ldflags -X main.password=hunter2",
      ["-ldflags", "-X", "main.password=hunter2"],
      "'hunter2",
    ]) {
      assert.throws(
        () => checkLaunch({ buildFlags }),
        (error) => error instanceof Failure && !error.format.includes("hunter2"),
      );
    }
  });

  describe("with a command", () => {
    it("is what the command line says", () => {
      const command = "A=1 go -C sub run -race -ldflags='-X main.a=b' ./cmd/app -v 'x y'";
      assert.deepEqual(checkLaunch({ command, env: { A: "0", B: "2" }, cwd: "/w", stopOnEntry: true }), {
        ...defaults,
        program: ["./cmd/app"],
        args: ["-v", "x y"],
        buildFlags: ["-C", "sub", "-race", "-ldflags=-X main.a=b"],
        env: { A: "1", B: "2" },
        cwd: "/w",
        stopOnEntry: true,
      });
    });

    it("looks variables up in the environment", () => {
      assert.deepEqual(checkLaunch({ command: "go run ~/x $A" }, { HOME: "/h", A: "1" }).program, ["/h/x"]);
    });

    it("names the go command, or leaves it to goBinary", () => {
      assert.equal(checkLaunch({ command: "go run ." }).goBinary, undefined);
      assert.equal(checkLaunch({ command: "go run .", goBinary: "/b" }).goBinary, "/b");
      assert.equal(checkLaunch({ command: "go1.26.8 run ." }).goBinary, "go1.26.8");
      assertRefused({ command: "/a/go run .", goBinary: "/b" }, /command and goBinary name different/);
    });

    it("stands alone", () => {
      assertRefused(
        { command: "go run .", program: "./x", args: ["a"] },
        "command cannot stand together with program, args",
      );
      assertRefused({ command: "go run .", buildFlags: "-v" }, "command cannot stand together with buildFlags");
      assert.deepEqual(checkLaunch({ command: "go run .", program: null, args: [], buildFlags: "" }), defaults);
    });

    it("is refused where it is no go run, or names no package", () => {
      assertRefused({ command: "cd x && go run ." }, /command takes one go run command line; it got the shell's &&/);
      assertRefused({ command: "go run -v" }, "command names no package to run");
    });
  });
});
