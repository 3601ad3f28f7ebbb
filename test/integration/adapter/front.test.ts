/** The adapter as a process: where its sessions come from, its flags, its signals, and what is left when it is gone. */
import assert from "node:assert/strict";
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { DapClient } from "../../../shared/dap/client.ts";
import { until } from "../../../shared/process/waiting.ts";
import { initializeArguments } from "../../support/adapterSession.ts";
import { buildDebugProgram, type DebugProgram } from "../../support/debugProgram.ts";
import { assertNothingLeft, killAll, leftoversOf } from "../../support/leaks.ts";
import { gorunscope } from "../../support/session.ts";
import { scratch, testDlv } from "../../support/tools.ts";
import { makeWorld, type World } from "../../support/world.ts";

const dropIn = join(dirname(gorunscope), "gorunscope-dlv.js");
const home = scratch();
let program: DebugProgram;
let dlv: string;
let world: World;

before(async function () {
  this.timeout(300_000);
  dlv = await testDlv();
  program = buildDebugProgram(home.path);
});
after(() => home.remove());
beforeEach(() => {
  world = makeWorld();
});
afterEach(async () => {
  try {
    await assertNothingLeft(world);
  } finally {
    killAll(world);
    world.remove();
  }
});

interface Started {
  child: ChildProcess;
  stdout: () => string;
  stderr: () => string;
  /** Resolves with the text when the output so far matches. */
  says: (pattern: RegExp) => Promise<RegExpExecArray>;
  exit: Promise<number | string | null>;
}

/** Starts one of our programs with nothing on its standard input. */
function startProgram(script: string, args: string[], env: NodeJS.ProcessEnv = world.env): Started {
  const child = spawn(process.execPath, [script, ...args], { cwd: world.path, env, stdio: ["ignore", "pipe", "pipe"] });
  const stdout = gather(child.stdout);
  const stderr = gather(child.stderr);
  return {
    child,
    stdout,
    stderr,
    says: async (pattern) => {
      for (;;) {
        const match = pattern.exec(stdout());
        if (match !== null) return match;
        if (child.exitCode !== null) throw new Error(`ended without ${String(pattern)}: ${stdout()}${stderr()}`);
        await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
      }
    },
    exit: new Promise((resolve) => child.once("close", (code, signal) => resolve(code ?? signal))),
  };
}

function gather(stream: Readable): () => string {
  let text = "";
  stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}

const onStdout = (started: Started) => started.says(listening);
const listening = /^DAP server listening at: (127\.0\.0\.1):(\d+)$/m;

async function connectTo(started: Started): Promise<DapClient> {
  const [, host, port] = await onStdout(started);
  return DapClient.connect(host!, Number(port), { timeoutMs: 20_000 });
}

/** Runs the program to its end, which is told in output of the process or of the session. */
async function runSession(client: DapClient, more: object = {}): Promise<void> {
  await client.request("initialize", initializeArguments);
  await client.request("launch", { mode: "exec", program: program.executable, ...more });
  await client.waitFor("initialized");
  await client.request("configurationDone");
  await client.waitFor("terminated");
  await client.request("disconnect");
  await client.closed();
  await client.close();
}

