import assert from "node:assert/strict";
import { frameOf, frameOfBytes, leadingSeqBytes } from "../../../shared/dap/frame.ts";

describe("Frame", () => {
  it("reads what routes a frame of dlv's without parsing the rest of it", () => {
    const response = frameOfBytes(
      Buffer.from('{"seq":7,"type":"response","request_seq":12,"success":true,"command":"variables","body":{"cut off'),
    );
    assert.deepEqual(response.head, { type: "response", seq: 7, requestSeq: 12, success: true, command: "variables" });
    const event = frameOfBytes(Buffer.from('{"seq":0,"type":"event","event":"gorunscope.phase","body":'));
    assert.deepEqual(event.head, { type: "event", seq: 0, event: "gorunscope.phase" });
    assert.throws(() => event.message, SyntaxError);
  });

  it("reads the same of a frame that is written in another order", () => {
    const response = frameOfBytes(
      Buffer.from('{"type":"response","command":"next","success":false,"request_seq":3,"body":{"seq":9}}'),
    );
    assert.deepEqual(response.head, { type: "response", seq: 0, requestSeq: 3, success: false, command: "next" });
    const request = frameOfBytes(Buffer.from('{"seq":1,"type":"request","command":"launch","arguments":{}}'));
    assert.deepEqual(request.head, { type: "request", seq: 1, command: "launch" });
  });

  it("reads dlv's answers to what it could not decode, which name no command", () => {
    const frame = frameOfBytes(
      Buffer.from(
        '{"seq":0,"type":"response","request_seq":4,"success":false,"command":"","message":"Internal Error"}',
      ),
    );
    assert.deepEqual(frame.head, { type: "response", seq: 0, requestSeq: 4, success: false, command: "" });
  });

  for (const body of ["", "{", "[]", "null", "7", '{"seq":1}', '{"seq":1,"type":"telegram"}']) {
    it(`refuses ${JSON.stringify(body)}`, () => {
      assert.throws(() => frameOfBytes(Buffer.from(body)).head, SyntaxError);
    });
  }

  it("keeps the bytes of a message as it was when it was given", () => {
    const message = { seq: 1, type: "event", event: "output", body: { output: "ä" } };
    const frame = frameOf(message);
    message.body.output = "changed";
    assert.equal(frame.raw.toString(), '{"seq":1,"type":"event","event":"output","body":{"output":"ä"}}');
  });

  it("knows how far a body's number goes, where it stands first", () => {
    assert.equal(leadingSeqBytes(frameOfBytes(Buffer.from('{"seq":12,"type":"event"}'))), '{"seq":12,'.length);
    for (const body of [
      '{"type":"event","seq":3}',
      '{"seq":-1,"type":"event"}',
      '{ "seq":1,"type":"event"}',
      '{"seq":1}',
    ])
      assert.equal(leadingSeqBytes(frameOfBytes(Buffer.from(body))), 0, body);
  });
});
