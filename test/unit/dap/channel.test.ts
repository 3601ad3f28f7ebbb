import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
import { PassThrough, Writable } from "node:stream";
import { Channel } from "../../../shared/dap/channel.ts";
import { frameOfBytes, type Frame } from "../../../shared/dap/frame.ts";

function framed(body: string): string {
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

const event = (name: string) => `{"seq":0,"type":"event","event":"${name}"}`;

interface Observed {
  channel: Channel;
  input: PassThrough;
  events: string[];
  problems: string[];
  closed: Promise<Error | undefined>;
}

/** A channel whose input a test writes. */
function observe(writable: Writable = new PassThrough().resume()): Observed {
  const input = new PassThrough();
  const channel = new Channel(input, writable);
  const events: string[] = [];
  const problems: string[] = [];
  const closed = new Promise<Error | undefined>((resolve) => channel.onClose(resolve));
  channel.onProblem((sentence) => problems.push(sentence));
  channel.onFrame((frame) => events.push(frame.head.type === "event" ? frame.head.event : frame.head.type));
  return { channel, input, events, problems, closed };
}

describe("Channel: what comes in", () => {
  it("hands over frames in their order, also those before the end", async () => {
    const { input, events, problems, closed } = observe();
    input.write(framed(event("one")) + framed(event("two")));
    input.end(framed(event("three")));
    assert.equal(await closed, undefined);
    assert.deepEqual(events, ["one", "two", "three"]);
    assert.deepEqual(problems, []);
  });

  it("drops a body that is not JSON, says so, and goes on", async () => {
    const { input, events, problems, closed } = observe();
    input.end(framed("{oops") + framed(event("next")));
    assert.equal(await closed, undefined);
    assert.deepEqual(events, ["next"]);
    assert.match(problems.join(), /no DAP message/);
  });

  it("reports a listener that throws, and goes on", async () => {
    const input = new PassThrough();
    const channel = new Channel(input, new PassThrough());
    const problems: string[] = [];
    const seen: string[] = [];
    channel.onProblem((sentence) => problems.push(sentence));
    channel.onFrame((frame) => {
      if (frame.head.type !== "event") return;
      seen.push(frame.head.event);
      if (frame.head.event === "bad") throw new Error("did not like it");
    });
    input.end(framed(event("bad")) + framed(event("good")));
    await new Promise<void>((resolve) => channel.onClose(() => resolve()));
    assert.deepEqual(seen, ["bad", "good"]);
    assert.deepEqual(problems, ["event bad could not be handled: did not like it"]);
  });

  it("says when the end comes within a frame", async () => {
    const { input, problems, closed } = observe();
    input.end(framed(event("cut")).slice(0, -3));
    assert.equal(await closed, undefined);
    assert.deepEqual(problems, ["the stream ended within a frame"]);
  });

  it("closes with a sentence where the next frame cannot be found", async () => {
    const { channel, input, events, problems, closed } = observe();
    input.write(framed(event("one")) + "Content-Length: 4294967296\r\n\r\n" + framed(event("lost")));
    assert.match((await closed)?.message ?? "", /the stream is broken: a Content-Length of 4294967296/);
    assert.equal(channel.isClosed, true);
    assert.deepEqual(events, ["one"]);
    assert.equal(problems.length, 1);
  });

  it("tells of its end once, and also who asks later", async () => {
    const { channel, input, closed } = observe();
    input.destroy();
    assert.equal(await closed, undefined);
    assert.equal(await new Promise((resolve) => channel.onClose(resolve)), undefined);
  });
});

describe("Channel: what goes out", () => {
  /** Collects writes as the stream gets them: each entry is one write to the operating system. */
  function collector(takes: () => Promise<void> = () => Promise.resolve()): { writes: string[]; stream: Writable } {
    const writes: string[] = [];
    const stream = new Writable({
      highWaterMark: 1024,
      writev(chunks, done) {
        writes.push(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)).toString());
        void takes().then(() => done());
      },
    });
    return { writes, stream };
  }

  it("writes a frame's header and body at once, in the strict form, with the length in bytes", async () => {
    const { writes, stream } = collector();
    const channel = new Channel(new PassThrough(), stream);
    channel.send({ seq: 1, type: "event", event: "ä" } as Frame["message"]);
    await channel.close();
    assert.deepEqual(writes, ['Content-Length: 37\r\n\r\n{"seq":1,"type":"event","event":"ä"}']);
  });

  it("writes a frame that came from elsewhere from its own bytes", async () => {
    const { writes, stream } = collector();
    const channel = new Channel(new PassThrough(), stream);
    const body = '{ "type":"event","event" : "x", "n": 1.0 }';
    channel.send(frameOfBytes(Buffer.from(body)));
    await channel.close();
    assert.deepEqual(writes, [framed(body)]);
  });

  it("numbers a frame anew and leaves every other byte as it is, also of one too long to be copied", async () => {
    const { writes, stream } = collector();
    const channel = new Channel(new PassThrough(), stream);
    const rest = '"type":"event","event":"x","body":{"float":1.0,"escaped":"\\u00e4","seq":0}}';
    channel.send(frameOfBytes(Buffer.from(`{"seq":0,${rest}`)), 42);
    const long = `"type":"event","event":"x","body":"${"ä".repeat(40_000)}"}`;
    channel.send(frameOfBytes(Buffer.from(`{"seq":1,${long}`)), 43);
    channel.send(frameOfBytes(Buffer.from('{"type":"event","event":"y","seq":3}')), 44);
    await channel.close();
    const last = { type: "event", event: "y", seq: 44 };
    assert.equal(
      writes.join(""),
      framed(`{"seq":42,${rest}`) + framed(`{"seq":43,${long}`) + framed(JSON.stringify(last)),
    );
  });

  it("keeps the order", async () => {
    const { writes, stream } = collector();
    const channel = new Channel(new PassThrough(), stream);
    const names = Array.from({ length: 200 }, (_, index) => `e${index}`);
    for (const name of names) channel.send(frameOfBytes(Buffer.from(event(name))));
    await channel.close();
    assert.equal(writes.join(""), names.map((name) => framed(event(name))).join(""));
  });

  it("writes the frames of one turn of the event loop at once", async () => {
    const { writes, stream } = collector();
    const channel = new Channel(new PassThrough(), stream);
    for (const name of ["a", "b"]) channel.send(frameOfBytes(Buffer.from(event(name))));
    await new Promise((resolve) => setImmediate(resolve));
    channel.send(frameOfBytes(Buffer.from(event("c"))));
    await channel.close();
    assert.deepEqual(writes, [framed(event("a")) + framed(event("b")), framed(event("c"))]);
  });

  it("is blocked while the peer does not read, and drained when it does", async () => {
    let read!: () => void;
    const reads = new Promise<void>((resolve) => (read = resolve));
    const { writes, stream } = collector(() => reads);
    const channel = new Channel(new PassThrough(), stream);
    const large = { seq: 1, type: "event", event: "x", body: "x".repeat(200_000) };
    channel.send(large);
    assert.equal(channel.isBlocked, false);
    channel.send(large);
    assert.equal(channel.isBlocked, true);
    let isDrained = false;
    const drained = channel.drained().then(() => (isDrained = true));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(isDrained, false);
    read();
    await drained;
    assert.equal(channel.isBlocked, false);
    await channel.close();
    assert.equal(writes.join(""), framed(JSON.stringify(large)).repeat(2));
  });

  it("closes also when the peer never reads", async () => {
    const { stream } = collector(() => new Promise(() => {}));
    const channel = new Channel(new PassThrough(), stream);
    channel.send({ seq: 1, type: "event", event: "x", body: "x".repeat(200_000) } as Frame["message"]);
    await channel.close();
    assert.equal(stream.destroyed, true);
  });
});