describe("on standard input and output", () => {
  function spawnAdapter(...args: string[]): { client: DapClient; child: ChildProcess } {
    const client = DapClient.spawn([process.execPath, gorunscope, "dap", ...args], {
      cwd: world.path,
      env: world.env,
      stderr: "pipe",
      timeoutMs: 20_000,
    });
    return { client, child: client.process! };
  }

  async function untilRunning(client: DapClient): Promise<void> {
    await client.request("initialize", initializeArguments);
    await client.request("launch", { mode: "exec", program: program.executable, args: ["stubborn"] });
    await client.waitFor("initialized");
    await client.request("configurationDone");
    await client.waitFor<DebugProtocol.OutputEvent>("output", ({ body }) => body.output.startsWith("begin"));
  }

  it("a session ends with exit status 0", async () => {
    const { client, child } = spawnAdapter();
    await runSession(client);
    assert.equal(child.exitCode, 0);
  });

  it("proxy point 3: frames are read leniently and written strictly, and nothing else is on standard output", async () => {
    const child = spawn(process.execPath, [gorunscope, "dap"], { cwd: world.path, env: world.env });
    const stdout = gather(child.stdout);
    for (const message of [
      { seq: 1, type: "request", command: "initialize", arguments: initializeArguments },
      { seq: 2, type: "request", command: "disconnect" },
    ]) {
      const body = JSON.stringify(message);
      child.stdin.write(`Content-Type: x\r\ncontent-length:  ${body.length}\r\n\r\n${body}`);
    }
    const [code] = (await once(child, "close")) as [number];
    assert.equal(code, 0);
    const bodies: { command?: string }[] = [];
    let rest = Buffer.from(stdout());
    while (rest.length > 0) {
      const header = /^Content-Length: (\d+)\r\n\r\n/.exec(rest.toString("latin1"));
      assert.ok(header, `not a frame: ${rest.toString("latin1", 0, 80)}`);
      const end = header[0].length + Number(header[1]);
      bodies.push(JSON.parse(rest.toString("utf8", header[0].length, end)) as { command?: string });
      rest = rest.subarray(end);
    }
    assert.deepEqual(
      bodies.flatMap(({ command }) => command ?? []),
      ["initialize", "disconnect"],
    );
  });

  for (const how of ["end of input", "SIGTERM", "SIGINT"] as const) {
    it(`proxy point 10: ${how} means disconnect`, async () => {
      const { client, child } = spawnAdapter();
      await untilRunning(client);
      const exited = once(child, "exit");
      if (how === "end of input") child.stdin!.end();
      else child.kill(how);
      assert.deepEqual(await exited, [0, null]);
      // dlv's telemetry helper, which has a session of its own, may take a moment longer.
      const left = leftoversOf(world).filter((line) => /prog\.exe|dap --client-addr/.test(line));
      assert.deepEqual(left, []);
    });
  }

  it("proxy point 5: nothing is left when the adapter is killed", async () => {
    const { client, child } = spawnAdapter();
    await untilRunning(client);
    child.kill("SIGKILL");
    await once(child, "exit");
    await assertNothingLeft(world);
  });

  it("does not stop when nobody reads", async () => {
    const child = spawn(process.execPath, [gorunscope, "dap"], {
      cwd: world.path,
      env: world.env,
      stdio: ["pipe", "pipe", "ignore"],
    });
    const body = JSON.stringify({ seq: 1, type: "request", command: "x".repeat(50_000) });
    for (let times = 0; times < 200; times += 1) child.stdin.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
    child.stdin.on("error", () => {});
    await once(child.stdout, "readable");
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    assert.deepEqual(await exited, [0, null]);
  });
});

describe("--listen", () => {
  it("serves one session after another and several at once, until a signal", async () => {
    const adapter = startProgram(gorunscope, ["dap", "--listen", "127.0.0.1:0"]);
    await runSession(await connectTo(adapter));
    await Promise.all([runSession(await connectTo(adapter)), runSession(await connectTo(adapter))]);
    const open = await connectTo(adapter);
    await open.request("initialize", initializeArguments);
    adapter.child.kill("SIGTERM");
    await open.closed();
    await open.close();
    assert.equal(await adapter.exit, 0);
    // The program's own output is the adapter's, as it would be dlv's.
    assert.equal(adapter.stdout().match(/begin end ä/g)?.length, 3);
    assert.equal(adapter.stderr().match(/complaint/g)?.length, 3);
  });

  it("proxy point 14: a connection that says nothing does no harm", async () => {
    const adapter = startProgram(dropIn, ["dap"]);
    const nobody = await connectTo(adapter);
    await nobody.close();
    await runSession(await connectTo(adapter));
    assert.equal(await adapter.exit, 0);
  });

  it("listens on a Unix socket", async () => {
    const path = join(world.path, "s");
    const adapter = startProgram(gorunscope, ["dap", `--listen=unix:${path}`]);
    await adapter.says(/^DAP server listening at: \/.*\/s$/m);
    await runSession(await DapClient.connect(path, { timeoutMs: 20_000 }));
    adapter.child.kill("SIGINT");
    assert.equal(await adapter.exit, 0);
    assert.equal(existsSync(path), false);
  });

  it("says why it cannot listen", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = `127.0.0.1:${(taken.address() as { port: number }).port}`;
    const adapter = startProgram(gorunscope, ["dap", "--listen", address]);
    assert.equal(await adapter.exit, 1);
    assert.match(adapter.stderr(), new RegExp(`^cannot listen on ${address}: .*EADDRINUSE.*\\n$`));
    taken.close();
  });

  it("lets other users in only when told to", async function () {
    if (process.platform !== "linux" || process.getuid?.() !== 0) this.skip();
    const says = (port: string) =>
      `const s = require("net").connect(${port}, "127.0.0.1", () => s.write('Content-Length: 49\\r\\n\\r\\n{"seq":1,"type":"request","command":"disconnect"}  '));
       s.on("data", () => console.log("answered")).on("close", () => console.log("closed")).on("error", () => {});`;
    for (const [flag, heard] of [
      ["true", "closed\n"],
      ["false", "answered\nclosed\n"],
    ] as const) {
      const adapter = startProgram(gorunscope, ["dap", "--listen=127.0.0.1:0", `--only-same-user=${flag}`]);
      const [, , port] = await adapter.says(listening);
      assert.equal(
        execFileSync(process.execPath, ["-e", says(port!)], { uid: 65_534, encoding: "utf8", cwd: "/" }),
        heard,
      );
      adapter.child.kill("SIGTERM");
      await adapter.exit;
      assert.equal(/only accepted from the same UNIX user/.test(adapter.stderr()), flag === "true");
    }
  });
});

