import assert from "node:assert/strict";
import type { KeyBlock } from "../../../shared/go/keyLog.ts";
import { BuildActions } from "../../../shared/run/actions.ts";

function block(packagePath: string, actionID?: string): KeyBlock {
  const key = { kind: "build", package: packagePath, ambiguous: actionID === undefined, rawInputs: () => [] };
  return actionID === undefined ? key : { ...key, actionID };
}

describe("BuildActions", () => {
  it("counts the actions that have a key, each once", () => {
    const actions = new BuildActions();
    actions.key(block("a", "11"));
    actions.key(block("b", "22"));
    actions.key(block("b", "22"));
    assert.equal(actions.keyed, 2);
    actions.plan({ actions: [{ id: 1, mode: "build", package: "c", commands: [], ran: false, deps: [] }] });
    assert.deepEqual([actions.keyed, actions.size], [2, 3]);
  });

  it("does not count a key that was given up since two have one name", () => {
    const actions = new BuildActions();
    actions.key(block("a", "11"));
    actions.key(block("a"));
    assert.equal(actions.keyed, 0);
  });
});
