import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeBlocks, encodeBlocks, type KeyBlock } from "../../../shared/go/keyLog.ts";
import { fixture, plain, readLog, versions } from "./fixtures.ts";

function plainBlocks(blocks: ReadonlyMap<string, KeyBlock>) {
  return [...blocks].map(([name, block]) => [name, plain(block)]);
}

describe("encoded blocks", () => {
  for (const version of versions) {
    it(`are read back as they were in a log of ${version}`, () => {
      const { blocks } = readLog(fixture(`keys-${version}.txt.gz`));
      const encoded = encodeBlocks(blocks);
      assert.deepEqual(plainBlocks(decodeBlocks(encoded)), plainBlocks(blocks));
      assert.deepEqual(encodeBlocks(decodeBlocks(encoded)), encoded);
    });
  }

  it("keep which are ambiguous and which have no key", () => {
    const log = Buffer.concat([
      fixture("keys-test-go1.26.8.txt"),
      Buffer.from('HASH[build open]\nHASH[build open]: "x"\n'),
    ]);
    const decoded = decodeBlocks(encodeBlocks(readLog(log).blocks));
    assert.equal(decoded.get("build example.com/zoo/tested")?.ambiguous, true);
    assert.deepEqual(plain(decoded.get("build open")), {
      kind: "build",
      package: "open",
      actionID: undefined,
      ambiguous: false,
      inputs: ["x"],
    });
  });

  it("may be of any making", () => {
    const block: fc.Arbitrary<KeyBlock & { inputs: string[] }> = fc
      .record({ package: fc.string({ minLength: 1 }), inputs: fc.array(fc.string({ unit: "binary" })) })
      .map((each) => ({ ...each, kind: "build", ambiguous: false, rawInputs: () => each.inputs }));
    fc.assert(
      fc.property(fc.uniqueArray(block, { selector: (each) => each.package }), (made) => {
        const blocks = new Map(made.map((each) => [`build ${each.package}`, each]));
        const decoded = decodeBlocks(encodeBlocks(blocks));
        assert.deepEqual([...decoded.keys()], [...blocks.keys()]);
        for (const [name, { inputs }] of blocks) {
          assert.deepEqual(decoded.get(name)?.rawInputs(), inputs);
        }
      }),
    );
  });

  it("are none where nothing was logged", () => {
    assert.deepEqual(decodeBlocks(encodeBlocks(new Map())), new Map());
  });

  it("that are cut off, or something else, are an error", () => {
    const encoded = encodeBlocks(readLog(fixture("keys-zoo-go1.26.8.txt")).blocks);
    for (const length of [0, 1, 50, encoded.indexOf("\n"), encoded.length - 1]) {
      assert.throws(() => decodeBlocks(encoded.subarray(0, length)), Error, `${length} bytes`);
    }
    assert.throws(() => decodeBlocks(Buffer.from("{}\n")), /version undefined/);
    assert.throws(() => decodeBlocks(Buffer.from('{"version":2,"blocks":[]}\n')), /version 2/);
  });
});