describe("--client-addr", () => {
  for (const kind of ["HOST:PORT", "unix:PATH"]) {
    it(`dials ${kind} and ends with the session`, async () => {
      const server = createServer({ allowHalfOpen: true });
      if (kind === "HOST:PORT") server.listen(0, "127.0.0.1");
      else server.listen(join(world.path, "c"));
      await once(server, "listening");
      const address = server.address();
      const where = typeof address === "string" ? `unix:${address}` : `127.0.0.1:${address!.port}`;
      const connection = once(server, "connection") as Promise<[Socket]>;
      const adapter = startProgram(gorunscope, ["dap", `--client-addr=${where}`]);
      const [socket] = await connection;
      server.close();
      await runSession(DapClient.over(socket, socket, { timeoutMs: 20_000 }));
      assert.equal(await adapter.exit, 0);
      assert.match(adapter.stdout(), /^begin end ä\nend without newline ü$/);
    });
  }

  it("says when nobody waits", async () => {
    const adapter = startProgram(gorunscope, ["dap", "--client-addr=unix:nobody"]);
    assert.equal(await adapter.exit, 1);
    assert.match(adapter.stderr(), /^no client answers at unix:nobody: .*ENOENT.*\n$/);
  });
});

describe("--log", () => {
  const secret = "hunter2-in-the-environment";

  /** Serves one session on a port of which `where` knows, and ends. */
  async function logged(args: string[], where: (started: Started) => Promise<RegExpExecArray>): Promise<Started> {
    const adapter = startProgram(gorunscope, ["dap", "--listen=127.0.0.1:0", ...args]);
    const [, host, port] = await where(adapter);
    await runSession(await DapClient.connect(host!, Number(port), { timeoutMs: 20_000 }), { env: { SECRET: secret } });
    adapter.child.kill("SIGTERM");
    assert.equal(await adapter.exit, 0);
    return adapter;
  }

  it("logs to standard error, ours and dlv's, and no secrets of ours", async () => {
    const adapter = await logged(["--log", "--log-output=debugger"], onStdout);
    const ours = adapter
      .stderr()
      .split("\n")
      .filter((line) => line.startsWith("{"));
    assert.ok(ours.some((line) => (JSON.parse(line) as { command?: string }).command === "launch"));
    assert.match(adapter.stderr(), /layer=debugger/);
    assert.equal(
      ours.some((line) => line.includes(secret)),
      false,
    );
    assert.doesNotMatch(adapter.stdout(), /layer=/);
  });

  it("is silent without", async () => {
    assert.equal((await logged([], onStdout)).stderr(), "complaint\n");
  });

  it("--log-dest takes the log, dlv's too, for nobody else to read, and the line that says where we listen", async () => {
    const file = join(world.path, "dap.log");
    const adapter = await logged(["--log", "--log-output=debugger", `--log-dest=${file}`], async () => {
      const said = () => (existsSync(file) ? listening.exec(readFileSync(file, "utf8")) : null);
      assert.ok(await until(() => said() !== null, 10_000));
      return said()!;
    });
    const text = readFileSync(file, "utf8");
    assert.match(text, /layer=debugger/);
    assert.match(text, /"command":"launch"/);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.doesNotMatch(adapter.stdout(), /listening/);
  });

  for (const [args, status, sentence] of [
    [["--log", "--log-dest=1"], 1, /--log-dest=1 is a stream of the protocol/],
    [["--log", "--log-dest=/nonexistent/x"], 1, /--log-dest=\/nonexistent\/x cannot be written/],
    [["--log-output=dap"], 2, /--log-output specified without --log/],
    [["--nonsense"], 2, /unknown flag: --nonsense/],
    [["--listen=nowhere"], 1, /--listen takes HOST:PORT or unix:PATH/],
  ] as const) {
    it(`${args.join(" ")} is refused in a sentence`, async () => {
      const adapter = startProgram(gorunscope, ["dap", ...args]);
      assert.equal(await adapter.exit, status);
      assert.match(adapter.stderr(), sentence);
      assert.equal(adapter.stderr().trim().split("\n").length, 1);
      assert.equal(adapter.stdout(), "");
    });
  }
});

