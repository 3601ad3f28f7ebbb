import assert from "node:assert/strict";
import fc from "fast-check";
import { Failure } from "../../../shared/contract/errors.ts";
import { joinQuoted, splitQuoted } from "../../../shared/go/quoted.ts";

describe("Go's flag quoting", () => {
  it("splits as cmd/internal/quoted does", () => {
    // The cases of cmd/internal/quoted/quoted_test.go's TestSplit.
    const cases: [string, string[]][] = [
      ["", []],
      [" ", []],
      ["a", ["a"]],
      [" a", ["a"]],
      ["a ", ["a"]],
      ["a b", ["a", "b"]],
      ["a  b", ["a", "b"]],
      ["a\tb", ["a", "b"]],
      ["a\nb", ["a", "b"]],
      [`'a b'`, ["a b"]],
      [`"a b"`, ["a b"]],
      [`'a'`, ["a"]],
      [`"a"`, ["a"]],
      [`''`, [""]],
      [`""`, [""]],
      [`a'b`, ["a'b"]],
      [`a"b`, [`a"b`]],
      [`'a'b`, ["a", "b"]],
    ];
    for (const [text, fields] of cases) assert.deepEqual(splitQuoted(text), fields, JSON.stringify(text));
  });

  it("refuses a quote that is never closed, without repeating the text", () => {
    for (const text of [`-X 'main.password=hunter2`, `"hunter2`]) {
      assert.throws(
        () => splitQuoted(text),
        (error) => error instanceof Failure && error.id === 7004 && !error.format.includes("hunter2"),
      );
    }
  });

  it("joins as cmd/internal/quoted does", () => {
    assert.equal(joinQuoted(["a", "b"]), "a b");
    assert.equal(joinQuoted(["a b", "c"]), "'a b' c");
    assert.equal(joinQuoted(["a'b"]), `"a'b"`);
    assert.equal(joinQuoted(['a"b']), `'a"b'`);
    assert.throws(
      () => joinQuoted([`it's "hunter2"`]),
      (error) => error instanceof Failure && error.id === 7004,
    );
  });

  it("gives back what was joined", () => {
    const word = fc.string().filter((text) => !(text.includes("'") && text.includes('"')));
    fc.assert(fc.property(fc.array(word), (words) => assert.deepEqual(splitQuoted(joinQuoted(words)), words)));
  });
});
