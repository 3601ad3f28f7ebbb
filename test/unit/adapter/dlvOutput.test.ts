import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { DlvOutput } from "../../../adapter/dlvOutput.ts";

function collected(): {
  lines: string[];
  target: { output(category: string, text: string): void; isBlocked: boolean; drained(): Promise<void> };
} {
  const lines: string[] = [];
  const target = {
    output: (category: string, text: string) => void lines.push(`${category}: ${text}`),
    isBlocked: false,
    drained: () => Promise.resolve(),
  };
  return { lines, target };
}

describe("DlvOutput", () => {
  it("keeps what comes early, and hands it on before what comes later", async () => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const output = new DlvOutput(stdout, stderr);
    const { lines, target } = collected();
    stderr.write("warning\n");
    await output.settled();
    assert.deepEqual(lines, []);
    output.forwardTo(target);
    stdout.write("begin\n");
    await output.settled();
    assert.deepEqual(lines, ["stderr: warning\n", "stdout: begin\n"]);
  });

  it("is settled when all that was written is handed on, whole characters at a time", async () => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const output = new DlvOutput(stdout, stderr);
    const { lines, target } = collected();
    output.forwardTo(target);
    const text = Buffer.from("äöü\n".repeat(50_000));
    for (let at = 0; at < text.length; at += 1001) stdout.write(text.subarray(at, at + 1001));
    await output.settled();
    const sent = lines.map((line) => line.slice("stdout: ".length));
    assert.equal(sent.join(""), text.toString());
    assert.equal(
      sent.some((piece) => piece.includes("\ufffd")),
      false,
    );
  });

  it("finds the line that tells most", async () => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const output = new DlvOutput(stdout, stderr);
    assert.equal(output.lastWords, "");
    stderr.write("starting\nno such file\n\n");
    await output.settled();
    assert.equal(output.lastWords, ": no such file");
    stderr.write("panic: oh\n\ngoroutine 1 [running]:\nmain.main()\n");
    await output.settled();
    assert.equal(output.lastWords, ": panic: oh");
  });
});
