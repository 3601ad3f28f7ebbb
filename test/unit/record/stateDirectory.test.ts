import assert from "node:assert/strict";
import { chmod, mkdir, stat, symlink, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { makePrivateDirectory, stateDirectory } from "../../../shared/record/stateDirectory.ts";
import { scratch, type Scratch } from "../../support/tools.ts";

describe("the state directory", () => {
  let directory: Scratch;
  beforeEach(() => (directory = scratch()));
  afterEach(() => directory.remove());

  it("is where XDG_STATE_HOME says, else where the system has such directories", () => {
    assert.equal(stateDirectory({ XDG_STATE_HOME: "/state", HOME: "/home/u" }, "linux"), "/state/gorunscope");
    assert.equal(stateDirectory({ XDG_STATE_HOME: "/state", HOME: "/Users/u" }, "darwin"), "/state/gorunscope");
    assert.equal(stateDirectory({ HOME: "/home/u" }, "linux"), "/home/u/.local/state/gorunscope");
    assert.equal(stateDirectory({ HOME: "/Users/u" }, "darwin"), "/Users/u/Library/Application Support/gorunscope");
    assert.equal(stateDirectory({ HOME: "" }, "linux"), join(homedir(), ".local", "state", "gorunscope"));
  });

  it("is not a relative one", () => {
    assert.equal(
      stateDirectory({ XDG_STATE_HOME: "state", HOME: "/home/u" }, "linux"),
      "/home/u/.local/state/gorunscope",
    );
  });

  it("is made for this user alone, with those above it", async () => {
    const path = join(directory.path, "state", "gorunscope");
    await makePrivateDirectory(path);
    assert.equal((await stat(path)).mode & 0o777, 0o700);
    assert.equal((await stat(join(directory.path, "state"))).mode & 0o777, 0o700);
  });

  it("is closed to others where it was open, its parents left alone", async () => {
    const parent = join(directory.path, "state");
    const path = join(parent, "gorunscope");
    await mkdir(path, { recursive: true });
    await chmod(path, 0o755);
    await chmod(parent, 0o755);
    await makePrivateDirectory(path);
    assert.equal((await stat(path)).mode & 0o777, 0o700);
    assert.equal((await stat(parent)).mode & 0o777, 0o755);
  });

  it("is made by several at once", async () => {
    const path = join(directory.path, "a", "b", "c");
    await Promise.all(Array.from({ length: 20 }, () => makePrivateDirectory(path)));
    assert.ok((await stat(path)).isDirectory());
  });

  it("is not taken for one where a file is, whose mode stays", async () => {
    const path = join(directory.path, "file");
    await writeFile(path, "", { mode: 0o644 });
    await assert.rejects(makePrivateDirectory(path), { code: "ENOTDIR" });
    assert.equal((await stat(path)).mode & 0o777, 0o644);
  });

  it("cannot be made where a link leads nowhere", async () => {
    await symlink(join(directory.path, "nowhere"), join(directory.path, "link"));
    await assert.rejects(makePrivateDirectory(join(directory.path, "link", "gorunscope")), { code: "ENOENT" });
  });

  it("cannot be made below a file", async () => {
    await writeFile(join(directory.path, "file"), "");
    await assert.rejects(makePrivateDirectory(join(directory.path, "file", "gorunscope")), { code: "ENOTDIR" });
  });
});
