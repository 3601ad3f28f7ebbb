/** Helix takes messages apart more strictly than the protocol: a body too many or too few ends its session. Mode run holds to that. */
import assert from "node:assert/strict";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { DapClient, DapError } from "../../../shared/dap/client.ts";
import { mainFile, writeModule } from "../../support/goModule.ts";
import { launchUntilStopped, outputOf, withSession } from "../../support/session.ts";
import { testDlv } from "../../support/tools.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";

/** What Helix says of itself; `type`, `name` and `request` are not in its launch arguments. */
const helix: Partial<DebugProtocol.InitializeRequestArguments> = {
  clientID: "hx",
  clientName: "helix",
  supportsProgressReporting: false,
};

/** The events that Helix 25.01 knows (helix-dap/src/types.rs). */
const knownEvents = [
  ...["initialized", "stopped", "continued", "exited", "terminated", "thread", "output", "breakpoint", "module"],
  ...["loadedSource", "process", "capabilities", "memory"],
];

const source = `package main

import (
	"fmt"
	"os"
)

func main() {
	n := 2
	show(n)
	fmt.Println("shown")
}

func show(n int) {
	fmt.Println(os.Args[1:])
}
`;

let world: World;
let directory: string;

before(async function () {
  this.timeout(300_000);
  await testDlv();
  world = makeWorld();
  warmCache(world);
  directory = writeModule(world.path, "strict", { "main.go": source });
});
after(() => world.remove());

/** The answer to the last request of a name, as it came. */
function answerTo(client: DapClient, command: string): DebugProtocol.Response {
  const answers = client.transcript.map(({ message }) => message as DebugProtocol.Response);
  const answer = answers.findLast((message) => message.type === "response" && message.command === command);
  assert.ok(answer, `${command} was answered`);
  return answer;
}

function inSession(test: (client: DapClient) => Promise<void>): Promise<void> {
  return withSession(world, test, { initialize: helix });
}

describe("proxy point 12: Helix", () => {
  it("has a body where it expects one, none where it expects none, and no event that it does not know", () =>
    inSession(async (client) => {
      const { threadId } = await launchUntilStopped(client, { cwd: directory, args: [8080, "x"] });
      for (const command of ["next", "next", "stepIn", "stepOut"]) {
        await client.request(command, { threadId });
        await client.waitFor("stopped");
      }
      await client.request("continue", { threadId });
      await client.waitFor("terminated");
      await client.request("terminate");
      await client.request("disconnect");
      for (const command of ["initialize", "continue"]) {
        assert.equal(typeof answerTo(client, command).body, "object", command);
      }
      for (const command of ["launch", "configurationDone", "next", "stepIn", "stepOut", "terminate", "disconnect"]) {
        assert.equal("body" in answerTo(client, command), false, command);
      }
      const events = client.events.map(({ event }) => event).filter((event) => !knownEvents.includes(event));
      assert.deepEqual(events, []);
      // A build that takes long is told of before.
      assert.match(outputOf(client, "stdout"), /^\[8080 x\]$/m, "a number is its text");
    }));

  it("has no body in the answer to pause and to restart either", () =>
    inSession(async (client) => {
      const { threadId } = await launchUntilStopped(client, { cwd: directory });
      await client.request("pause", { threadId });
      await client.request("restart");
      await client.waitFor("stopped");
      for (const command of ["pause", "restart"]) assert.equal("body" in answerTo(client, command), false, command);
    }));

  it("reads the whole sentence in body.error.format, and hears that a failed launch ends the session", () =>
    inSession(async (client) => {
      const broken = mainFile([], ["one()", "two()"]);
      const program = writeModule(world.path, "broken", { "main.go": broken });
      await assert.rejects(client.request("launch", { mode: "run", program }), (error: DapError) => {
        const { format = "", showUser } = error.body?.error ?? {};
        assert.doesNotMatch(error.message, /undefined: two/);
        assert.match(format, /undefined: one[^]*undefined: two/);
        return showUser === true;
      });
      await client.waitFor("terminated");
    }));

  it("has the console's gorun commands in :debug-eval, which says no context", async () => {
    const evaluate = async (client: DapClient, expression: string, context?: string) => {
      const args = { expression, context };
      return (await client.request<DebugProtocol.EvaluateResponse["body"]>("evaluate", args)).result;
    };
    await inSession(async (client) => {
      await launchUntilStopped(client, { cwd: directory });
      assert.match(await evaluate(client, "gorun buildDir"), /go-build/);
      assert.equal(await evaluate(client, "1 + 1"), "2");
      await assert.rejects(evaluate(client, "gorun buildDir", "watch"), /Unable to evaluate/);
    });
  });
});
