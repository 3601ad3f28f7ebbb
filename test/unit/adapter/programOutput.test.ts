import assert from "node:assert/strict";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { pumpOutput, type OutputTarget } from "../../../adapter/programOutput.ts";

function collected(): { pieces: string[]; target: OutputTarget } {
  const pieces: string[] = [];
  const target: OutputTarget = {
    output: (category, text) => void pieces.push(`${category}: ${text}`),
    isBlocked: false,
    drained: () => Promise.resolve(),
  };
  return { pieces, target };
}

describe("pumpOutput", () => {
  it("resolves when the stream has ended and all of it is handed on", async () => {
    const stream = new PassThrough();
    const { pieces, target } = collected();
    const pumped = pumpOutput(stream, "stdout", target);
    stream.write("one\n");
    stream.end(Buffer.from("ä").subarray(0, 1));
    await pumped;
    assert.deepEqual(pieces, ["stdout: one\n", "stdout: \ufffd"]);
  });

  it("resolves for a stream that has ended before, as an empty pipe does unread", async () => {
    const stream = new PassThrough();
    stream.end().resume();
    await once(stream, "close");
    const { pieces, target } = collected();
    await pumpOutput(stream, "stderr", target);
    assert.deepEqual(pieces, []);
  });

  it("resolves where the stream fails, with what came before", async () => {
    const stream = new PassThrough();
    const { pieces, target } = collected();
    const pumped = pumpOutput(stream, "stdout", target);
    stream.write("one\n");
    stream.destroy(new Error("broken"));
    await pumped;
    assert.deepEqual(pieces, ["stdout: one\n"]);
  });
});
