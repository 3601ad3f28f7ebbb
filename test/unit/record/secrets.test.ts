import assert from "node:assert/strict";
import type { RunRecord } from "../../../shared/contract/record.ts";
import { digester, digestText } from "../../../shared/record/digest.ts";
import { redactInputs, redactRecord } from "../../../shared/record/secrets.ts";
import { generatedRecord } from "../../support/generatedRecord.ts";

const digest = digester(Buffer.alloc(32, 7));
const hidden = (value: string) => digestText(digest(value));

/** A record with every kind of secret in every place that can hold one. */
function secretRecord(): RunRecord {
  const record = generatedRecord({ cold: true });
  const go = ["/usr/local/go/bin/go", "run", "-ldflags=-X main.key=hunter2", "./cmd/server", "--password", "hunter2"];
  const executable = "/tmp/go-build1234567890/b001/exe/server";
  const [compile, , , link] = record.cacheKeys.actions;
  assert.ok(compile?.inputs && link?.inputs && link.command);
  record.flags = ["-ldflags=-X main.key=hunter2"];
  record.gaps = ["go env failed: GOPROXY=https://someone:hunter2@proxy.example.com,direct"];
  record.buildDir.command = go;
  record.buildDir.executable = { path: executable, origin: "work", bytes: 1, buildID: "a/b/c/d", hasDwarf: true };
  link.command.push("-X", "main.key=hunter2", "-extld=gcc");
  link.inputs.push({ kind: "flag", name: "ldflags -X main.key", value: "hunter2" });
  link.reason = {
    kind: "changed",
    sentence: "-X main.key changed",
    changes: [{ kind: "flag", name: "ldflags -X main.key", before: "hunter1", after: "hunter2" }],
  };
  compile.inputs.push({ kind: "env", name: "modinfo CGO_CFLAGS", value: "-DKEY=hunter2" });
  compile.inputs.push({ kind: "flag", name: "toolexec", value: "get https://hunter2@example.com/x" });
  compile.inputs.push({
    kind: "module",
    name: "example.com/dep",
    value: "v1.0.0 h1:abc= => https://a:hunter2@example.com/fork",
  });
  const { root } = record.procTree;
  root.command = go;
  const program = { ...root, role: "program" as const, command: [executable, "--password", "hunter2"], children: [] };
  const child = { ...program, role: "child" as const, command: ["sh", "-c", "echo hunter2"] };
  root.children.push({ ...program, children: [child] });
  return record;
}

describe("a redacted record", () => {
  it("holds no secret anywhere", () => {
    const text = JSON.stringify(redactRecord(secretRecord(), digest));
    assert.ok(!/hunter|--password/.test(text), /.{80}(?:hunter|--password).{20}/.exec(text)?.[0]);
  });

  it("has digests that stay readable where they stand", () => {
    const record = redactRecord(secretRecord(), digest);
    assert.deepEqual(record.flags, [`-ldflags=-X main.key=${hidden("hunter2")}`]);
    assert.deepEqual(record.buildDir.command.slice(2), [
      ...record.flags,
      "./cmd/server",
      hidden("--password"),
      hidden("hunter2"),
    ]);
    assert.deepEqual(record.gaps, [
      `go env failed: GOPROXY=https://${hidden("someone:hunter2")}@proxy.example.com,direct`,
    ]);
    assert.deepEqual(record.cacheKeys.actions[3]?.reason?.changes, [
      { kind: "flag", name: "ldflags -X main.key", before: hidden("hunter1"), after: hidden("hunter2") },
    ]);
    assert.deepEqual(record.cacheKeys.actions[3]?.command?.slice(-3), [
      "-X",
      `main.key=${hidden("hunter2")}`,
      "-extld=gcc",
    ]);
    assert.deepEqual(record.procTree.root.children.at(-1)?.children[0]?.command, [
      "sh",
      hidden("-c"),
      hidden("echo hunter2"),
    ]);
  });

  it("has all the rest as it was, and the original is not touched", () => {
    const plain = generatedRecord({ cold: true });
    assert.deepEqual(redactRecord(plain, digest), generatedRecord({ cold: true }));
    const secret = secretRecord();
    redactRecord(secret, digest);
    assert.deepEqual(secret, secretRecord());
  });

  it("has the inputs as they compare with those of a run that goes on", () => {
    const secret = secretRecord();
    const record = redactRecord(secret, digest);
    for (const [index, action] of secret.cacheKeys.actions.entries()) {
      assert.deepEqual(record.cacheKeys.actions[index]?.inputs, redactInputs(action.inputs ?? [], digest));
    }
    assert.ok(record.cacheKeys.actions[0]?.inputs?.some(({ value }) => value === hidden("-DKEY=hunter2")));
  });
});
