import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { programConfigEnv, writeDlvConfig } from "../../../shared/delve/config.ts";

describe("a dlv configuration without C debug information", function () {
  before(function () {
    if (process.platform !== "linux") this.skip();
  });

  let root: string;
  let home: string;
  let directory: string;
  const userConfig = (): string => join(home, ".config");
  const ours = (...names: string[]): string => join(directory, "config", ...names);

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "gorunscope-test-"));
    home = join(root, "home");
    directory = join(root, "run");
    await mkdir(home);
    await mkdir(directory);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function userDlvConfig(text: string): Promise<void> {
    await mkdir(join(userConfig(), "dlv"), { recursive: true });
    await writeFile(join(userConfig(), "dlv", "config.yml"), text);
  }

  it("keeps all that the user has set, comments and what dlv does not know yet", async () => {
    const text = [
      "# mine",
      "aliases:",
      '  print: ["pp"] # short',
      'source-list-line-color: "\\x1b[34m"',
      "substitute-path:",
      "  - {from: /a, to: /b}",
      "not-known-yet: 0x10",
      `prompt: ${"x".repeat(200)} and more`,
      'debug-info-directories: ["/usr/lib/debug/.build-id"]',
      "",
    ].join("\n");
    await userDlvConfig(text);
    assert.deepEqual(await writeDlvConfig({ directory, env: {}, home }), { XDG_CONFIG_HOME: ours() });
    const written = await readFile(ours("dlv", "config.yml"), "utf8");
    const nowhere = ours("no-debug-info");
    assert.deepEqual(parse(written), { ...(parse(text) as object), "debug-info-directories": [nowhere] });
    for (const kept of ["# mine", "# short", "not-known-yet: 0x10"]) assert(written.includes(kept), kept);
    assert.equal(existsSync(nowhere), false);
  });

  it("is there where the user has none, or an empty one", async () => {
    await writeDlvConfig({ directory, env: {}, home });
    const expected = { "debug-info-directories": [ours("no-debug-info")] };
    assert.deepEqual(parse(await readFile(ours("dlv", "config.yml"), "utf8")), expected);
    await rm(ours(), { recursive: true });
    await userDlvConfig("# nothing set\n");
    await writeDlvConfig({ directory, env: {}, home });
    assert.deepEqual(parse(await readFile(ours("dlv", "config.yml"), "utf8")), expected);
  });

  it("leaves the rest of the user's configuration in reach", async () => {
    await userDlvConfig("tab: '. '\n");
    await writeFile(join(userConfig(), "dlv", ".dbg_history"), "");
    await mkdir(join(userConfig(), "go"));
    await writeDlvConfig({ directory, env: {}, home });
    assert.equal(await readlink(ours("go")), join(userConfig(), "go"));
    assert.equal(await readlink(ours("dlv", ".dbg_history")), join(userConfig(), "dlv", ".dbg_history"));
    assert.equal(existsSync(join(userConfig(), "go", "telemetry")), false);
    await rm(directory, { recursive: true });
    assert(existsSync(join(userConfig(), "go")));
  });

  it("lets dlv count nothing into a directory that is removed", async () => {
    await writeDlvConfig({ directory, env: {}, home });
    assert.equal(await readFile(ours("go", "telemetry", "mode"), "utf8"), "off");
  });

  it("goes by XDG_CONFIG_HOME, which the program gets back", async () => {
    const env = { XDG_CONFIG_HOME: join(root, "xdg") };
    await mkdir(join(root, "xdg", "dlv"), { recursive: true });
    await writeFile(join(root, "xdg", "dlv", "config.yml"), "tab: '. '\n");
    await writeDlvConfig({ directory, env, home });
    assert.equal((parse(await readFile(ours("dlv", "config.yml"), "utf8")) as { tab: string }).tab, ". ");
    assert.deepEqual(programConfigEnv(env), env);
    assert.deepEqual(programConfigEnv({}), { XDG_CONFIG_HOME: null });
  });

  describe("is left to dlv", () => {
    const damaged: [string, string][] = [
      ["is no YAML", "aliases: [\n"],
      ["has a key twice", "tab: a\ntab: b\n"],
      ["is a list", "- a\n"],
      ["is text", "hello\n"],
    ];
    for (const [what, text] of damaged) {
      it(`where the user's ${what}`, async () => {
        await userDlvConfig(text);
        assert.deepEqual(await writeDlvConfig({ directory, env: {}, home }), {});
        assert.equal(existsSync(ours()), false);
      });
    }

    it("where dlv would move an old one into a directory that is removed later", async () => {
      await mkdir(join(home, ".dlv"));
      await writeFile(join(home, ".dlv", "config.yml"), "tab: '. '\n");
      assert.deepEqual(await writeDlvConfig({ directory, env: {}, home }), {});
    });

    it("where the user's cannot be read", async function () {
      if (process.getuid?.() === 0) this.skip();
      await userDlvConfig("tab: a\n");
      await chmod(join(userConfig(), "dlv", "config.yml"), 0);
      assert.deepEqual(await writeDlvConfig({ directory, env: {}, home }), {});
    });
  });
});
