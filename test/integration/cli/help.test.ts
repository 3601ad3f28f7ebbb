/** Help, version, completion, and what is said to words that mean nothing. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../../shared/contract/version.ts";
import { writeModule } from "../../support/goModule.ts";
import { runCommand, runGorunscope } from "../../support/gorunscope.ts";
import { makeWorld, type World } from "../../support/world.ts";

const commands = [
  ...["dap", "dlv", "lsp", "run", "debug", "demo", "explain", "forecast", "compare"],
  ...["doctor", "completion", "help"],
];

describe("gorunscope's help", () => {
  let world: World;
  before(() => (world = makeWorld()));
  after(() => world.remove());

  it("prints its version", async () => {
    assert.deepEqual(await runGorunscope(world, ["--version"]), {
      stdout: `${version}\n`,
      stderr: "",
      code: 0,
      signal: null,
    });
  });

  it("lists every command, with examples", async () => {
    const { stdout, code } = await runGorunscope(world, ["--help"]);
    assert.equal(code, 0);
    for (const command of commands) assert.match(stdout, new RegExp(`^  ${command} +[A-Z]`, "m"));
    assert.match(stdout, /\nExamples:\n {2}gorunscope /);
    assert.equal((await runGorunscope(world, ["help"])).stdout, stdout);
  });

  for (const command of commands.filter((name) => name !== "help" && name !== "dlv")) {
    it(`shows the help of ${command}, with examples`, async () => {
      const { stdout, stderr, code } = await runGorunscope(world, [command, "--help"]);
      assert.deepEqual({ stderr, code }, { stderr: "", code: 0 });
      assert.match(stdout, new RegExp(`gorunscope ${command}`));
      assert.match(stdout, new RegExp(`\nExamples:\n(?:.*\n)*.*gorunscope ${command}`));
      assert.equal((await runGorunscope(world, ["help", command])).stdout, stdout);
    });
  }

  it("explains the options of run", async () => {
    const { stdout } = await runGorunscope(world, ["run", "-race", "-h"]);
    for (const option of ["--summary", "--json <FILE>", "--exit-code", "--fail-on", "--help"]) {
      assert.ok(stdout.includes(`  ${option}`), `${option} is missing:\n${stdout}`);
    }
  });

  const wrong: [words: string[], says: RegExp][] = [
    [["nonsense"], /unknown command 'nonsense'/],
    [["runn"], /unknown command 'runn'.*Did you mean run\?/],
    [["--nonsense"], /unknown option '--nonsense'/],
    [["doctor", "--nonsense"], /unknown option '--nonsense'/],
    [["completion"], /missing required argument 'shell'/],
    [["completion", "csh"], /'csh' is invalid.*bash, zsh, fish/],
    [["help", "nonsense"], /'nonsense' is invalid/],
    [["debug"], /debug needs a package/],
    [["forecast"], /forecast needs a package/],
    [["compare"], /compare needs a package/],
    [["explain", "--nonsense"], /unknown option '--nonsense'/],
  ];
  for (const [words, says] of wrong) {
    it(`exits with 2 and one line: gorunscope ${words.join(" ")}`, async () => {
      const { stdout, stderr, code } = await runGorunscope(world, words);
      assert.deepEqual({ stdout, code }, { stdout: "", code: 2 });
      assert.match(stderr, says);
      assert.match(stderr, /^gorunscope: [^\n]+\n$/);
    });
  }

  it("shows its help as an error where there are no words", async () => {
    const { stdout, stderr, code } = await runGorunscope(world, []);
    assert.deepEqual({ stdout, code }, { stdout: "", code: 2 });
    assert.match(stderr, /^Usage: gorunscope/);
  });
});

describe("gorunscope completion", () => {
  let world: World;
  before(() => (world = makeWorld()));
  after(() => world.remove());

  for (const shell of ["bash", "zsh", "fish"]) {
    it(`is a script that ${shell} can read`, async function () {
      const { stdout, code } = await runGorunscope(world, ["completion", shell]);
      assert.equal(code, 0);
      for (const command of commands) assert.ok(stdout.includes(command));
      if (spawnSync(shell, ["-c", "true"]).error) return this.skip();
      const file = join(world.path, `completion.${shell}`);
      writeFileSync(file, stdout);
      const { stderr, code: status } = await runCommand(world, [shell, "-n", file]);
      assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
    });
  }

  /** What bash offers for the last of these words. */
  async function complete(...words: string[]): Promise<string[]> {
    const { stdout: script } = await runGorunscope(world, ["completion", "bash"]);
    const program = `${script}
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_gorunscope
printf '%s\\n' "\${COMPREPLY[@]}"
`;
    const { stdout, stderr } = await runCommand(world, ["bash", "-c", program, "bash", "gorunscope", ...words]);
    assert.equal(stderr, "");
    return stdout.split("\n").filter((word) => word !== "");
  }

  it("offers commands, options, values and files in bash", async () => {
    assert.deepEqual((await complete("")).sort(), [...commands].sort());
    assert.deepEqual((await complete("d")).sort(), ["dap", "debug", "demo", "dlv", "doctor"]);
    assert.deepEqual(await complete("run", "--s"), ["--summary"]);
    assert.deepEqual((await complete("doctor", "--")).sort(), ["--fix", "--go-binary", "--help", "--json"]);
    assert.deepEqual(await complete("run", "--exit-code", ""), ["go", "program"]);
    assert.deepEqual(await complete("run", "--exit-code", "=", "p"), ["program"]);
    assert.deepEqual(await complete("run", "--fail-on", ""), []);
    assert.deepEqual(await complete("completion", "z"), ["zsh"]);
    writeModule(world.path, "with space", { "main.go": "package main\n" });
    assert.deepEqual(await complete("run", "-race", "with"), ["with space"]);
    assert.deepEqual(await complete("run", "--json", "with"), ["with space"]);
    for (const command of ["compare", "explain", "forecast"]) {
      assert.deepEqual(await complete(command, "with"), ["with space"], command);
    }
  });
});
