import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isRunning, type Identity } from "../../../shared/process/identity.ts";
import type { Owner } from "../../../shared/process/ownerFile.ts";
import { createRunDirectory, type RunDirectory, type RunFacts } from "../../../shared/process/privateDirectory.ts";
import { procAvailable } from "../../../shared/process/procfs.ts";
import { sweep } from "../../../shared/process/sweep.ts";
import { endTrees, line, tree } from "./trees.ts";

describe("sweep", function () {
  let root: string;
  let env: NodeJS.ProcessEnv;

  before(function () {
    if (!procAvailable()) this.skip();
  });
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "sweep-"));
    env = { TMPDIR: root };
  });
  afterEach(async () => {
    await endTrees();
    rmSync(root, { recursive: true });
  });

  /** A run's directory as an adapter has left it. */
  async function left(facts: RunFacts, change: (owner: Owner) => Partial<Owner> = died): Promise<RunDirectory> {
    const directory = await createRunDirectory(env);
    directory.note(facts);
    const path = join(directory.path, "owner.json");
    const owner = JSON.parse(readFileSync(path, "utf8")) as Owner;
    writeFileSync(path, JSON.stringify({ ...owner, ...change(owner) }));
    return directory;
  }

  /** This process's number, but somebody else's. */
  function died({ adapter }: Owner): Partial<Owner> {
    return { adapter: earlier(adapter) };
  }

  function earlier({ pid, startTicks }: Identity): Identity {
    return { pid, startTicks: startTicks - 1 };
  }

  function work(): string {
    const path = join(root, "go-build42");
    mkdirSync(path);
    return path;
  }

  it("ends and removes what a dead adapter has left", async () => {
    const go = await tree(`trap '' INT; timeout 60 sh -c 'echo; cat <&4' & cat <&4`);
    await line(go.output);
    const directory = await left({ go: go.started.identity, work: work() });
    await sweep(env);
    await go.gone;
    assert.deepEqual([existsSync(directory.path), existsSync(join(root, "go-build42"))], [false, false]);
  });

  it("is polite first", async () => {
    const told = join(root, "told");
    const go = await tree(`trap 'echo >"${told}"; exit 0' INT; echo; while :; do read x <&4; done`);
    await line(go.output);
    await left({ go: go.started.identity });
    await sweep(env);
    await go.gone;
    assert.ok(existsSync(told));
  });

  it("ends a program that leads a group of its own, and leaves a process alone that has its number by now", async () => {
    const program = await tree("echo; cat <&4");
    const stranger = await tree("echo; cat <&4");
    await line(program.output);
    await line(stranger.output);
    await left({ program: program.started.identity, go: earlier(stranger.started.identity) });
    await sweep(env);
    await program.gone;
    assert.ok(isRunning(stranger.started.identity));
  });

  it("leaves alone what lives", async () => {
    const go = await tree("echo; cat <&4");
    await line(go.output);
    const directory = await left({ go: go.started.identity, work: work() }, () => ({}));
    await sweep(env);
    assert.ok(isRunning(go.started.identity));
    assert.deepEqual([existsSync(directory.path), existsSync(join(root, "go-build42"))], [true, true]);
  });

  it("leaves alone what cannot be judged from here", async () => {
    const directory = await left({ work: work() }, (owner) => ({ ...died(owner), pidNamespace: "pid:[1]" }));
    await sweep(env);
    assert.deepEqual([existsSync(directory.path), existsSync(join(root, "go-build42"))], [true, true]);
  });

  it("removes what is from before a reboot, and ends nobody for it", async () => {
    const stranger = await tree("echo; cat <&4");
    await line(stranger.output);
    const directory = await left({ go: stranger.started.identity, work: work() }, () => ({ boot: "an earlier one" }));
    await sweep(env);
    assert.ok(isRunning(stranger.started.identity));
    assert.deepEqual([existsSync(directory.path), existsSync(join(root, "go-build42"))], [false, false]);
  });

  it("removes nothing as $WORK that go would not have named so", async () => {
    const mine = join(root, "mine");
    const link = join(root, "go-build43");
    mkdirSync(mine);
    symlinkSync(mine, link);
    for (const path of [mine, link]) {
      await left({ work: path });
      await sweep(env);
      assert.ok(existsSync(path), path);
    }
  });

  it("removes a directory without an owner only when it is old", async () => {
    const [young, old] = [await createRunDirectory(env), await createRunDirectory(env)];
    for (const { path } of [young, old]) rmSync(join(path, "owner.json"));
    const hoursAgo = Date.now() / 1000 - 7200;
    utimesSync(old.path, hoursAgo, hoursAgo);
    await sweep(env);
    assert.deepEqual([existsSync(young.path), existsSync(old.path)], [true, false]);
  });

  it("leaves alone what is no run's directory", async () => {
    const directory = await createRunDirectory(env);
    const other = join(directory.path, "..", "another-thing");
    mkdirSync(other);
    utimesSync(other, 1, 1);
    await sweep(env);
    assert.ok(existsSync(other));
  });

  it("has nothing to do where nothing was", async () => {
    await sweep({ TMPDIR: join(root, "missing") });
    await sweep({ XDG_RUNTIME_DIR: root, TMPDIR: root });
    assert.equal(existsSync(join(root, "gorunscope")), false, "nothing is made");
  });
});
