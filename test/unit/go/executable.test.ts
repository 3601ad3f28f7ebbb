import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readExecutable, readPackageBuildID } from "../../../shared/go/executable.ts";
import { fixture } from "./fixtures.ts";

/** What `go tool buildid` printed of each. */
const buildIDs = new Map(
  fixture("executables.txt")
    .toString()
    .trim()
    .split("\n")
    .map((line): [string, string] => [line.split(" ")[0] ?? "", line.split(" ")[1] ?? ""]),
);

const formats: Record<string, object> = {
  "linux-amd64": { machine: "amd64", format: "elf", elfClass: 64 },
  "linux-386": { machine: "386", format: "elf", elfClass: 32 },
  "linux-s390x": { machine: "s390x", format: "elf", elfClass: 64 },
  "darwin-arm64": { machine: "arm64", format: "macho" },
  "darwin-amd64": { machine: "amd64", format: "macho" },
};

describe("files that go made", () => {
  let directory = "";
  let path = "";
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "gorunscope-executable-"));
    path = join(directory, "file");
  });
  after(() => rm(directory, { recursive: true }));

  async function read(bytes: Buffer | string) {
    await writeFile(path, bytes);
    return readExecutable(path);
  }

  const executables = [...buildIDs.keys()].filter((name) => name.startsWith("executable-"));
  assert.equal(executables.length, 8);
  for (const name of executables) {
    const [, target = "", goVersion, stripped] = /^executable-(\w+-\w+)-(go[\d.]+)(-stripped)?$/.exec(name) ?? [];

    it(`tell their facts: ${name}`, async () => {
      const bytes = fixture(`${name}.gz`);
      assert.deepEqual(await read(bytes), {
        bytes: bytes.length,
        buildID: buildIDs.get(name),
        hasDwarf: stripped === undefined,
        goVersion,
        ...formats[target],
      });
    });

    it(`are damaged, but no failure, when cut off: ${name}`, async () => {
      const bytes = fixture(`${name}.gz`);
      for (let length = 0; length < 5000; length += 37) {
        const facts = await read(bytes.subarray(0, length));
        assert.ok(facts === undefined || facts.bytes === length);
      }
    });

    it(`are damaged, but no failure, with any wrong byte in the header: ${name}`, async () => {
      const bytes = fixture(`${name}.gz`).subarray(0, 8192);
      for (let at = 0; at < 64; at++) {
        for (const value of [0, 0x7f, 0xff]) {
          const wrong = Buffer.from(bytes);
          wrong[at] = value;
          await read(wrong);
        }
      }
    });
  }

  it("are told from others", async () => {
    assert.equal(await read(""), undefined);
    assert.equal(await read("#!/bin/sh\necho a script\n"), undefined);
    assert.equal(await read("MZ another format's executable"), undefined);
    assert.equal(await read(fixture("package-go1.26.8.a.gz")), undefined);
  });

  it("that cannot be read are an error of the file system", async () => {
    await assert.rejects(readExecutable(join(directory, "missing")), { code: "ENOENT" });
    await assert.rejects(readPackageBuildID(join(directory, "missing")), { code: "ENOENT" });
    await assert.rejects(readExecutable(directory), { code: "EISDIR" });
  });

  it("have a build ID when they are packages, too", async () => {
    await writeFile(path, fixture("package-go1.26.8.a.gz"));
    assert.equal(await readPackageBuildID(path), buildIDs.get("package-go1.26.8.a"));
    await writeFile(path, "!<arch>\n__.SYMDEF 0\n");
    assert.equal(await readPackageBuildID(path), undefined);
  });
});
