import assert from "node:assert/strict";
import fc from "fast-check";
import { fixture, plain, readLog } from "./fixtures.ts";

/** Lines as go prints them of the actions that it has printed already, and of others. */
const forged = fc.array(
  fc
    .record({
      name: fc.constantFrom("build example.com/zoo/native", "link example.com/zoo", "build example.com/other"),
      value: fc.oneof(
        fc.constant(""),
        fc.stringMatching(/^[a-z ]{0,9}$/).map((text) => `: "${text}"`),
        fc.stringMatching(/^[0-9a-f]{64}$/).map((id) => `: ${id}`),
      ),
    })
    .map(({ name, value }) => `HASH[${name}]${value}\n`),
  { maxLength: 12 },
);

describe("lines that look like go's and come after go's own", () => {
  const whole = fixture("keys-zoo-go1.26.8.txt");
  const real = readLog(whole).blocks;

  it("make a block ambiguous at most, and never give it another key or other inputs", () => {
    fc.assert(
      fc.property(forged, fc.nat(), (lines, cut) => {
        const more = Buffer.from(lines.join(""));
        const at = cut % (more.length + 1);
        const { blocks } = readLog(whole, more.subarray(0, at), more.subarray(at));
        for (const [name, block] of real) {
          const now = blocks.get(name);
          if (now?.ambiguous !== true || block.ambiguous) assert.deepEqual(plain(now), plain(block), name);
          else assert.deepEqual([now.actionID, now.rawInputs()], [undefined, []], name);
        }
      }),
      { numRuns: 50 },
    );
  });
});
