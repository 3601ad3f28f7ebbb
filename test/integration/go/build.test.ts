import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseActionGraph, type ActionGraph, type GraphAction } from "../../../shared/go/actionGraph.ts";
import { readEntry, readEntrySync, shortID } from "../../../shared/go/buildCache.ts";
import { readExecutable, readPackageBuildID } from "../../../shared/go/executable.ts";
import { parseInputs } from "../../../shared/go/keyInputs.ts";
import { KeyLog, type KeyBlock } from "../../../shared/go/keyLog.ts";

/** The machine's own go, the oldest and the newest one that we know. */
const toolchains = [process.env.GOTOOLCHAIN ?? "local", "go1.23.12", "go1.27.4"];

interface Built {
  blocks: ReadonlyMap<string, KeyBlock>;
  lines: string[];
  graph: ActionGraph;
  status: number;
  stdout: string;
}

describe("what a real go tells of a build", function () {
  this.timeout(120_000);
  let directory = "";
  let goCache = "";
  let toolchain = toolchains[0];

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "gorunscope-build-"));
    await mkdir(join(directory, "lib"));
    await writeFile(join(directory, "go.mod"), "module example.com/hello\n\ngo 1.23\n");
    await writeFile(
      join(directory, "main.go"),
      'package main\n\nimport "example.com/hello/lib"\n\nfunc main() { println(lib.Greeting) }\n',
    );
    // Something that nobody has built before.
    await writeFile(
      join(directory, "lib", "lib.go"),
      `package lib\n\nconst Greeting = "hello"\n\nvar Made = "${randomBytes(16).toString("hex")}"\n`,
    );
    goCache = (await go("env", "GOCACHE")).stdout.trim();
    // What a hello needs of the standard library is there, whatever the machine has built before.
    for (toolchain of toolchains) await go("build", "runtime");
    toolchain = toolchains[0];
  });
  after(() => rm(directory, { recursive: true }));
  afterEach(() => {
    toolchain = toolchains[0];
  });

  function go(...args: string[]): Promise<{ status: number; stdout: string; stderr: Buffer }> {
    return new Promise((resolve, reject) => {
      const env = { ...process.env, GOTOOLCHAIN: toolchain, GODEBUG: "gocachehash=1", GOFLAGS: "-buildvcs=false" };
      const options = { cwd: directory, env, encoding: "buffer", maxBuffer: 2 ** 28 } as const;
      execFile("go", args, options, (error, stdout, stderr) => {
        const status = error === null ? 0 : error.code;
        if (typeof status === "number") resolve({ status, stdout: stdout.toString(), stderr });
        else reject(new Error(`go ${args.join(" ")} did not end by itself`, { cause: error }));
      });
    });
  }

  async function build(verb: "run" | "build", ...args: string[]): Promise<Built> {
    const graphFile = join(directory, "graph.json");
    const { status, stdout, stderr } = await go(verb, `-debug-actiongraph=${graphFile}`, ...args);
    const lines: string[] = [];
    const log = new KeyLog({ onLine: (line) => lines.push(line) });
    log.push(stderr);
    log.end();
    const graph = parseActionGraph(await readFile(graphFile, "utf8"));
    assert.ok(graph);
    return { blocks: log.blocks, lines, graph, status, stdout };
  }

  function keyed({ graph }: Built): GraphAction[] {
    return graph.actions.filter((action) => action.mode === "build" || action.mode === "link");
  }

  function assertSameKeys(built: Built): void {
    const fromLog = [...built.blocks].map(([name, block]) => `${name} ${shortID(block.actionID ?? "")}`);
    const fromGraph = keyed(built).map((action) => `${action.mode} ${action.package} ${action.actionID}`);
    assert.ok(fromGraph.length > 20);
    assert.deepEqual(fromLog.sort(), fromGraph.sort());
  }

  async function buildIDOf(path: string): Promise<string> {
    return (await go("tool", "buildid", path)).stdout.trim();
  }

  for (const each of toolchains) {
    it(`agrees in log, graph, cache and files, at the first run and at the second, with ${each}`, async () => {
      toolchain = each;
      // Go keeps linked programs in the cache since 1.24.
      const keepsExecutables = !(await go("env", "GOVERSION")).stdout.startsWith("go1.23");
      const first = await build("run", ".");
      assert.deepEqual(first.lines, ["hello"]);
      assertSameKeys(first);
      const ran = keyed(first).filter((action) => action.ran);
      assert.deepEqual(ran.map((action) => `${action.mode} ${action.package}`).sort(), [
        "build example.com/hello",
        "build example.com/hello/lib",
        "link example.com/hello",
      ]);

      const second = await build("run", ".");
      assertSameKeys(second);
      assert.deepEqual(
        keyed(second)
          .filter((action) => action.ran)
          .map((action) => action.mode),
        keepsExecutables ? [] : ["link"],
      );
      for (const [name, block] of second.blocks)
        assert.deepEqual(block.rawInputs(), first.blocks.get(name)?.rawInputs());

      for (const action of keyed(second)) {
        const actionID = second.blocks.get(`${action.mode} ${action.package}`)?.actionID ?? "";
        const entry = await readEntry(goCache, actionID);
        if (action.mode === "link" && !keepsExecutables) {
          assert.equal(entry, undefined);
          continue;
        }
        assert.ok(entry, action.package);
        assert.deepEqual(readEntrySync(goCache, actionID), entry);
        const output = await readFile(entry.output);
        assert.equal(output.length, entry.bytes);
        assert.equal(createHash("sha256").update(output).digest("hex"), entry.outputID);
        if (action.mode === "build") {
          assert.equal(await readPackageBuildID(entry.output), action.buildID);
          continue;
        }
        assert.equal(basename(entry.output), "hello");
        const facts = await readExecutable(entry.output);
        assert.equal(facts?.buildID, action.buildID);
        assert.equal(facts?.buildID, await buildIDOf(entry.output));
        assert.equal(facts?.hasDwarf, false);
        assert.equal(facts?.bytes, entry.bytes);
      }
    });
  }

  it("shows which inputs an edit changed", async () => {
    const before = await build("build", "-o", "hello.exe", ".");
    await writeFile(join(directory, "lib", "more.go"), "package lib\n\nfunc More() int { return 1 }\n");
    const after = await build("build", "-o", "hello.exe", ".");
    const changes = (name: string) => {
      const inputs = (built: Built) => parseInputs(built.blocks.get(name)?.rawInputs() ?? []);
      const old = new Map(inputs(before).map((input) => [`${input.kind} ${input.name}`, input.value]));
      return inputs(after)
        .filter((input) => old.get(`${input.kind} ${input.name}`) !== input.value)
        .map((input) => `${input.kind} ${input.name}`);
    };
    assert.deepEqual(changes("build example.com/hello/lib"), ["file more.go"]);
    assert.deepEqual(changes("build example.com/hello"), ["import example.com/hello/lib"]);
    assert.deepEqual(
      changes("link example.com/hello").filter((name) => !name.includes("example.com")),
      ["import packagemain"],
    );
    assert.deepEqual(changes("build runtime"), []);
  });

  it("passes compiler errors on as lines between the keys", async () => {
    await writeFile(join(directory, "lib", "broken.go"), "package lib\n\nfunc Broken() int { return HASH }\n");
    const built = await build("build", "-o", "hello.exe", ".");
    await rm(join(directory, "lib", "broken.go"));
    assert.equal(built.status, 1);
    assert.deepEqual(built.lines, ["# example.com/hello/lib", "lib/broken.go:3:28: undefined: HASH"]);
    assert.ok(built.blocks.get("build example.com/hello/lib")?.actionID);
    assert.equal(built.blocks.get("link example.com/hello"), undefined);
  });

  for (const [flags, hasDwarf] of [
    ["", true],
    ["-w", false],
    ["-s", false],
    ["-compressdwarf=false", true],
  ] as const) {
    it(`is what the executable linked with "${flags}" says`, async () => {
      const path = join(directory, "hello.exe");
      assert.equal((await go("build", `-ldflags=${flags}`, "-o", path, ".")).status, 0);
      const facts = await readExecutable(path);
      assert.equal(facts?.buildID, await buildIDOf(path));
      assert.equal(facts?.hasDwarf, hasDwarf);
      assert.equal(facts?.goVersion, (await go("env", "GOVERSION")).stdout.trim());
      assert.equal(facts?.machine, (await go("env", "GOARCH")).stdout.trim());
    });
  }
});
