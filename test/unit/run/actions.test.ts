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

  it("takes a profile that was preprocessed for built, though go gives it no build ID", () => {
    const actions = new BuildActions();
    const times = { timeStart: "2026-01-01T00:00:00Z", timeDone: "2026-01-01T00:00:01Z" };
    const ran = { commands: ["tool"], ran: true, deps: [], ...times };
    actions.tool(1, "", ["/go/pkg/tool/linux_amd64/preprofile"], 0);
    actions.finish();
    actions.settle({
      actions: [
        { id: 1, mode: "preprocess PGO profile", package: "", ...ran },
        { id: 2, mode: "build", package: "a", ...ran },
      ],
    });
    assert.deepEqual(
      actions.all.map((action) => [action.id, actions.state(action).state]),
      [
        ["preprocess PGO profile ", "miss"],
        ["build a", "failed"],
      ],
    );
  });
});
