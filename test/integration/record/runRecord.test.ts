import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LaunchAttributes } from "../../../shared/contract/launch.ts";
import type { RunRecord } from "../../../shared/contract/record.ts";
import { digestText } from "../../../shared/record/digest.ts";
import { RecordStore } from "../../../shared/record/store.ts";
import { GoRun } from "../../../shared/run/goRun.ts";
import { runRecord } from "../../../shared/run/record.ts";
import { Recorder } from "../../../shared/run/recorder.ts";
import { startWithPipes } from "../../../shared/run/streams.ts";
import { scratch, testEnvironment, type Scratch } from "../../support/tools.ts";

const program = `package main

import (
	"fmt"
	"os"
	"time"
)

var key, other string

func main() {
	fmt.Println("started", len(key), len(other))
	if os.Args[1] == "wait" {
		time.Sleep(time.Minute)
	}
	os.Exit(3)
}
`;

describe("the record of a run", () => {
  let directory: Scratch;
  let module: string;
  let env: NodeJS.ProcessEnv;
  let store: RecordStore;

  before(() => {
    directory = scratch();
    module = join(directory.path, "m");
    mkdirSync(join(module, "broken"), { recursive: true });
    writeFileSync(join(module, "go.mod"), "module example.com/m\n\ngo 1.23\n");
    writeFileSync(join(module, "main.go"), program);
    writeFileSync(join(module, "broken", "main.go"), "package main\n\nfunc main() { missing() }\n");
    env = testEnvironment(directory.path);
    store = new RecordStore(join(directory.path, "state", "gorunscope"));
  });
  after(() => directory.remove());

  function newRun(attributes: Partial<LaunchAttributes> = {}, moreEnv: NodeJS.ProcessEnv = {}): GoRun {
    return new GoRun({
      kind: "run",
      attributes: {
        args: ["--password=hunter2"],
        cwd: module,
        env: { PASSWORD: "hunter2" },
        buildFlags: ["-ldflags=-X main.key=hunter2 -X 'main.other=hunter three'"],
        debugPackages: "none",
        noDebug: true,
        ...attributes,
      },
      adapterCwd: module,
      env: { ...env, ...moreEnv },
      startGo: startWithPipes,
    });
  }

  async function started(run: GoRun): Promise<GoRun> {
    await run.start();
    run.go?.program?.stderr.resume();
    run.go?.program?.stdout.resume();
    return run;
  }

  async function kept(run: GoRun): Promise<RunRecord> {
    await started(run);
    await new Recorder(run).finish();
    return store.load(run.id);
  }

  it("says what was run, and how it ended", async () => {
    const run = newRun();
    const record = await kept(run);
    const { version, kind, package: path, tags, exitCode, goExitCode, gaps } = record;
    assert.deepEqual(
      { version, kind, package: path, tags, kept: record.kept, exitCode, goExitCode, gaps },
      {
        version: 1,
        kind: "run",
        package: "example.com/m",
        tags: [],
        kept: false,
        exitCode: 3,
        goExitCode: 1,
        gaps: [],
      },
    );
    assert.ok(record.startedAt < (record.endedAt ?? ""));
    assert.equal(record.run, run.id);
    assert.equal(record.cacheKeys.phase, "exited");
    assert.ok(record.cacheKeys.actions.length > 20);
    for (const action of record.cacheKeys.actions) assert.ok(action.inputs && action.inputs.length > 5, action.id);
    assert.deepEqual(
      record.timeline.map(({ at }) => at),
      record.timeline.map(({ at }) => at).sort(),
    );
    const texts = record.timeline.map(({ kind, text, result }) => `${kind} ${text} ${result ?? ""}`);
    for (const text of [
      "phase building ",
      "process program exit status 3",
      "process go exit status 1",
      "phase exited ",
    ]) {
      assert.ok(texts.includes(text), `${text} among ${texts.join("\n")}`);
    }
  });

  it("holds no secret: of arguments, of flags, of GOFLAGS, of the environment", async () => {
    const flags = "'-ldflags=-X main.key=hunter2'";
    const records = [await kept(newRun()), await kept(newRun({ buildFlags: [] }, { GOFLAGS: flags }))];
    for (const record of records) {
      const text = JSON.stringify(record);
      assert.ok(!/hunter|password/i.test(text), /.{80}(?:hunter|password).{20}/i.exec(text)?.[0]);
      const link = record.cacheKeys.actions.find(({ action }) => action === "link");
      const value = link?.inputs?.find(({ name }) => name === "ldflags -X main.key")?.value;
      assert.equal(value, digestText((await store.digester())("hunter2")));
    }
    assert.equal(records[0]?.buildDir.command.at(-1), digestText((await store.digester())("--password=hunter2")));
  });

  it("has keys that compare with another run's: what is the same is the same, a changed value is another", async () => {
    const linkInputs = async (run: GoRun) => {
      const record = await kept(run);
      const { inputs } = record.cacheKeys.actions.find(({ action }) => action === "link") ?? {};
      return new Map(inputs?.map(({ name, value }) => [name, value]));
    };
    const [first, again] = [await linkInputs(newRun()), await linkInputs(newRun())];
    assert.deepEqual(first, again);
    const changed = await linkInputs(
      newRun({ buildFlags: ["-ldflags=-X main.key=hunter4 -X 'main.other=hunter three'"] }),
    );
    const different = [...first.keys()].filter((name) => first.get(name) !== changed.get(name));
    assert.deepEqual(different.sort(), ["ldflags -X main.key", "packagemain"]);
  });

  it("is kept of a build that failed", async () => {
    const record = await kept(newRun({ program: ["./broken"] }));
    assert.deepEqual(
      [record.cacheKeys.phase, record.exitCode, record.goExitCode, record.package],
      ["failed", undefined, 1, "example.com/m/broken"],
    );
    assert.equal(record.cacheKeys.actions.find(({ id }) => id === "build example.com/m/broken")?.state, "failed");
  });

  it("says what it lacks: inputs that were not asked for, the action graph of a go that was killed", async () => {
    const run = await started(newRun({ record: false, args: ["wait"] }));
    assert.ok(run.go?.program);
    run.go.program.stdout.pause();
    await once(run.go.program.stdout.resume(), "data");
    process.kill(run.go.identity.pid, "SIGKILL");
    await new Recorder(run).finish();
    const record = await store.load(run.id);
    assert.deepEqual(record.gaps, [
      "cacheKeys: no key has its inputs (the launch attribute record is false)",
      "cacheKeys: times are as seen from outside (go ended before it could write its action graph)",
    ]);
    assert.equal(record.goExitCode, undefined);
  });

  it("is not to be had of a run that never started go", async () => {
    const run = newRun({ goBinary: "/nonexistent/go" });
    await assert.rejects(run.start(), { id: 7006 });
    await assert.rejects(runRecord(run), { id: 7002 });
    await new Recorder(run).finish();
  });

  it("that cannot be kept costs a sentence, and where digests have no salt the record says so", async () => {
    const nowhere = join(module, "main.go");
    const run = newRun({}, { XDG_STATE_HOME: nowhere });
    const notices: string[] = [];
    run.on("notice", (sentence) => notices.push(sentence));
    const recorder = new Recorder(await started(run));
    await recorder.finish();
    assert.equal(notices.length, 1);
    assert.match(
      notices[0] ?? "",
      /^the salt of the records' digests could not be kept in .*main\.go\/gorunscope: a part of the path is not a/,
    );
    const record = await runRecord(run, { env: { ...env, XDG_STATE_HOME: nowhere }, dlvVersion: "1.27.2" });
    assert.equal(record.dlvVersion, "1.27.2");
    assert.match(record.gaps.join(), /^digests: they cannot be compared with those of other records \(.*ENOTDIR/);
    assert.ok(!JSON.stringify(record).includes("hunter"));
  });
});
