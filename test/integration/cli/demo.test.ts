/** The tour that `npm start` takes. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { mainFile, writeModule } from "../../support/goModule.ts";
import { runCommand, runGorunscope } from "../../support/gorunscope.ts";
import { assertNothingLeft, killAll } from "../../support/leaks.ts";
import { root, testDlv } from "../../support/tools.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { writeBroken } from "./programs.ts";

describe("gorunscope demo", () => {
  let world: World;
  before(async function () {
    this.timeout(300_000);
    await testDlv();
    world = makeWorld();
  });
  afterEach(() => assertNothingLeft(world).finally(() => killAll(world)));
  after(() => world.remove());

  it("debugs the example, sends it a request, ends it and says what comes next", async () => {
    // A workspace of the reader's has no example in it.
    const env = { GOWORK: join(world.path, "go.work"), GOFLAGS: "-mod=mod" };
    const { stdout, stderr, code } = await runGorunscope(world, ["demo"], { env });
    assert.match(stdout, /^\ngo run \.\/cmd\/guestbook, under a debugger\nin \S+\/examples\/web\n/);
    const steps = [
      /\nstopped in main\.main at \S+\/examples\/web\/cmd\/guestbook\/main\.go:\d+/,
      /\nBuild directory\n\$WORK/,
      /\nCache keys\n/,
      /\nProcess tree\n/,
      /\nThe program runs on\nlistening on http:\/\/127\.0\.0\.1:\d+\n/,
      /\nOne request: GET http:\/\/127\.0\.0\.1:\d+\/messages\n200 OK\n\[\{.*"Welcome to the guestbook!".*\}\]\n/,
      /\nEnding it, as Ctrl-C does\n/,
      /\nNext\n {2}gorunscope demo \.\/path\/to\/package /,
    ];
    const places = steps.map((step) => stdout.search(step));
    assert.ok(!places.includes(-1), `step ${places.indexOf(-1)} is missing:\n${stdout}`);
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    assert.match(stderr, /shutting down\nexit status 0\n$/);
    assert.equal(code, 0);
  });

  it("debugs a program of the reader's, wherever it lies, to its end", async () => {
    const directory = writeModule(world.path, "own", {
      "cmd/tool/main.go": mainFile(["fmt", "os"], ["fmt.Println(os.Args[1:])", "os.Exit(4)"]),
    });
    const { stdout, stderr, code } = await runGorunscope(world, ["demo", "./own/cmd/tool", "-x", "1"]);
    assert.match(stdout, new RegExp(`\\nstopped in main\\.main at ${directory}/cmd/tool/main\\.go:`));
    assert.match(stdout, /\nThe program runs on\n\[-x 1\]\n/);
    assert.doesNotMatch(stdout, /One request/);
    assert.match(stdout, /\nNext\n {2}gorunscope demo /);
    assert.match(stderr, /exit status 4\n$/);
    assert.equal(code, 1);
  });

  it("is what npm start forwards to, in the directory that npm was called in", async () => {
    writeModule(world.path, "here", { "main.go": mainFile([], ["println(1)"]) });
    const env = { INIT_CWD: world.path, npm_lifecycle_event: "start" };
    const command = [process.execPath, join(root, "scripts/start.mjs"), "./here"];
    const { stdout, code } = await runCommand(world, command, { cwd: root, env });
    assert.match(stdout, new RegExp(`stopped in main\\.main at ${world.path}/here/main\\.go:`));
    assert.match(stdout, /\nNext\n {2}npm start -- \.\/path\/to\/package /);
    assert.equal(code, 0);
  });

  it("shows why a program does not build, and what to try then", async () => {
    writeBroken(world.path);
    const { stdout, stderr, code } = await runGorunscope(world, ["demo", "./broken"]);
    assert.match(stderr, /undefined: unknown/);
    assert.match(stdout, /\nNext\n {2}gorunscope doctor /);
    assert.equal(code, 1);
  });

  it("says that go is missing, and what to do", async () => {
    const { stderr, code } = await runGorunscope(world, ["demo"], { env: { PATH: world.tmp } });
    assert.match(stderr, /^gorunscope: go: .*Install Go from \S+.*\n$/);
    assert.equal(code, 1);
  });
});
