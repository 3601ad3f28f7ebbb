import assert from "node:assert/strict";
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { errorIds, Failure } from "../../../shared/contract/errors.ts";
import {
  baseDirectory,
  createRunDirectory,
  isRunDirectoryName,
  type RunDirectory,
} from "../../../shared/process/privateDirectory.ts";

const user = process.getuid?.() ?? "user";

function permissions(path: string): number {
  return lstatSync(path).mode & 0o777;
}

describe("private directories", () => {
  let root: string;
  const made: RunDirectory[] = [];

  async function create(env: NodeJS.ProcessEnv): Promise<RunDirectory> {
    const directory = await createRunDirectory(env);
    made.push(directory);
    return directory;
  }

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "private-"));
  });
  afterEach(async () => {
    await Promise.all(made.splice(0).map((directory) => directory.remove()));
    rmSync(root, { recursive: true });
  });

  it("are in the runtime directory where there is one", () => {
    const base = baseDirectory({ XDG_RUNTIME_DIR: root, TMPDIR: "/nowhere" });
    assert.equal(base, join(root, "gorunscope"));
    assert.equal(permissions(base), 0o700);
  });

  it("are in the temporary directory else", () => {
    for (const runtime of [undefined, "", "relative", join(root, "missing")]) {
      const base = baseDirectory({ XDG_RUNTIME_DIR: runtime, TMPDIR: root });
      assert.equal(base, join(root, `gorunscope-${user}`));
      assert.equal(permissions(base), 0o700);
    }
  });

  it("are the same again", () => {
    assert.equal(baseDirectory({ TMPDIR: root }), baseDirectory({ TMPDIR: root }));
  });

  it("are made for this process alone where the usual one is a link", () => {
    mkdirSync(join(root, "elsewhere"), { mode: 0o700 });
    symlinkSync(join(root, "elsewhere"), join(root, `gorunscope-${user}`));
    const base = baseDirectory({ TMPDIR: root });
    assert.notEqual(base, join(root, `gorunscope-${user}`));
    assert.equal(dirname(base), root);
    assert.equal(permissions(base), 0o700);
    assert.equal(baseDirectory({ TMPDIR: root }), base);
  });

  it("are made for this process alone where the usual one is open to others", () => {
    const usual = join(root, `gorunscope-${user}`);
    mkdirSync(usual);
    chmodSync(usual, 0o750);
    assert.notEqual(baseDirectory({ TMPDIR: root }), usual);
    assert.equal(permissions(usual), 0o750);
  });

  it("go without a trace, and with the last run the one that held them", async () => {
    const [one, other] = [await create({ TMPDIR: root }), await create({ TMPDIR: root })];
    await one.remove();
    assert.ok(existsSync(other.path));
    await other.remove();
    assert.deepEqual(readdirSync(root), []);
  });

  it("go without a trace where they were made for this process alone", async () => {
    symlinkSync(root, join(root, `gorunscope-${user}`));
    const [one, other] = [await create({ TMPDIR: root }), await create({ TMPDIR: root })];
    await one.remove();
    assert.ok(existsSync(other.path));
    await other.remove();
    assert.deepEqual(readdirSync(root), [`gorunscope-${user}`]);
  });

  it("say where there is no place", async () => {
    const isNoPlace = (error: unknown): boolean => error instanceof Failure && error.id === errorIds.notOnThisSystem;
    await assert.rejects(createRunDirectory({ TMPDIR: join(root, "missing") }), isNoPlace);
  });

  it("of runs are private, their own, and empty but for the owner", async () => {
    const [one, other] = [await create({ TMPDIR: root }), await create({ TMPDIR: root })];
    assert.notEqual(one.path, other.path);
    assert.equal(permissions(one.path), 0o700);
    assert.deepEqual(readdirSync(one.path), ["owner.json"]);
    assert.equal(permissions(join(one.path, "owner.json")), 0o600);
    assert.ok(isRunDirectoryName(one.path.slice(dirname(one.path).length + 1)));
  });

  it("of runs leave nothing", async () => {
    const directory = await create({ TMPDIR: root });
    mkdirSync(join(directory.path, "full"));
    await directory.remove();
    assert.equal(existsSync(directory.path), false);
  });

  it("hold sockets, however long TMPDIR is", async () => {
    const long = join(root, "ü".repeat(40));
    mkdirSync(long);
    const directory = await create({ TMPDIR: long });
    assert.ok(Buffer.byteLength(directory.socketPath("sixteen-bytes-xy")) <= 103, directory.path);
    assert.throws(() => directory.socketPath("seventeen-bytes-x"), RangeError);
  });
});
