/** Launches that cannot work: one error with an id and what to do, and nothing is started or left. */
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { DapError } from "../../../shared/dap/client.ts";
import { mainFile, writeHello, writeModule } from "../../support/goModule.ts";
import { assertNothingLeft } from "../../support/leaks.ts";
import { goVersions, testDlv } from "../../support/tools.ts";
import type { World } from "../../support/world.ts";
import { assertCleanEnd } from "./heard.ts";
import { Stage } from "./scenes.ts";

interface BadLaunch {
  /** Launch attributes; what they name is made here. */
  attributes: (world: World) => Record<string, unknown>;
  id: number;
  /** The short sentence. */
  message: RegExp;
  /** What else is said. */
  format?: RegExp;
}

/** A module in which `go run .` fails. */
function failing(files: Record<string, string>, env: Record<string, string> = {}): BadLaunch["attributes"] {
  return (world) => ({ program: writeModule(world.path, "failing", files), env });
}

/** An executable, or what is none. */
function script(world: World, text: string, mode: number): string {
  const path = join(world.path, "script");
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, mode);
  return path;
}

const far = {
  "go.mod": "module example.com/failing\n\ngo 1.23\n\nrequire example.net/away v1.0.0\n",
  "main.go": mainFile(["example.net/away"], ["away.Go()"]),
};
const farEnv = { GOFLAGS: "-mod=mod", GONOSUMDB: "*", GONOSUMCHECK: "1" };

const launches: Record<string, BadLaunch> = {
  "go that is not on PATH": {
    attributes: (world) => ({ program: writeHello(world.path), env: { PATH: world.tmp } }),
    id: 7006,
    message: /^go was not found on PATH$/,
    format: /Install Go/,
  },
  "go that is not executable": {
    attributes: (world) => ({ program: writeHello(world.path), goBinary: script(world, "exit 0", 0o644) }),
    id: 7006,
    message: /script is not an executable file$/,
    format: /goBinary/,
  },
  "go that fails": {
    attributes: (world) => ({
      program: writeHello(world.path),
      goBinary: script(world, "echo broken >&2; exit 3", 0o755),
    }),
    id: 7006,
    message: /broken/,
    format: /doctor/,
  },
  "go that says what no go says": {
    attributes: (world) => ({ program: writeHello(world.path), goBinary: script(world, "echo hello", 0o755) }),
    id: 7006,
    message: /^go env -json answered with something that is no JSON object$/,
    format: /goBinary/,
  },
  "dlv that is not executable": {
    attributes: (world) => ({ program: writeHello(world.path), dlvPath: script(world, "exit 0", 0o644) }),
    id: 7006,
    message: /script, is not an executable file$/,
    format: /dlvPath/,
  },
  "dlv that fails": {
    attributes: (world) => ({ program: writeHello(world.path), dlvPath: script(world, "exit 1", 0o755) }),
    id: 7006,
    message: /script is not dlv/,
  },
  "a package that does not exist": {
    attributes: failing({ "main.go": mainFile(["example.com/failing/missing"], ["missing.Go()"]) }),
    id: 7005,
    message: /main\.go:3:8: .*example\.com\/failing\/missing/,
  },
  "a directory that does not exist": {
    attributes: (world) => ({ program: join(world.path, "nowhere") }),
    id: 7004,
    message: /nowhere/,
  },
  "a directory without Go files": {
    attributes: (world) => {
      mkdirSync(join(world.path, "empty"));
      return { program: join(world.path, "empty") };
    },
    id: 7005,
    message: /no Go files|go\.mod file not found/,
  },
  "a package that is not main": {
    attributes: failing({ "lib.go": "package lib\n" }),
    id: 7005,
    message: /not a main package/,
  },
  "a test file": {
    attributes: (world) => ({ program: join(failingTest(world), "x_test.go") }),
    id: 7005,
    message: /_test\.go/,
  },
  "a syntax error": {
    attributes: failing({ "main.go": "package main\n\nfunc main() {\n" }),
    id: 7005,
    message: /main\.go:4:1: syntax error: unexpected EOF/,
  },
  "an import cycle": {
    attributes: failing({
      "main.go": mainFile(["example.com/failing/a"], ["a.Go()"]),
      "a/a.go": 'package a\n\nimport "example.com/failing/b"\n\nfunc Go() { b.Go() }\n',
      "b/b.go": 'package b\n\nimport "example.com/failing/a"\n\nfunc Go() { a.Go() }\n',
    }),
    id: 7005,
    message: /package example\.com\/failing imports .*import cycle not allowed/,
  },
  "a go.mod that says nothing": {
    attributes: failing({ "go.mod": "modul x\n", "main.go": mainFile([], []) }),
    id: 7005,
    message: /go\.mod:1: unknown directive: modul$/,
  },
  "a module that must not be fetched": {
    attributes: failing(far, { ...farEnv, GOPROXY: "off" }),
    id: 7005,
    message: /main\.go:3:8: module lookup disabled by GOPROXY=off/,
    format: /^(?!.*compiler says)/s,
  },
  "a module that the proxy does not have": {
    attributes: (world) => failing(far, { ...farEnv, GOPROXY: `file://${world.tmp}` })(world),
    id: 7005,
    message: /example\.net\/away.*no such file or directory/,
  },
  "a temporary directory that does not exist": {
    attributes: (world) => ({ program: writeHello(world.path), env: { TMPDIR: join(world.path, "nowhere") } }),
    id: 7005,
    message: /creating work dir: .*nowhere/,
  },
  "a working directory that does not exist": {
    attributes: (world) => ({ cwd: join(world.path, "nowhere") }),
    id: 7004,
    message: /nowhere/,
  },
  "a working directory that is a file": {
    attributes: (world) => ({ cwd: join(writeHello(world.path), "main.go") }),
    id: 7004,
    message: /main\.go/,
  },
  "an envFile that does not exist": {
    attributes: () => ({ envFile: "nowhere.env" }),
    id: 7004,
    message: /nowhere\.env could not be read/,
  },
  "a command that is no go run": { attributes: () => ({ command: "go build ." }), id: 7004, message: /go run/ },
  "a command of something else": { attributes: () => ({ command: "make run" }), id: 7004, message: /make|go run/ },
  "a command with an open quote": { attributes: () => ({ command: "go run . 'x" }), id: 7004, message: /quote/ },
  "a command without a package": { attributes: () => ({ command: "go run" }), id: 7004, message: /no package/ },
  "a command beside a program": {
    attributes: () => ({ command: "go run .", program: "." }),
    id: 7004,
    message: /program/,
  },
  "a program of the wrong type": {
    attributes: () => ({ program: 7 }),
    id: 7004,
    message: /^program takes .*; it got a number/,
  },
  "arguments of the wrong type": { attributes: () => ({ args: "a b" }), id: 7004, message: /args/ },
  "an environment of the wrong type": { attributes: () => ({ env: ["A=b"] }), id: 7004, message: /env/ },
  "noDebug of the wrong type": {
    attributes: () => ({ noDebug: "yes" }),
    id: 7004,
    message: /^noDebug takes .*; it got a string/,
  },
  "a console that there is not": { attributes: () => ({ console: "tty" }), id: 7004, message: /console.*tty/ },
};

