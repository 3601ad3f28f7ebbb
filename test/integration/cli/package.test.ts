/** The package as a user installs it: from the tarball, into an empty prefix, without a network. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../../shared/contract/version.ts";
import { writeHello } from "../../support/goModule.ts";
import { runCommand } from "../../support/gorunscope.ts";
import { assertNothingLeft, killAll } from "../../support/leaks.ts";
import { root, testDlv } from "../../support/tools.ts";
import { makeWorld, type World } from "../../support/world.ts";

describe("the installed package", () => {
  let world: World;
  let bin: string;
  /** npm without a network, a cache or settings of the user's. */
  let npm: { env: NodeJS.ProcessEnv };
  before(async function () {
    this.timeout(300_000);
    await testDlv();
    world = makeWorld();
    const prefix = join(world.path, "prefix");
    const packed = join(world.path, "packed");
    mkdirSync(prefix);
    mkdirSync(packed);
    npm = {
      env: {
        npm_config_cache: join(world.path, "cache"),
        npm_config_offline: "true",
        npm_config_update_notifier: "false",
      },
    };
    // dist/ is built: its build would take it away from the tests that run beside this one.
    const pack = ["npm", "pack", "--ignore-scripts", "--pack-destination", packed];
    assert.equal((await runCommand(world, pack, { ...npm, cwd: root })).code, 0);
    const [tarball = "none"] = readdirSync(packed);
    const install = ["npm", "install", "--global", "--prefix", prefix, join(packed, tarball)];
    const { code, stderr } = await runCommand(world, install, npm);
    assert.equal(code, 0, stderr);
    bin = join(prefix, "bin");
  });
  afterEach(() => assertNothingLeft(world).finally(() => killAll(world)));
  after(() => world.remove());

  it("needs no other package", () => {
    assert.deepEqual(readdirSync(join(bin, "../lib/node_modules")), ["gorunscope"]);
    assert.ok(!readdirSync(join(bin, "../lib/node_modules/gorunscope")).includes("node_modules"));
  });

  it("says its version", async () => {
    const { stdout, code } = await runCommand(world, [join(bin, "gorunscope"), "--version"]);
    assert.deepEqual({ stdout, code }, { stdout: `${version}\n`, code: 0 });
  });

  it("runs a program", async () => {
    const { stdout, stderr, code } = await runCommand(world, [join(bin, "gorunscope"), "run", "."], {
      cwd: writeHello(world.path),
    });
    assert.deepEqual({ stdout, stderr, code }, { stdout: "hello\n", stderr: "", code: 0 });
  });

  it("stands in for dlv", async () => {
    const { stdout, code } = await runCommand(world, [join(bin, "gorunscope-dlv"), "version"]);
    assert.match(stdout, /^Delve Debugger\nVersion: /);
    assert.equal(code, 0);
  });

  it("takes the tour with the example that it brings", async () => {
    const { stdout, code } = await runCommand(world, [join(bin, "gorunscope"), "demo"]);
    assert.match(
      stdout,
      new RegExp(`stopped in main\\.main at ${join(bin, "..")}/lib/node_modules/gorunscope/examples/`),
    );
    assert.match(stdout, /\n200 OK\n/);
    assert.equal(code, 0);
  });
});
