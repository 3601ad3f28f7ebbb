import assert from "node:assert/strict";
import { keyOf, linkInputs, linkOutputKey, mainInputs, programKeys } from "../../../shared/forecast/keys.ts";
import { buildIDOfMain, recorded, versions } from "./recorded.ts";

for (const version of versions) {
  describe(`the keys of go run from those of go list (${version})`, () => {
    const run = recorded("run", version);
    const list = programKeys(recorded("list", version))!;

    it("hashes what was printed to what was printed as the key", () => {
      for (const block of [...run.values(), ...recorded("list", version).values()]) {
        assert.equal(keyOf(block.rawInputs()), block.actionID, `${block.kind} ${block.package}`);
      }
    });

    it("are the same for all packages but main", () => {
      const builds = [...run.values()].filter(({ kind }) => kind === "build");
      assert.deepEqual([...list.packages.keys()].sort(), builds.map((block) => block.package).sort());
      for (const { package: path, actionID } of builds) {
        if (path !== list.main) assert.equal(list.packages.get(path)?.block.actionID, actionID, path);
      }
    });

    it("are computed for main and for the link", () => {
      assert.equal(list.main, "example.com/m");
      const main = list.packages.get(list.main)!.block;
      assert.equal(keyOf(mainInputs(main)), run.get("build example.com/m")?.actionID);
      assert.equal(keyOf(linkInputs(list, buildIDOfMain(run))), run.get("link example.com/m")?.actionID);
    });

    it("say which packages are in the cache", () => {
      for (const { package: path, cached } of list.packages.values()) {
        assert.equal(cached, path === list.main ? undefined : true, path);
      }
      const edited = programKeys(recorded("list-edited", version))!;
      const absent = [...edited.packages.values()].filter(({ cached }) => cached === false);
      assert.deepEqual(absent.map((each) => each.package).sort(), ["example.com/m/leaf", "example.com/m/mid"]);
    });
  });
}

describe("programKeys", () => {
  it("finds none without a link", () => {
    const blocks = new Map([...recorded("list", "go1.26.8")].filter(([name]) => !name.startsWith("link ")));
    assert.equal(programKeys(blocks), undefined);
  });
});

describe("linkOutputKey", () => {
  it("is go's subkey", () => {
    // As go 1.26.8 printed it: HASH subkey KEY "link-stdout" = SUBKEY.
    const key = "82f9f247f501c7c571ccd2a2a61f33e9325066b04a26ea47bfa271d4d701aa06";
    assert.equal(linkOutputKey(key), "2ca3e7520ba234c85326ae561d9eaab4f577394e8f0ad54e0f2f335f8c3d967a");
  });
});