function failingTest(world: World): string {
  return writeModule(world.path, "failing", { "x_test.go": "package main\n\nfunc main() {}\n" });
}

describe("a launch that cannot work", () => {
  const stage = new Stage();
  before(() => testDlv());
  afterEach(() => stage.clear());
  after(() => stage.close());

  /** Launches, and gives the error that the client gets, after all has been cleared up. */
  async function failure(
    attributes: BadLaunch["attributes"],
  ): Promise<{ error: DapError; outputs: DebugProtocol.OutputEvent[] }> {
    const { world, client, adapter } = await stage.adapter();
    const error = await client.request("launch", { mode: "run", ...attributes(world) }).then(
      () => assert.fail("the launch goes well"),
      (error: unknown) => error as DapError,
    );
    assert.ok(error instanceof DapError && error.body !== undefined, String(error));
    await client.waitFor("terminated");
    await client.request("disconnect");
    await adapter.exited;
    assertCleanEnd(client);
    await assertNothingLeft(world);
    const outputs = client.events.filter(({ event }) => event === "output") as DebugProtocol.OutputEvent[];
    return { error, outputs };
  }

  for (const [name, { attributes, id, message, format }] of Object.entries(launches)) {
    it(`${name}: ${id}`, async () => {
      const { error } = await failure(attributes);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /\n/, "one line");
      assert.equal(error.body?.error?.id, id, error.message);
      assert.equal(error.body?.error?.showUser, true);
      assert.ok(error.body?.error?.format.startsWith(error.message));
      if (format) assert.match(error.body?.error?.format ?? "", format);
    });
  }

  it("dlv that is too old for this Go: 7006", async function () {
    const old = await testDlv(goVersions.oldest);
    if (old === (await testDlv())) return this.skip();
    const { error } = await failure((world) => ({ program: writeHello(world.path), dlvPath: old }));
    assert.equal(error.body?.error?.id, 7006);
    assert.match(error.message, /does not take programs of go/);
    assert.match(error.body?.error?.format ?? "", /doctor --fix/);
  });

  it("dlv that ends as soon as it is started: 7007", async () => {
    const real = await testDlv();
    const { error } = await failure((world) => ({
      program: writeHello(world.path),
      dlvPath: script(world, `[ "$1" = version ] && exec ${real} "$@"\nexit 1`, 0o755),
    }));
    assert.equal(error.body?.error?.id, 7007);
    assert.match(error.message, /^dlv ended before it had launched the program$/);
  });

  it("what does not compile: each error is one output event with its place", async () => {
    const files = {
      "main.go": mainFile(["example.com/failing/lib"], ["lib.Go()", "var unused int", 'lib.Count("x")']),
      "other.go": "package main\n\nfunc other() string { return 1 }\n",
      "lib/lib.go": "package lib\n\nfunc Go() {}\n\nfunc Count(n int) {}\n",
    };
    const { error, outputs } = await failure(failing(files));
    assert.equal(error.body?.error?.id, 7005);
    assert.match(error.message, /go run failed to build: .*\(and 2 more\)/);
    const placed = outputs.map(({ body }) => body).filter(({ source }) => source !== undefined);
    assert.deepEqual(
      placed.map(({ source, line, output }) => [source?.name, line, output.trim().split(": ")[1]]),
      [
        ["main.go", 7, "declared and not used"],
        ["main.go", 8, 'cannot use "x" (untyped string constant) as int value in argument to lib.Count'],
        ["other.go", 3, "cannot use 1 (untyped int constant) as string value in return statement"],
      ],
    );
    assert.ok(placed.every(({ source }) => source?.path?.startsWith("/")));
  });
});