describe("proxy point 16: in dlv's place", () => {
  /** Our drop-in under dlv's name first on PATH, as a user would link it, and the real one behind it. */
  function linked(): NodeJS.ProcessEnv {
    const directory = join(world.path, "bin");
    for (const each of [directory, join(world.path, "real")]) mkdirSync(each);
    symlinkSync(dropIn, join(directory, "dlv"));
    copyFileSync(dlv, join(world.path, "real", "dlv"));
    return { ...world.env, PATH: `${directory}:${join(world.path, "real")}:${world.env["PATH"]}` };
  }

  it("dap listens as dlv does, serves a session whose dlvToolPath is ourselves, and ends", async () => {
    const env = linked();
    const adapter = startProgram(dropIn, ["--log=false", "dap", "--check-go-version=true"], env);
    await runSession(await connectTo(adapter), { dlvToolPath: join(world.path, "bin", "dlv") });
    assert.equal(await adapter.exit, 0);
    assert.match(adapter.stdout(), /begin end ä/);
  });

  for (const args of [
    ["version"],
    ["--log", "version"],
    ["help", "dap"],
    ["dap", "--help"],
    ["exec"],
    ["nonsense"],
    [],
  ]) {
    it(`dlv ${args.join(" ")} is the real one's`, async () => {
      const env = linked();
      const [ours, theirs] = [startProgram(dropIn, args, env), spawn(dlv, args, { env, cwd: world.path })];
      const [stdout, stderr] = [gather(theirs.stdout), gather(theirs.stderr)];
      theirs.stdin.end();
      const [status] = (await once(theirs, "close")) as [number];
      assert.deepEqual([await ours.exit, ours.stdout(), ours.stderr()], [status, stdout(), stderr()]);
    });
  }

  it("signals reach the real one, and what it ends of is what we end of", async () => {
    const bin = join(world.path, "scripted");
    mkdirSync(bin);
    const script = `#!/bin/sh
[ "$1" = version ] && { printf 'Delve Debugger\\nVersion: 1.27.2\\n'; exit; }
trap 'exit 7' TERM
trap 'kill -KILL $$' USR1
echo ready
while :; do sleep 0.05; done
`;
    writeFileSync(join(bin, "dlv"), script, { mode: 0o755 });
    const env = { ...world.env, PATH: `${bin}:${world.env["PATH"]}` };
    for (const [signal, end] of [
      ["SIGTERM", 7],
      ["SIGUSR1", "SIGKILL"],
    ] as const) {
      const ours = startProgram(dropIn, ["exec", "x"], env);
      await ours.says(/ready/);
      ours.child.kill(signal);
      assert.equal(await ours.exit, end);
    }
  });

  it("without a real one says so, and does not start itself", async () => {
    const { PATH, ...rest } = linked();
    const env = {
      ...rest,
      PATH: PATH!.replace(join(world.path, "real"), ""),
      GOPATH: join(world.path, "none"),
      XDG_DATA_HOME: world.path,
    };
    const ours = startProgram(dropIn, ["version"], env);
    assert.equal(await ours.exit, 1);
    assert.match(ours.stderr(), /^gorunscope: dlv was not found .*\n$/);
  });

  it("answers another gorunscope's question with its own name", async () => {
    const ours = startProgram(dropIn, ["version", "-v"], { ...world.env, GORUNSCOPE_DLV: "1" });
    assert.equal(await ours.exit, 1);
    assert.equal(ours.stdout(), "gorunscope-dlv\n");
  });
});