describe("Channel over a socket", () => {
  const directory = mkdtempSync(join(tmpdir(), "gorunscope-test-"));
  const server = createServer({ allowHalfOpen: true });
  before(async () => {
    server.listen(join(directory, "s"));
    await once(server, "listening");
  });
  after(() => {
    server.close();
    rmSync(directory, { recursive: true });
  });

  async function pair(): Promise<[Socket, Socket]> {
    const accepted = once(server, "connection") as Promise<[Socket]>;
    const near = connect(join(directory, "s"));
    return [near, (await accepted)[0]];
  }

  it("takes a peer that vanishes while we write as a close", async () => {
    const [near, far] = await pair();
    const channel = new Channel(near, near);
    channel.onFrame(() => {});
    const closed = new Promise((resolve) => channel.onClose(resolve));
    far.resume().destroy();
    for (let count = 0; count < 20; count += 1)
      channel.send({ seq: 1, type: "event", event: "x".repeat(100_000) } as Frame["message"]);
    assert.equal(await closed, undefined);
    await channel.close();
  });

  it("stops reading while paused, so that the peer has to wait", async () => {
    const [near, far] = await pair();
    const channel = new Channel(near, near);
    let frames = 0;
    let wake: (() => void) | undefined;
    channel.onFrame(() => {
      frames += 1;
      if (frames === 500) wake?.();
    });
    channel.pause();
    const body = framed(`{"seq":0,"type":"event","event":"x","body":"${"x".repeat(10_000)}"}`);
    for (let count = 0; count < 500; count += 1) far.write(body);
    // The kernel takes what it takes; the rest has to wait at the writer.
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(far.writableLength > 0);
    assert.ok(frames < 500);
    const all = new Promise<void>((resolve) => (wake = resolve));
    channel.resume();
    await all;
    far.destroy();
    await channel.close();
  });

  it("still sends to a peer that has only finished speaking", async () => {
    const [near, far] = await pair();
    const channel = new Channel(far, far);
    channel.onFrame(() => {});
    near.end();
    await new Promise<void>((resolve) => channel.onClose(() => resolve()));
    channel.send({ seq: 1, type: "event", event: "late" } as Frame["message"]);
    const received: Buffer[] = [];
    near.on("data", (chunk: Buffer) => received.push(chunk));
    await Promise.all([once(near, "close"), channel.close()]);
    assert.match(Buffer.concat(received).toString(), /late/);
  });
});
