import assert from "node:assert/strict";
import { errorIds, Failure } from "../../../shared/contract/errors.ts";
import { checkArguments } from "../../../server/commands/arguments.ts";
import { commandNames } from "../../../server/commands/names.ts";

function wrong(name: Parameters<typeof checkArguments>[0], ...given: unknown[]): string {
  try {
    checkArguments(name, given);
  } catch (error) {
    assert.ok(error instanceof Failure && error.id === errorIds.wrongArguments, String(error));
    return error.format;
  }
  assert.fail(`${name} took ${JSON.stringify(given)}`);
}

describe("the arguments of commands", () => {
  it("are the common ones for each, none of which need be there", () => {
    const given = { uri: "file:///m/main.go", package: "m", run: "r", args: ["x", "1"], show: true };
    for (const name of commandNames) {
      assert.deepEqual(checkArguments(name, [given]), given);
      assert.deepEqual(checkArguments(name, undefined), {});
      assert.deepEqual(checkArguments(name, [null]), {});
      assert.deepEqual(checkArguments(name, [{ uri: null, package: undefined }]), {});
    }
  });

  it("are the request's own, too", () => {
    for (const [name, own] of [
      ["cacheKeys", { onlyMisses: true, inputs: false }],
      ["procTree", { live: false }],
      ["forecast", { for: "debug", overlay: { "/m/a=b.go": "package m" } }],
    ] as const) {
      assert.deepEqual(checkArguments(name, [own]), own);
      assert.match(wrong("stop", own), /^gorunscope\.stop has no argument /);
    }
  });

  it("may say that the program has no arguments", () => {
    assert.deepEqual(checkArguments("run", [{ args: [] }]), { args: [] });
  });

  it("are an error where they are wrong", () => {
    const takes = "{ uri?, package?, run?, args?, show? }";
    assert.equal(wrong("run", { live: true }), `gorunscope.run has no argument live. It takes ${takes}.`);
    assert.equal(wrong("run", "x"), `gorunscope.run takes one object ${takes}`);
    assert.equal(wrong("run", {}, {}), `gorunscope.run takes one object ${takes}`);
    assert.equal(wrong("cacheKeys", { onlyMisses: 3 }), "onlyMisses takes true or false; it got a number");
    assert.equal(wrong("forecast", { for: "test" }), 'for takes "run" or "debug"; it got "test"');
    assert.equal(
      wrong("forecast", { overlay: { "/m/u.go": 3 } }),
      "overlay takes an object of texts by absolute path; it got an object",
    );
  });
});
