/** `gorunscope run` to a script: what go run does, and nothing else unless it is asked for. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { RunRecord } from "../../../shared/contract/record.ts";
import { mainFile, writeModule } from "../../support/goModule.ts";
import { runCommand, runGorunscope, type CommandOptions, type Ended } from "../../support/gorunscope.ts";
import { assertNothingLeft } from "../../support/leaks.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { writeBroken, writeEcho } from "./programs.ts";

describe("gorunscope run", () => {
  let world: World;
  let echo: string;
  before(() => {
    world = makeWorld();
    echo = writeEcho(world.path);
  });
  afterEach(() => assertNothingLeft(world));
  after(() => world.remove());

  /** Runs the same words with go and with gorunscope, and wants no difference. */
  async function assertSame(words: string[], options: CommandOptions) {
    const theirs = await runCommand(world, ["go", "run", ...words], options);
    const ours = await runGorunscope(world, ["run", ...words], options);
    // Each has a build directory of its own.
    const comparable = (ended: Ended) => ({ ...ended, stderr: ended.stderr.replaceAll(/go-build\d+/g, "go-build") });
    assert.deepEqual(comparable(ours), comparable(theirs));
    return ours;
  }

  it("passes output, complaints and a status on as go run does", async () => {
    const ended = await assertSame([".", "3"], { cwd: echo });
    assert.deepEqual(ended, { stdout: '["3"]\n', stderr: "complaint\nexit status 3\n", code: 1, signal: null });
  });

  it("hands standard input to the program", async () => {
    const ended = await assertSame([".", "0"], { cwd: echo, stdin: "one\ntwo\n" });
    assert.equal(ended.stdout, '["0"]\nread one\nread two\n');
    assert.equal(ended.code, 0);
  });

  it("leaves everything after the package to the program", async () => {
    const words = ["--help", "--json", "--", "-tags", "--summary", "a b", "0"];
    const ended = await assertSame([".", ...words], { cwd: echo });
    assert.equal(ended.stdout, `[${words.map((word) => `"${word}"`).join(" ")}]\n`);
  });

  it("takes go's flags, attached and as words of their own", async () => {
    await assertSame(["-tags", "some", "-ldflags=-X main.x=1", ".", "0"], { cwd: echo });
    await assertSame(["-C", echo, ".", "0"], { cwd: world.path });
  });

  it("shows the compiler's lines as go run does", async () => {
    const ended = await assertSame(["."], { cwd: writeBroken(world.path) });
    assert.match(ended.stderr, /undefined: unknown/);
    assert.equal(ended.code, 1);
  });

  it("shows go's commands with -x and -n as go run does", async () => {
    // What is built already is not built again by either.
    await runCommand(world, ["go", "run", ".", "0"], { cwd: echo });
    assert.match((await assertSame(["-x", ".", "0"], { cwd: echo })).stderr, /^WORK=/);
    assert.match((await assertSame(["-n", ".", "0"], { cwd: echo })).stderr, /\/echo 0\n$/);
  });

  it("leaves it to go to complain about a package or a flag that there is not", async () => {
    assert.match((await assertSame(["./nowhere"], { cwd: echo })).stderr, /nowhere/);
    assert.match((await assertSame(["-nonsense", "."], { cwd: echo })).stderr, /-nonsense/);
  });

  it("takes a file for a file, also where the package has more", async () => {
    const cwd = writeModule(world.path, "two", {
      "main.go": mainFile([], ["other()"]),
      "other.go": "package main\n\nfunc other() { println(1) }\n",
    });
    assert.match((await assertSame(["main.go"], { cwd })).stderr, /undefined: other/);
    assert.equal((await assertSame(["main.go", "other.go"], { cwd })).stderr, "1\n");
  });

  it("keeps the name by which the shell calls the directory", async () => {
    const cwd = join(world.path, "link");
    const program = writeModule(world.path, "where", {
      "main.go": mainFile(["fmt", "os"], ["where, _ := os.Getwd()", "fmt.Println(where)"]),
    });
    symlinkSync(program, cwd);
    assert.equal((await assertSame(["."], { cwd })).stdout, `${cwd}\n`);
  });

  it("keeps the user's GODEBUG, and adds nothing to the program's environment", async () => {
    // In any order: the shell that stands between go and the program keeps none.
    const statements = ["all := os.Environ()", "sort.Strings(all)", 'fmt.Println(strings.Join(all, "\\n"))'];
    const cwd = writeModule(world.path, "environment", {
      "main.go": mainFile(["fmt", "os", "sort", "strings"], statements),
    });
    const ended = await assertSame(["."], { cwd, env: { GODEBUG: "madvdontneed=1" } });
    assert.match(ended.stdout, /^GODEBUG=madvdontneed=1$/m);
  });

  it("prints a summary where it is asked for", async () => {
    const { stdout, stderr, code } = await runGorunscope(world, ["run", "--summary", ".", "0"], { cwd: echo });
    assert.equal(stdout, '["0"]\n');
    assert.match(stderr, /^complaint\ngorunscope: all \d+ from the cache in .+\n +\$WORK \S+ \(removed\)\n$/);
    assert.equal(code, 0);
  });

  describe("--exit-code=program", () => {
    it("exits with the program's own status", async () => {
      const { code, stderr } = await runGorunscope(world, ["run", "--exit-code=program", ".", "3"], { cwd: echo });
      assert.equal(code, 3);
      assert.equal(stderr, "complaint\nexit status 3\n");
    });

    it("exits with 128 and the number of the signal that ended the program", async () => {
      const cwd = writeModule(world.path, "suicide", {
        "main.go": mainFile(["os", "syscall"], ["syscall.Kill(os.Getpid(), syscall.SIGKILL)", "select {}"]),
      });
      const { code, stderr } = await runGorunscope(world, ["run", "--exit-code", "program", "."], { cwd });
      assert.equal(code, 137);
      assert.equal(stderr, "signal: killed\n");
    });

    it("exits with go's status where no program ran", async () => {
      const cwd = writeBroken(world.path);
      assert.equal((await runGorunscope(world, ["run", "--exit-code=program", "."], { cwd })).code, 1);
    });
  });

  describe("--json", () => {
    it("writes the whole record, and no other file", async () => {
      const file = join(echo, "records", "run.json");
      const cwd = writeModule(join(echo, "records"), "recorded", { "main.go": mainFile([], ["println(1)"]) });
      const { code } = await runGorunscope(world, ["run", `--json=${file}`, "."], { cwd });
      assert.equal(code, 0);
      assert.deepEqual(readdirSync(join(echo, "records")).sort(), ["recorded", "run.json"]);
      const record = JSON.parse(readFileSync(file, "utf8")) as RunRecord;
      assert.equal(record.version, 1);
      assert.equal(record.kind, "run");
      assert.equal(record.goExitCode, 0);
      assert.equal(record.cacheKeys.phase, "exited");
      assert.ok(record.cacheKeys.actions.some((action) => action.package === "example.com/recorded"));
    });

    it("changes nothing about a status", async () => {
      const file = join(world.path, "status.json");
      const { code } = await runGorunscope(world, ["run", "--json", file, ".", "3"], { cwd: echo });
      assert.equal(code, 1);
      assert.equal((JSON.parse(readFileSync(file, "utf8")) as RunRecord).exitCode, 3);
    });
  });

  describe("--fail-on", () => {
    it("says which limit was crossed, and exits with 1", async () => {
      const words = ["run", "--fail-on", "misses>100000,actions>=2", ".", "0"];
      const { code, stderr } = await runGorunscope(world, words, { cwd: echo });
      assert.equal(code, 1);
      assert.match(stderr, /^complaint\ngorunscope: limit crossed: actions>=2 \(actions is \d+\): .*cache.*\n$/);
    });

    it("says nothing where all are kept", async () => {
      const words = ["run", "--fail-on", "misses>100000,actions<2", ".", "0"];
      const { code, stderr } = await runGorunscope(world, words, { cwd: echo });
      assert.deepEqual({ code, stderr }, { code: 0, stderr: "complaint\n" });
    });
  });

  describe("wrong usage", () => {
    const cases: [name: string, words: string[], says: RegExp][] = [
      ["no package", [], /run needs a package/],
      ["an unknown figure", ["--fail-on", "mistakes>1", "."], /no figure "mistakes"/],
      ["a condition that is none", ["--fail-on", "misses", "."], /"misses" is no condition/],
      ["an option without its value", ["--json"], /--json needs a value/],
      ["a value that is not known", ["--exit-code=mine", "."], /takes go or program, not "mine"/],
      ["a value too many", ["--summary=yes", "."], /--summary takes no value/],
      ["a record in a directory that there is not", ["--json", "/nowhere/at/all", "."], /\/nowhere\/at is not/],
    ];
    for (const [name, words, says] of cases) {
      it(`exits with 2 and one line, and runs nothing: ${name}`, async () => {
        const { stdout, stderr, code } = await runGorunscope(world, ["run", ...words], { cwd: echo });
        assert.equal(code, 2);
        assert.equal(stdout, "");
        assert.match(stderr, says);
        assert.match(stderr, /^gorunscope: .+\n$/);
      });
    }
  });

  it("says that go is missing, and what to do", async () => {
    const { stderr, code } = await runGorunscope(world, ["run", "."], { cwd: echo, env: { PATH: world.tmp } });
    assert.equal(code, 1);
    assert.match(stderr, /^gorunscope: go was not found on PATH\. Install Go.*\n$/);
  });
});
