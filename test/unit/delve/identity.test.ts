import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answerToGuard } from "../../../shared/delve/guard.ts";
import { askDlv, dlvVersion, parseDlvVersion, passesForDlv } from "../../../shared/delve/identity.ts";

describe("what dlv version prints", () => {
  it("is read with the Go that built it", () => {
    const printed = [
      "Delve Debugger",
      "Version: 1.27.2",
      "Build: $Id: 360e7b2181d3da54115aaee4f569954bca95cfe3 $",
      "Build Details: go1.26.8",
      " mod\tgithub.com/go-delve/delve\tv1.27.2\th1:IQCB2vpE/bPOrDmhCxWgs6jWzlT7TJGGfsnNWJ7aT9k=",
    ].join("\n");
    assert.deepEqual(parseDlvVersion(printed), { version: "1.27.2", builtWith: "go1.26.8" });
  });

  it("is read without it", () => {
    assert.deepEqual(parseDlvVersion("Delve Debugger\nVersion: 1.27.3-dev\nBuild: abc\n"), { version: "1.27.3-dev" });
  });

  it("is nothing where another program printed it", () => {
    assert.equal(parseDlvVersion("Docker\nVersion: 1.2.3\n"), undefined);
    assert.equal(parseDlvVersion(""), undefined);
  });
});

describe("what stands at a path", () => {
  let directory: string;
  let env: NodeJS.ProcessEnv;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "gorunscope-test-"));
    env = { ...process.env, HOME: directory, XDG_STATE_HOME: join(directory, "state") };
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  async function script(name: string, ...lines: string[]): Promise<string> {
    const path = join(directory, name);
    await writeFile(path, ["#!/bin/sh", ...lines, ""].join("\n"));
    await chmod(path, 0o755);
    return path;
  }

  it("a script that leads to dlv is dlv", async () => {
    const path = await script("dlv", "printf 'Delve Debugger\\nVersion: 1.26.3\\nBuild Details: go1.25.1\\n'");
    assert.deepEqual(await askDlv(path, { env }), {
      kind: "dlv",
      identity: { version: "1.26.3", builtWith: "go1.25.1" },
    });
    assert.equal(await dlvVersion(path, { env }), "1.26.3");
    assert.equal(await passesForDlv(path, { env }), true);
  });

  it("a script is asked anew each time, since what it leads to may change", async () => {
    const answer = join(directory, "answer");
    const path = await script("dlv", `cat '${answer}'`);
    for (const version of ["1.26.3", "1.27.2"]) {
      await writeFile(answer, `Delve Debugger\nVersion: ${version}\n`);
      assert.equal(await dlvVersion(path, { env }), version);
    }
  });

  it("a link to our own drop-in is ourselves, and is not started", async () => {
    const started = join(directory, "started");
    const dropIn = await script("gorunscope-dlv.js", `: >'${started}'`);
    const link = join(directory, "dlv");
    await symlink(dropIn, link);
    assert.deepEqual(await askDlv(link, { env }), { kind: "ourselves" });
    assert.equal(await passesForDlv(link, { env }), false);
    await assert.rejects(rm(started));
  });

  it("a script that leads to our own drop-in is ourselves", async () => {
    const asked = { ...env };
    const answer = answerToGuard({ GORUNSCOPE_DLV: "1" });
    const path = await script("dlv", `[ -n "$GORUNSCOPE_DLV" ] && echo '${answer}' && exit 1`, "echo unguarded");
    assert.deepEqual(await askDlv(path, { env: asked }), { kind: "ourselves" });
    assert.equal(await passesForDlv(path, { env: asked }), false);
    await assert.rejects(dlvVersion(path, { env: asked }), /gorunscope's own drop-in/);
  });

  it("something else is told by what it says", async () => {
    const path = await script("dlv", "echo 'unknown command: version' >&2", "exit 2");
    const asked = await askDlv(path, { env });
    assert.equal(asked.kind, "other");
    await assert.rejects(dlvVersion(path, { env }), /is not dlv: it does not answer .* \(unknown command: version\)/);
  });
});

describe("the guard", () => {
  it("is silent where nobody asked", () => assert.equal(answerToGuard({}), undefined));
});
