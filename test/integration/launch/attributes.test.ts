/** The attributes of a launch that say how the program is started and debugged: each has an effect that is seen. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { CacheKeysResponse } from "../../../shared/contract/answers.ts";
import { writeHello } from "../../support/goModule.ts";
import { launch, launchUntilStopped, startAdapter } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { failingLaunch, told, wholeRun, writeTeller } from "../../support/wholeRun.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
let teller: string;
let hello: string;

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld({ INHERITED: "from the adapter", TO_UNSET: "still here" });
  teller = writeTeller(world.path, "teller");
  hello = writeHello(world.path);
});
after(() => world.remove());

for (const noDebug of [false, true]) {
  describe(`a program ${noDebug ? "without" : "under"} the debugger`, () => {
    it("has args, numbers and booleans as their text, and env over envFile over the adapter's environment", async () => {
      writeFileSync(join(teller, "one.env"), "# one\nFROM_FILE=file\nIN_BOTH='from the file'\nQUOTED=\"a b\"\n");
      writeFileSync(join(teller, "two.env"), "export QUOTED=${FROM_FILE}2\nTO_UNSET=from the file\n");
      const run = await wholeRun(world, {
        cwd: teller,
        noDebug,
        args: ["", "a b", "-v", 7, true, "$HOME", "ü"],
        env: { IN_BOTH: "from env", NUMBER: 8080, FLAG: true, TO_UNSET: null, EMPTY: "" },
        envFile: ["one.env", "two.env"],
      });
      const { args, env, cwd } = told(run);
      assert.deepEqual(args, ["", "a b", "-v", "7", "true", "$HOME", "ü"]);
      const { INHERITED, FROM_FILE, IN_BOTH, QUOTED, NUMBER, FLAG, EMPTY } = env;
      assert.deepEqual(
        [INHERITED, FROM_FILE, IN_BOTH, QUOTED, NUMBER, FLAG, EMPTY],
        ["from the adapter", "file", "from env", "file2", "8080", "true", ""],
      );
      assert.equal("TO_UNSET" in env, false);
      assert.equal(cwd, teller);
    });

    it("sees nothing of ours in its environment", async () => {
      const { env } = told(await wholeRun(world, { cwd: teller, noDebug }));
      // go run sets nothing itself but PWD; what remains is what the adapter has.
      const theirs = { ...world.env, PWD: env.PWD };
      assert.deepEqual(Object.keys(env).sort(), Object.keys(theirs).sort());
      assert.deepEqual(env, theirs);
    });

    it("leaves the build directory behind with keepWork, and only then", async () => {
      const attributes = { cwd: hello, noDebug };
      const { buildDir } = await wholeRun(world, { ...attributes, keepWork: true });
      assert.ok(buildDir.work && existsSync(join(buildDir.work.path, "b001")));
      assert.equal(buildDir.work.kept, true);
      assert.equal(buildDir.work.exists, true);
      assert.deepEqual(readdirSync(world.tmp), [buildDir.work.path.slice(world.tmp.length + 1)]);
      const other = await wholeRun(world, attributes);
      assert.equal(other.buildDir.work?.exists, false);
      assert.equal(other.buildDir.work.kept, false);
      assert.equal(existsSync(other.buildDir.work.path), false);
    });

    it("has no keys with record false, and the same answers else", async () => {
      const run = await wholeRun(world, { cwd: hello, noDebug, record: false });
      assert.equal(run.output("stdout"), "hello\n");
      const { actions, summary } = run.cacheKeys;
      assert.ok(actions.length > 10);
      assert.ok(actions.every(({ actionID, inputs }) => actionID === undefined && inputs === undefined));
      assert.equal(summary.hits + summary.misses, summary.actions);
      assert.equal(run.buildDir.objects.length, actions.length);
      assert.equal(run.exitCode, 0);
    });
  });
}

describe("noDebug", () => {
  it("runs without dlv, with the keys of a plain go run", async () => {
    const { client } = await startAdapter(world);
    try {
      await client.request("launch", { mode: "run", cwd: hello, noDebug: true });
      await client.waitFor("terminated");
      const { root } = await client.request<{ root: { children: { role: string }[] } }>("procTree");
      const roles = root.children.map(({ role }) => role);
      assert.ok(roles.includes("program") && !roles.includes("debugger"), roles.join(" "));
      const { actions } = await client.request<CacheKeysResponse>("cacheKeys", { package: "example.com/hello" });
      const link = actions.find(({ action }) => action === "link");
      assert.match(link?.inputs?.find(({ value }) => value.includes("-s"))?.value ?? "", /-w/);
      assert.equal(client.events.some(({ event }) => event === "initialized"), false);
    } finally {
      await client.close();
    }
  });
});

describe("dlv's own attributes", () => {
  it("stopOnEntry stops before main", async () => {
    const { client } = await startAdapter(world);
    try {
      const stop = await launchUntilStopped(client, { cwd: hello, stopOnEntry: true }, {});
      assert.equal(stop.reason, "entry");
      await client.request("disconnect");
    } finally {
      await client.close();
    }
  });

  it("substitutePath makes the client's paths and dlv's meet", async () => {
    const { client } = await startAdapter(world);
    try {
      const attributes = { cwd: hello, substitutePath: [{ from: "/elsewhere/hello", to: hello }] };
      const file = "/elsewhere/hello/main.go";
      const [set] = await launch(client, attributes, { breakpoints: { [file]: [6] } });
      assert.deepEqual(set?.map(({ verified }) => verified), [true]);
      const { threadId } = (await client.waitFor<DebugProtocol.StoppedEvent>("stopped")).body;
      const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse["body"]>("stackTrace", { threadId });
      assert.equal(stackFrames[0]?.source?.path, file);
      await client.request("disconnect");
    } finally {
      await client.close();
    }
  });

  it("unknown ones are passed on: showGlobalVariables adds dlv's scope of globals", async () => {
    const { client } = await startAdapter(world);
    try {
      const { threadId } = await launchUntilStopped(client, { cwd: teller, showGlobalVariables: true, __mine: 1 });
      const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse["body"]>("stackTrace", { threadId });
      const { scopes } = await client.request<DebugProtocol.ScopesResponse["body"]>("scopes", {
        frameId: stackFrames[0]!.id,
      });
      const names = scopes.map(({ name }) => name);
      assert.ok(names.some((name) => name.startsWith("Globals")), names.join(", "));
      assert.equal(names.at(-1), "go run");
      await client.request("disconnect");
    } finally {
      await client.close();
    }
  });

  it("cDebugInfo decides about debug-info-directories in dlv's configuration, whose other settings are kept", async () => {
    const config = join(world.path, "config");
    mkdirSync(join(config, "dlv"), { recursive: true });
    writeFileSync(
      join(config, "dlv", "config.yml"),
      'max-string-len: 77\ndebug-info-directories: ["/somewhere/debug"]\n',
    );
    const asked: Record<string, string> = {};
    for (const cDebugInfo of [false, true]) {
      const { client } = await startAdapter({ ...world, env: { ...world.env, XDG_CONFIG_HOME: config } });
      try {
        const { threadId } = await launchUntilStopped(client, { cwd: teller, cDebugInfo });
        const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse["body"]>("stackTrace", { threadId });
        const answer = await client.request<DebugProtocol.EvaluateResponse["body"]>("evaluate", {
          expression: "dlv config -list",
          context: "repl",
          frameId: stackFrames[0]!.id,
        });
        asked[String(cDebugInfo)] = answer.result;
        await client.request("continue", { threadId });
        await client.waitFor("terminated");
        const output = client.events
          .filter(({ event }) => event === "output")
          .map(({ body }) => (body as DebugProtocol.OutputEvent["body"]).output);
        assert.ok(output.join("").includes(`"XDG_CONFIG_HOME":"${config}"`), "the program has its own");
      } finally {
        await client.close();
      }
    }
    console.log(asked);
  });
});

describe("a wrong type", () => {
  it("names the attribute, what it got and what it takes, and nothing is started", async () => {
    const { id, format, message, client } = await failingLaunch(world, { cwd: hello, args: "one two" });
    assert.equal(id, 7004);
    assert.equal(message, "args takes a list of strings; it got a string");
    assert.ok(format.startsWith(message));
    assert.equal(client.events.some(({ event }) => event === "gorunscope.phase"), false);
    assert.deepEqual(readdirSync(world.runtime), []);
  });

  it("is not what clients send for a missing attribute: null, and false where it is no boolean", async () => {
    const missing = { args: null, env: false, buildFlags: null, program: false, debugPackages: null, console: false };
    const more = { noDebug: null, dlvPath: false, goBinary: null, command: null, envFile: false, stopOnEntry: null };
    const run = await wholeRun(world, { ...missing, ...more }, { cwd: hello });
    assert.equal(run.output("stdout"), "hello\n");
  });
});
