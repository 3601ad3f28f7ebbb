import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { Channel } from "../../../shared/dap/channel.ts";
import { DapClient, DapError } from "../../../shared/dap/client.ts";

/** A client and, at the other end, what an adapter would hold. */
function connected(timeoutMs?: number): {
  client: DapClient;
  adapter: Channel;
  requests: DebugProtocol.Request[];
  answers: DebugProtocol.Response[];
} {
  const [toAdapter, toClient] = [new PassThrough(), new PassThrough()];
  const client = DapClient.over(toClient, toAdapter, timeoutMs === undefined ? {} : { timeoutMs });
  const adapter = new Channel(toAdapter, toClient);
  const requests: DebugProtocol.Request[] = [];
  const answers: DebugProtocol.Response[] = [];
  adapter.onFrame(({ message }) => {
    if (message.type === "response") {
      answers.push(message as DebugProtocol.Response);
      return;
    }
    const request = message as DebugProtocol.Request;
    requests.push(request);
    if (request.command === "hang") return;
    const success = request.command !== "fail";
    const rest = success
      ? { body: request.arguments as unknown }
      : { message: "no", body: { error: { id: 7004, format: "no, do this" } } };
    adapter.send({
      seq: 0,
      type: "response",
      request_seq: request.seq,
      command: request.command,
      success,
      ...rest,
    } as never);
  });
  return { client, adapter, requests, answers };
}

const event = (name: string, body?: unknown) => ({ seq: 0, type: "event", event: name, body });

describe("DapClient", () => {
  it("gives the body of the answer", async () => {
    const { client } = connected();
    assert.deepEqual(await client.request("echo", { a: 1 }), { a: 1 });
    await client.close();
  });

  it("rejects with the answer's message and body", async () => {
    const { client } = connected();
    await assert.rejects(client.request("fail"), (error: DapError) => {
      assert.equal(error.command, "fail");
      assert.equal(error.message, "no");
      assert.equal(error.body?.error?.id, 7004);
      return error instanceof DapError;
    });
    await client.close();
  });

  it("fails everything that is pending when the connection closes", async () => {
    const { client, adapter } = connected();
    const request = assert.rejects(client.request("hang"), DapError);
    const event = assert.rejects(client.waitFor("never"), /adapter closed the connection/);
    await adapter.close();
    await Promise.all([request, event, client.closed()]);
    await assert.rejects(client.request("echo"), DapError);
    await assert.rejects(client.waitFor("never"), /no event never/);
  });

  it("hands each event to one wait, whether it came before or comes after", async () => {
    const { client, adapter } = connected();
    adapter.send(event("stopped", { n: 1 }));
    adapter.send(event("output", { n: 2 }));
    adapter.send(event("stopped", { n: 3 }));
    await client.request("echo");
    assert.deepEqual((await client.waitFor("stopped", ({ body }) => (body as { n: number }).n > 1)).body, { n: 3 });
    assert.deepEqual((await client.waitFor("stopped")).body, { n: 1 });
    const next = client.waitFor("stopped");
    adapter.send(event("stopped", { n: 4 }));
    assert.deepEqual((await next).body, { n: 4 });
    assert.deepEqual(
      client.events.map(({ body }) => (body as { n: number }).n),
      [1, 2, 3, 4],
    );
    await client.close();
  });

  it("answers reverse requests with their handler, and others with an error", async () => {
    const { client, adapter, answers } = connected();
    client.onReverseRequest("runInTerminal", (args) => ({ processId: (args as { pid: number }).pid }));
    adapter.send({ seq: 5, type: "request", command: "runInTerminal", arguments: { pid: 7 } } as never);
    adapter.send({ seq: 6, type: "request", command: "startDebugging" } as never);
    while (answers.length < 2) await client.request("echo");
    const [first, second] = answers.sort((a, b) => a.request_seq - b.request_seq);
    assert.deepEqual([first?.request_seq, first?.success, first?.body], [5, true, { processId: 7 }]);
    assert.deepEqual([second?.request_seq, second?.success], [6, false]);
    await client.close();
  });

  it("fails late answers with the transcript", async () => {
    const { client } = connected(20);
    await assert.rejects(client.request("hang"), /no answer to hang in 20 ms\n→ .*"command":"hang"/);
    await client.close();
  });
});
