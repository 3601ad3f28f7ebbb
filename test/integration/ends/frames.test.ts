/** What no client should send: the session goes on where it can, else it ends and leaves nothing. */
import assert from "node:assert/strict";
import { assertNothingLeft } from "../../support/leaks.ts";
import { testDlv } from "../../support/tools.ts";
import { assertOneAnswerEach } from "./heard.ts";
import { Stage, type ScenePhase } from "./scenes.ts";

const phases: ScenePhase[] = ["building", "stopped"];

/** Bodies that are no message: each is dropped, and what comes after it is understood. */
const bodies = ["not json", "[]", "null", '{"type":"nothing"}', '{"seq":', "\xff\xfe", ""];

/** Bytes after which nobody can tell where the next frame begins. */
const breaks: Record<string, string> = {
  "a header without length": "Content-Type: text\r\n\r\n{}",
  "a length of 4 GB": "Content-Length: 4294967296\r\n\r\n{}",
  "a length below zero": "Content-Length: -1\r\n\r\n{}",
  "a length that is no number": "Content-Length: many\r\n\r\n{}",
  "no header at all": "what is this?\r\n\r\n",
  "a header without end": "x".repeat(100_000),
};

describe("what no client should send", () => {
  const stage = new Stage();
  before(() => testDlv());
  afterEach(() => stage.clear());
  after(() => stage.close());

  for (const phase of phases) {
    it(`${phase}: bodies that are no message are passed over`, async () => {
      const { client, world, adapter } = await stage.reach(phase);
      for (const body of bodies) {
        client.process!.stdin!.write(`Content-Length: ${Buffer.byteLength(body, "latin1")}\r\n\r\n${body}`, "latin1");
      }
      assert.ok(await client.request("buildDir"));
      await client.request("disconnect");
      await adapter.exited;
      assertOneAnswerEach(client);
      await assertNothingLeft(world);
    });

    it(`${phase}: a frame that comes byte by byte, with more headers, is understood`, async () => {
      const { client, adapter } = await stage.reach(phase);
      const body = JSON.stringify({ seq: 9999, type: "request", command: "disconnect" });
      for (const byte of `content-type: x\r\nCONTENT-LENGTH: ${body.length}\r\n\r\n${body}`) {
        await new Promise((resolve) => client.process!.stdin!.write(byte, resolve));
      }
      assert.deepEqual(await adapter.exited, { code: 0, signal: null });
      const answers = client.transcript.filter(
        ({ message }) => (message as { request_seq?: number }).request_seq === 9999,
      );
      assert.equal(answers.length, 1);
    });

    it(`${phase}: the connection is cut in the middle of a frame`, async () => {
      const { client, world, adapter } = await stage.reach(phase);
      client.process!.stdin!.end('Content-Length: 1000\r\n\r\n{"seq":1,"type":"request"');
      await adapter.exited;
      await assertNothingLeft(world);
    });

    for (const [name, bytes] of Object.entries(breaks)) {
      it(`${phase}: ${name}`, async () => {
        const { client, world, adapter } = await stage.reach(phase);
        client.process!.stdin!.write(bytes);
        const { signal } = await adapter.exited;
        assert.equal(signal, null, "it ends by itself");
        await assertNothingLeft(world);
      });
    }
  }
});
