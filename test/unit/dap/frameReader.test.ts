import assert from "node:assert/strict";
import fc from "fast-check";
import { BrokenStream, FrameReader, maxBodyBytes } from "../../../shared/dap/frameReader.ts";

function read(...chunks: (string | Buffer)[]): { bodies: string[]; reader: FrameReader } {
  const bodies: string[] = [];
  const reader = new FrameReader((frame) => bodies.push(frame.raw?.toString() ?? ""));
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  return { bodies, reader };
}

function framed(body: string): string {
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

describe("FrameReader", () => {
  it("gives the same bodies however the bytes are cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "grapheme" })),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (bodies, sizes) => {
          const bytes = Buffer.from(bodies.map(framed).join(""));
          const chunks: Buffer[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
            const size = sizes[turn % sizes.length]!;
            chunks.push(bytes.subarray(at, at + size));
            at += size;
          }
          const result = read(...chunks);
          assert.deepEqual(result.bodies, bodies);
          assert.equal(result.reader.isWithinFrame, false);
        },
      ),
    );
  });

  it("takes header names in any case, further headers and spaces", () => {
    const { bodies } = read(
      "content-length:2\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{}",
      framed("[]"),
    );
    assert.deepEqual(bodies, ["{}", "[]"]);
  });

  it("takes a body of 10 MB that comes in pieces", () => {
    const body = JSON.stringify({ type: "event", event: "output", body: "x".repeat(10 * 1024 * 1024) });
    const bytes = Buffer.from(framed(body));
    const chunks: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += 65_536) chunks.push(bytes.subarray(at, at + 65_536));
    assert.deepEqual(
      read(...chunks).bodies.map((each) => each.length),
      [body.length],
    );
  });

  it("knows when it stands within a frame", () => {
    assert.equal(read("Content-Len").reader.isWithinFrame, true);
    assert.equal(read(framed("{}").slice(0, -1)).reader.isWithinFrame, true);
    assert.equal(read(framed("{}")).reader.isWithinFrame, false);
  });

  const broken: [what: string, bytes: string, sentence: RegExp][] = [
    ["no length", "Content-Type: x\r\n\r\n{}", /without Content-Length/],
    ["a length that is no number", "Content-Length: many\r\n\r\n{}", /no number: "many"/],
    ["a number with something behind it", "Content-Length: 2x\r\n\r\n{}", /no number: "2x"/],
    ["a negative length", "Content-Length: -1\r\n\r\n{}", /no number/],
    ["4 GB", "Content-Length: 4294967296\r\n\r\n{}", /Content-Length of 4294967296/],
    ["one byte too many", `Content-Length: ${maxBodyBytes + 1}\r\n\r\n`, /over/],
    ["a line without a colon", "GET / HTTP/1.1\r\n\r\n", /colon/],
    ["a header without end", "x".repeat(20_000), /no end of a header/],
  ];
  for (const [what, bytes, sentence] of broken) {
    it(`gives up at ${what}`, () => {
      assert.throws(
        () => read(framed("{}"), bytes),
        (error) => error instanceof BrokenStream && sentence.test(error.message),
      );
    });
  }
});
