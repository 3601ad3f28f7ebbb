/** What a client has heard of a session's end. */
import assert from "node:assert/strict";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { DapError } from "../../../shared/dap/dapError.ts";
import type { DapClient } from "../../../shared/dap/client.ts";

/** The sentences that the adapter itself has said: as output, and as the launch's error. */
export function sentencesOf(client: DapClient, launchError?: DapError): string[] {
  const said = client.events
    .filter((event) => event.event === "output")
    .map((event) => (event as DebugProtocol.OutputEvent).body.output)
    .filter((output) => output.startsWith("gorunscope: "))
    .map((output) => output.slice("gorunscope: ".length).trimEnd());
  return launchError === undefined ? said : [...said, launchError.message];
}

/** Each request was answered once, and once was it said that the session is over. */
export function assertCleanEnd(client: DapClient): void {
  assertOneAnswerEach(client);
  const names = client.events.map(({ event }) => event);
  assert.equal(names.filter((name) => name === "terminated").length, 1, "terminated, once");
  assert.ok(names.filter((name) => name === "exited").length <= 1, "exited, at most once");
  assert.ok(!names.slice(names.indexOf("terminated")).includes("exited"), "exited before terminated");
}

export function assertOneAnswerEach(client: DapClient): void {
  const messages = client.transcript.map(({ message }) => message);
  const answers = messages.filter(({ type }) => type === "response") as DebugProtocol.Response[];
  for (const { from, message } of client.transcript) {
    if (from !== "client" || message.type !== "request") continue;
    const { seq, command } = message as DebugProtocol.Request;
    const count = answers.filter((answer) => answer.request_seq === seq).length;
    assert.equal(count, 1, `answers to ${command}\n${client.formatTranscript()}`);
  }
}
