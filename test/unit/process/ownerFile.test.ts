import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownerState, readOwner, writeOwner, type Owner } from "../../../shared/process/ownerFile.ts";
import { RunDirectory } from "../../../shared/process/privateDirectory.ts";

describe("owner file", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "owner-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  function written(): Owner {
    const owner = readOwner(directory);
    assert.ok(owner);
    return owner;
  }

  it("names this process, which is alive", () => {
    writeOwner(directory, {});
    assert.equal(written().adapter.pid, process.pid);
    assert.equal(ownerState(written()), "alive");
  });

  it("is written whole, and leaves nothing beside it", () => {
    writeOwner(directory, { work: "/tmp/go-build1" });
    assert.deepEqual(readdirSync(directory), ["owner.json"]);
  });

  it("gathers what is noted, and drops what is taken back", () => {
    const run = new RunDirectory(directory);
    run.note({ go: { pid: 11, startTicks: 12 }, work: "/tmp/go-build1" });
    run.note({ program: { pid: 21, startTicks: 22 } });
    assert.deepEqual(written().go, { pid: 11, startTicks: 12 });
    assert.deepEqual(written().program, { pid: 21, startTicks: 22 });
    assert.equal(written().work, "/tmp/go-build1");
    run.note({ work: undefined });
    assert.equal(written().work, undefined);
    assert.deepEqual(written().go, { pid: 11, startTicks: 12 });
  });

  it("is not read when damaged", () => {
    writeOwner(directory, {});
    const path = join(directory, "owner.json");
    const good = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    for (const text of [
      "",
      "{",
      "null",
      "[]",
      JSON.stringify({ ...good, adapter: { pid: "7" } }),
      JSON.stringify({ ...good, boot: 1 }),
    ]) {
      writeFileSync(path, text);
      assert.equal(readOwner(directory), undefined, text);
    }
  });

  it("tells a dead owner by start time, not by number", function () {
    writeOwner(directory, {});
    const owner = written();
    if (owner.adapter.startTicks === 0) this.skip();
    assert.equal(
      ownerState({ ...owner, adapter: { ...owner.adapter, startTicks: owner.adapter.startTicks + 1 } }),
      "dead",
    );
  });

  it("judges nobody in another place, and trusts no number from before a reboot", () => {
    writeOwner(directory, {});
    const owner = written();
    const gone = { pid: owner.adapter.pid, startTicks: owner.adapter.startTicks + 1 };
    assert.equal(ownerState({ ...owner, adapter: gone, host: "another" }), "elsewhere");
    assert.equal(ownerState({ ...owner, adapter: gone, pidNamespace: "pid:[1]" }), "elsewhere");
    assert.equal(ownerState({ ...owner, boot: "an earlier one" }), "rebooted");
  });
});
