/** The attributes of a launch that say how the program is started and debugged: each has an effect that is seen. */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { BuildDirResponse, CacheKeysResponse, ProcTreeResponse } from "../../../shared/contract/answers.ts";
import { DapClient } from "../../../shared/dap/client.ts";
import { writeHello } from "../../support/goModule.ts";
import { gorunscope, launch, launchUntilStopped, outputOf, startAdapter } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { differences, failingLaunch, told, toldPlainly, wholeRun, writeTeller } from "../../support/wholeRun.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

let world: World;
let teller: string;
let hello: string;

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld({ INHERITED: "from the adapter", TO_UNSET: "still here" });
  warmCache(world);
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

    it("has the environment of a plain go run", async () => {
      const plain = toldPlainly(world, teller, ".");
      const ours = told(await wholeRun(world, { cwd: teller, noDebug }));
      assert.deepEqual(differences(ours, plain), []);
      assert.equal(ours.cwd, plain.cwd);
    });

    it("leaves the build directory behind with keepWork, and only then", async () => {
      const attributes = { cwd: hello, noDebug };
      const { buildDir } = await wholeRun(world, { ...attributes, keepWork: true });
      assert.ok(buildDir.work && existsSync(join(buildDir.work.path, "b001")));
      assert.equal(buildDir.work.kept, true);
      assert.equal(buildDir.work.exists, true);
      assert.deepEqual(readdirSync(world.tmp), [basename(buildDir.work.path)]);
      rmSync(buildDir.work.path, { recursive: true });
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
  it("runs without dlv, and takes everything from the cache that a plain go run has filled", async () => {
    const fresh = writeHello(world.path, "fresh");
    execFileSync("go", ["run", "."], { cwd: fresh, env: world.env });
    const { client } = await startAdapter(world);
    try {
      await client.request("launch", { mode: "run", cwd: fresh, noDebug: true });
      await client.waitFor("terminated");
      const { root } = await client.request<ProcTreeResponse>("procTree");
      const roles = root.children.map(({ role }) => role);
      assert.ok(roles.includes("program") && !roles.includes("debugger"), roles.join(" "));
      const { summary } = await client.request<CacheKeysResponse>("cacheKeys");
      assert.equal(summary.misses, 0, summary.sentence);
      const { executable } = await client.request<BuildDirResponse>("buildDir");
      assert.deepEqual([executable?.origin, executable?.hasDwarf], ["cache", false]);
      assert.equal(
        client.events.some(({ event }) => event === "initialized"),
        false,
      );
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
      const { phase } = await client.request<BuildDirResponse>("buildDir");
      assert.equal(phase, "stopped");
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
      assert.deepEqual(
        set?.map(({ verified }) => verified),
        [true],
      );
      const { threadId } = (await client.waitFor<DebugProtocol.StoppedEvent>("stopped")).body;
      const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse["body"]>("stackTrace", {
        threadId,
      });
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
      const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse["body"]>("stackTrace", {
        threadId,
      });
      const { scopes } = await client.request<DebugProtocol.ScopesResponse["body"]>("scopes", {
        frameId: stackFrames[0]!.id,
      });
      const names = scopes.map(({ name }) => name);
      assert.ok(
        names.some((name) => name.startsWith("Globals")),
        names.join(", "),
      );
      assert.equal(names.at(-1), "go run");
      await client.request("disconnect");
    } finally {
      await client.close();
    }
  });

  it("cDebugInfo leaves dlv's configuration alone; without it only debug-info-directories is another", async () => {
    const config = join(world.path, "config");
    mkdirSync(join(config, "dlv"), { recursive: true });
    const own = 'max-string-len: 77\ndebug-info-directories: ["/somewhere/debug"]\n';
    writeFileSync(join(config, "dlv", "config.yml"), own);
    const read = async (cDebugInfo: boolean) => {
      const { client } = await startAdapter({ ...world, env: { ...world.env, XDG_CONFIG_HOME: config } });
      try {
        const { threadId } = await launchUntilStopped(client, { cwd: teller, cDebugInfo });
        const { root } = await client.request<ProcTreeResponse>("procTree");
        const dlv = root.children.find(({ role }) => role === "debugger");
        const variables = readFileSync(`/proc/${dlv!.pid}/environ`, "utf8").split("\0");
        const home = variables.find((variable) => variable.startsWith("XDG_CONFIG_HOME="))?.replace(/^[^=]*=/, "");
        const text = readFileSync(join(home!, "dlv", "config.yml"), "utf8");
        await client.request("continue", { threadId });
        await client.waitFor("terminated");
        assert.ok(outputOf(client, "stdout").includes(`"XDG_CONFIG_HOME":"${config}"`), "the program has its own");
        return text;
      } finally {
        await client.close();
      }
    };
    assert.equal(await read(true), own);
    const ours = await read(false);
    assert.match(ours, /^max-string-len: 77$/m);
    assert.match(ours, /^debug-info-directories:/m);
    assert.equal(ours.includes("/somewhere/debug"), false);
  });
});

describe("outputMode", () => {
  /** An adapter that listens, and what it has written to its own standard output. */
  async function listening(): Promise<{ client: DapClient; stdout: () => string; end: () => Promise<void> }> {
    const command = [gorunscope, "dap", "--listen=127.0.0.1:0"];
    const adapter = spawn(process.execPath, command, {
      cwd: hello,
      env: world.env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let stdout = "";
    const port = await new Promise<number>((resolve) =>
      adapter.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
        const found = /listening at: 127\.0\.0\.1:(\d+)\n/.exec(stdout)?.[1];
        if (found !== undefined) resolve(Number(found));
      }),
    );
    const client = await DapClient.connect("127.0.0.1", port, { timeoutMs: 30_000 });
    const exited = new Promise((resolve) => adapter.once("exit", resolve));
    const end = async () => {
      await client.close();
      adapter.kill("SIGTERM");
      await exited;
    };
    return { client, stdout: () => stdout, end };
  }

  for (const outputMode of ["local", "remote"]) {
    it(`${outputMode}: the program's output ${outputMode === "local" ? "is the adapter's own" : "comes as events"} where that listens`, async () => {
      const { client, stdout, end } = await listening();
      try {
        await client.request("initialize", { adapterID: "go", pathFormat: "path" });
        await launch(client, { cwd: hello, outputMode });
        await client.waitFor("terminated");
        const isLocal = outputMode === "local";
        assert.equal(outputOf(client, "stdout").includes("hello\n"), !isLocal);
        await end();
        assert.equal(stdout().endsWith("\nhello\n"), isLocal, stdout());
      } finally {
        await end();
      }
    });
  }
});

describe("a wrong type", () => {
  it("names the attribute, what it got and what it takes, and nothing is started", async () => {
    const { id, format, message, client } = await failingLaunch(world, { cwd: hello, args: "one two" });
    assert.equal(id, 7004);
    assert.equal(message, "args takes a list of strings; it got a string");
    assert.ok(format.startsWith(message));
    assert.equal(
      client.events.some(({ event }) => event === "gorunscope.phase"),
      false,
    );
    assert.deepEqual(readdirSync(world.runtime), []);
  });

  it("is not what clients send for a missing attribute: null, and false where it is no boolean", async () => {
    const missing = { args: null, env: false, buildFlags: null, program: false, debugPackages: null, console: false };
    const more = { noDebug: null, dlvPath: false, goBinary: null, command: null, envFile: false, stopOnEntry: null };
    const run = await wholeRun(world, { ...missing, ...more }, { cwd: hello });
    assert.equal(run.output("stdout"), "hello\n");
  });
});
