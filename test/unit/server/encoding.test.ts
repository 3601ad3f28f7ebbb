import assert from "node:assert/strict";
import { TextDocument } from "vscode-languageserver-textdocument";
import { chooseEncoding, offsetAt, positionAt } from "../../../server/documents/encoding.ts";

const text = 'a é 😀 b\r\nsecond "ß"\n';
const document = TextDocument.create("file:///x.go", "go", 1, text);

describe("positions", () => {
  it("are what the client prefers of what we know", () => {
    assert.equal(chooseEncoding(undefined), "utf-16");
    assert.equal(chooseEncoding(["utf-32", "utf-8", "utf-16"]), "utf-8");
    assert.equal(chooseEncoding(["utf-16", "utf-8"]), "utf-16");
    assert.equal(chooseEncoding(["utf-32"]), "utf-16");
  });

  it("come back as they went, in UTF-16 units and in bytes", () => {
    for (const [offset, units, bytes] of [
      [text.indexOf("é"), 2, 2],
      [text.indexOf("😀"), 4, 5],
      [text.indexOf("b"), 7, 10],
    ] as const) {
      assert.deepEqual(positionAt(document, offset, "utf-16"), { line: 0, character: units });
      assert.deepEqual(positionAt(document, offset, "utf-8"), { line: 0, character: bytes });
      assert.equal(offsetAt(document, { line: 0, character: units }, "utf-16"), offset);
      assert.equal(offsetAt(document, { line: 0, character: bytes }, "utf-8"), offset);
    }
  });

  it("within a character are at its beginning, past an end at that", () => {
    assert.equal(offsetAt(document, { line: 0, character: 7 }, "utf-8"), text.indexOf("😀"));
    assert.equal(offsetAt(document, { line: 0, character: 99 }, "utf-8"), text.indexOf("\r"));
    assert.equal(offsetAt(document, { line: 99, character: 3 }, "utf-8"), text.length);
    assert.equal(offsetAt(document, { line: 99, character: 3 }, "utf-16"), text.length);
  });
});
