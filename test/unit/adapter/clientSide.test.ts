import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { ClientSide } from "../../../adapter/clientSide.ts";
import { errorIds, Failure } from "../../../shared/contract/errors.ts";
import { Channel } from "../../../shared/dap/channel.ts";
import { DapError } from "../../../shared/dap/dapError.ts";
import { frameOfBytes } from "../../../shared/dap/frame.ts";

type Message = DebugProtocol.ProtocolMessage & Record<string, unknown>;

interface Opened {
  client: ClientSide;
  /** What the client has got, once everything so far is sent. */
  sent: () => Promise<Message[]>;
  close: () => Promise<void>;
}

function open(warn: (fields: unknown) => void = () => {}): Opened {
  const output = new PassThrough();
  const channel = new Channel(new PassThrough(), output);
  const client = new ClientSide(channel, { debug() {}, info() {}, warn: (_message, fields) => warn(fields) });
  const received: Message[] = [];
  const far = new Channel(output, new PassThrough());
  far.onFrame(({ message }) => received.push(message as Message));
  return {
    client,
    sent: async () => {
      await channel.drained();
      await new Promise((resolve) => setImmediate(resolve));
      return received;
    },
    close: () => channel.close(),
  };
}

const request = (seq: number, command: string): DebugProtocol.Request => ({ seq, type: "request", command });
const fromDlv = (message: object) => frameOfBytes(Buffer.from(JSON.stringify(message)));
const noReply = () => assert.fail("nobody asked");

