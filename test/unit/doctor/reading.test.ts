import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { examineDirectory, whyNotExecutable } from "../../../shared/doctor/directory.ts";
import { readPtraceFacts } from "../../../shared/doctor/ptrace.ts";
import { shCheck, straceCheck } from "../../../shared/doctor/tools.ts";

describe("what doctor reads", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "gorunscope-test-"));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  describe("of tracing", () => {
    async function system(files: Record<string, string>): Promise<string> {
      for (const [path, text] of Object.entries(files)) {
        await mkdir(join(root, path, ".."), { recursive: true });
        await writeFile(join(root, path), text);
      }
      return `${root}/`;
    }

    it("on a desktop", async () => {
      const at = await system({
        "proc/sys/kernel/yama/ptrace_scope": "1\n",
        "proc/self/status": "Name:\tnode\nCapEff:\t0000000000000000\nSeccomp:\t0\n",
        "proc/1/cgroup": "0::/init.scope\n",
      });
      assert.deepEqual(readPtraceFacts(at), { scope: 1, capabilities: "0000000000000000", filtered: false });
    });

    it("in a container", async () => {
      const at = await system({
        "proc/self/status": "CapEff:\t00000000a80425fb\nSeccomp:\t2\n",
        "proc/1/cgroup": "1:name=systemd:/kubepods/burstable/pod0123\n",
      });
      assert.deepEqual(readPtraceFacts(at), {
        capabilities: "00000000a80425fb",
        filtered: true,
        container: "kubepods",
      });
    });

    it("in docker and podman, which leave a file", async () => {
      assert.equal(readPtraceFacts(await system({ ".dockerenv": "" })).container, "docker");
      await rm(join(root, ".dockerenv"));
      assert.equal(readPtraceFacts(await system({ "run/.containerenv": "" })).container, "podman");
    });
  });

  describe("of a directory", () => {
    it("that is there", async () => {
      await chmod(root, 0o750);
      const facts = await examineDirectory(root);
      assert((facts.freeBytes ?? 0) > 0);
      assert.deepEqual(
        { ...facts, freeBytes: 0 },
        { path: root, exists: true, writable: true, mode: 0o750, freeBytes: 0 },
      );
      assert.equal(await whyNotExecutable(root, process.env), undefined);
      assert.deepEqual(await readdir(root), []);
    });

    it("that can be made", async () => {
      const path = join(root, "a", "b");
      assert.deepEqual(await examineDirectory(path), { path, exists: false, writable: true });
      assert.deepEqual(await readdir(root), []);
    });

    it("that cannot be made, or is a file", async () => {
      const file = join(root, "file");
      await writeFile(file, "");
      assert.equal((await examineDirectory(file)).writable, false);
      const below = await examineDirectory(join(file, "below"));
      assert.equal(below.writable, false);
    });

    it("that cannot be written", async () => {
      const facts = await examineDirectory("/proc/self");
      assert.equal(facts.writable, false);
      assert.match(facts.why ?? "", /^E/);
    });
  });

  it("of programs on PATH", async () => {
    assert.equal(shCheck({ PATH: root }).status, "error");
    assert.equal(straceCheck({ PATH: root }).status, "warning");
    await writeFile(join(root, "sh"), "");
    await chmod(join(root, "sh"), 0o755);
    assert.deepEqual(shCheck({ PATH: `/nonexistent:${root}` }), {
      id: "sh",
      title: "sh",
      status: "ok",
      found: join(root, "sh"),
    });
  });
});
