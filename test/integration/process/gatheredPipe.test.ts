import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GatheredPipe } from "../../../shared/process/gatheredPipe.ts";
import { start } from "../../../shared/process/spawn.ts";

describe("GatheredPipe", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "gathered-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  async function opened(): Promise<GatheredPipe> {
    const pipe = await GatheredPipe.open(directory);
    assert.ok(pipe);
    return pipe;
  }

  it("gives all that was written, in its order, in fewer pieces, and ends with the writer", async () => {
    const pipe = await opened();
    assert.deepEqual(readdirSync(directory), []);
    const lines = 20_000;
    const script = `i=0; while [ $i -lt ${lines} ]; do echo "line $i" >&2; i=$((i + 1)); done`;
    start(["/bin/sh", "-c", script], { stdio: ["ignore", "ignore", pipe.writingEnd] });
    pipe.handedDown();
    const pieces: Buffer[] = [];
    pipe.output.on("data", (piece: Buffer) => pieces.push(piece));
    await once(pipe.output, "end");
    const expected = Array.from({ length: lines }, (_, index) => `line ${index}\n`).join("");
    assert.equal(Buffer.concat(pieces).toString(), expected);
    assert.ok(pieces.length < lines / 2, `${pieces.length} pieces`);
    await pipe.close();
  });

  it("ends when it is closed, though somebody still could write", async () => {
    const pipe = await opened();
    const writer = start(["/bin/sleep", "60"], { stdio: ["ignore", "ignore", pipe.writingEnd] });
    try {
      const ended = once(pipe.output.resume(), "close");
      await pipe.close();
      await ended;
    } finally {
      writer.process.kill("SIGKILL");
      await writer.exited;
    }
  });

  it("is none where it cannot be made", async () => {
    assert.equal(await GatheredPipe.open(join(directory, "missing")), undefined);
  });
});