describe("ClientSide", () => {
  it("answers each request once, whoever answers first", async () => {
    const { client, sent } = open();
    const [first, second] = [request(1, "threads"), request(2, "evaluate")];
    client.received(first);
    client.received(second);
    client.sendResponse(first, { threads: [] });
    client.sendError(first, new Error("late"));
    const answer = {
      seq: 4,
      type: "response",
      request_seq: 2,
      success: true,
      command: "evaluate",
      body: { result: "1" },
    };
    client.forward(fromDlv(answer), noReply);
    client.forward(fromDlv(answer), noReply);
    client.sendResponse(second);
    assert.deepEqual(
      (await sent()).map((message) => message["request_seq"]),
      [1, 2],
    );
    assert.deepEqual(client.unanswered, []);
  });

  it("numbers everything in one sequence, and leaves dlv's frames as they are but for that", async () => {
    const { client, sent } = open();
    client.sendEvent("output", { output: "a" });
    client.forward(fromDlv({ seq: 0, type: "event", event: "stopped", body: { threadId: 1 } }), noReply);
    client.forward(fromDlv({ seq: 1, type: "event", event: "continued", body: {} }), noReply);
    client.sendEvent("terminated");
    const messages = await sent();
    assert.deepEqual(
      messages.map(({ seq }) => seq),
      [1, 2, 3, 4],
    );
    assert.deepEqual(messages[1], { seq: 2, type: "event", event: "stopped", body: { threadId: 1 } });
    assert.equal("body" in messages[3]!, false);
  });

  it("drops an answer that nobody waits for", async () => {
    const { client, sent } = open();
    client.received(request(1, "next"));
    client.forward(fromDlv({ seq: 1, type: "response", request_seq: 1, success: true, command: "continue" }), noReply);
    client.forward(fromDlv({ seq: 2, type: "response", request_seq: 9, success: true, command: "next" }), noReply);
    client.forward(fromDlv({ seq: 3, type: "response", request_seq: 1, success: true, command: "next" }), noReply);
    assert.deepEqual(
      (await sent()).map((message) => [message["request_seq"], message["command"]]),
      [[1, "next"]],
    );
  });

  it("turns what dlv says after its answer into output, if it is an error", async () => {
    const { client, sent } = open();
    client.received(request(1, "restart"));
    const answer = { seq: 1, type: "response", request_seq: 1, command: "restart" };
    client.forward(fromDlv({ ...answer, success: true }), noReply);
    const error = { id: 3000, format: "Failed to restart: could not build" };
    client.forward(fromDlv({ ...answer, success: false, message: "Failed to restart", body: { error } }), noReply);
    const [first, second, ...rest] = await sent();
    assert.deepEqual([first?.["success"], first !== undefined && "body" in first, rest], [true, false, []]);
    assert.deepEqual(second?.["body"], { category: "stderr", output: "Failed to restart: could not build\n" });
  });

  it("takes dlv's internal error, which names no command, for the answer", async () => {
    const { client, sent } = open();
    client.received(request(3, "evaluate"));
    client.forward(fromDlv({ seq: 1, type: "response", request_seq: 3, success: false, command: "" }), noReply);
    assert.equal((await sent()).length, 1);
    assert.deepEqual(client.unanswered, []);
  });

  it("answers two requests of one number in their order", async () => {
    const { client, sent } = open();
    client.received(request(1, "threads"));
    client.received(request(1, "threads"));
    client.failUnanswered(new Failure(errorIds.debuggerEnded, "dlv ended"));
    assert.equal((await sent()).length, 2);
  });

  it("gives dlv's reverse requests a number of ours and its answers theirs again, by request_seq alone", async () => {
    const { client, sent } = open();
    const replies: DebugProtocol.Response[] = [];
    const own = client.reverseRequest("runInTerminal", { args: [] });
    client.forward(fromDlv({ seq: 1, type: "request", command: "startDebugging", arguments: {} }), (reply) =>
      replies.push(reply),
    );
    const [first, second] = await sent();
    assert.equal(second?.["command"], "startDebugging");
    // Without a seq, as Helix answers; and with one that is already taken, as dape does.
    client.answered({
      type: "response",
      request_seq: second?.seq,
      success: true,
      command: "startDebugging",
    } as DebugProtocol.Response);
    client.answered({
      seq: 1,
      type: "response",
      request_seq: first!.seq,
      success: true,
      command: "runInTerminal",
      body: { processId: 5 },
    });
    assert.deepEqual(replies, [{ type: "response", request_seq: 1, success: true, command: "startDebugging" }]);
    assert.deepEqual((await own).body, { processId: 5 });
    client.answered({ seq: 1, type: "response", request_seq: 99, success: true, command: "runInTerminal" });
  });

  it("fails reverse requests when the client goes away", async () => {
    const { client, close } = open();
    const asked = assert.rejects(client.reverseRequest("runInTerminal"), /went away/);
    await close();
    await asked;
    await assert.rejects(client.reverseRequest("runInTerminal"), /went away/);
  });

  it("says of a failure its id, its sentence and what to do, and shows that of a launch", async () => {
    const { client, sent } = open();
    client.received(request(1, "launch"));
    client.received(request(2, "buildDir"));
    client.received(request(3, "initialize"));
    client.sendError(
      request(1, "launch"),
      new Failure(errorIds.toolMissing, "dlv was not found", { advice: "Install it." }),
    );
    client.sendError(request(2, "buildDir"), new Failure(errorIds.noRunYet, "no run"));
    client.sendError(
      request(3, "initialize"),
      new DapError("initialize", "Failed", { error: { id: 3000, format: "Failed: x" } }),
    );
    assert.deepEqual(
      (await sent()).map(({ message, body }) => [message, (body as { error: object }).error]),
      [
        ["dlv was not found", { id: 7006, format: "dlv was not found. Install it.", showUser: true }],
        ["no run", { id: 7001, format: "no run", showUser: false }],
        ["Failed", { id: 3000, format: "Failed: x" }],
      ],
    );
  });

  it("calls an error of its own unexpected, and logs where it happened without what it says", async () => {
    const logged: unknown[] = [];
    const { client, sent } = open((fields) => logged.push(fields));
    client.received(request(1, "evaluate"));
    client.sendError(request(1, "evaluate"), new TypeError("cannot read secret"));
    const format =
      "gorunscope failed unexpectedly at evaluate: cannot read secret. This is a fault of gorunscope's; with --log its log says where.";
    assert.deepEqual((await sent())[0]?.["body"], { error: { id: 7000, format, showUser: false } });
    const [{ command, stack }] = logged as [{ command: string; stack: string }];
    assert.equal(command, "evaluate");
    assert.match(stack, /^ +at .*clientSide\.test\.ts/m);
    assert.doesNotMatch(stack, /secret/);
  });

  it("calls dlv's end what it is, where dlv gave no answer", async () => {
    const { client, sent } = open();
    client.received(request(1, "scopes"));
    client.sendError(request(1, "scopes"), new DapError("scopes", "dlv ended before it answered scopes"));
    assert.equal(((await sent())[0]?.["body"] as { error: { id: number } }).error.id, 7007);
  });
});
