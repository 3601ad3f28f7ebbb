import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { Failure } from "../../../shared/contract/errors.ts";
import type { RunRecord } from "../../../shared/contract/record.ts";
import { packRecord } from "../../../shared/record/packedRecord.ts";
import { decodeHead, encodeFile, isMarkedKept, withSummary, type Head } from "../../../shared/record/recordFile.ts";
import { recordOf, sectionsOf } from "../../../shared/record/sections.ts";
import { StoredRecord } from "../../../shared/record/storedRecord.ts";
import { summaryOf } from "../../../shared/record/summary.ts";
import { generatedRecord } from "../../support/generatedRecord.ts";

async function encode(record: RunRecord): Promise<Buffer> {
  return encodeFile(summaryOf(record), (await packRecord(record)).sections);
}

function decode(file: Buffer): Promise<RunRecord> {
  return stored(file).whole();
}

function stored(file: Buffer): StoredRecord {
  const head = decodeHead(file, "the record");
  assert.ok(head);
  return new StoredRecord(file, head, "the record");
}

/** The file with another first line and header, their checksum right. */
function withHead(
  file: Buffer,
  change: (line: Record<string, unknown>, header: Record<string, unknown>) => void,
): Buffer {
  const end = file.indexOf("\n") + 1;
  const line = JSON.parse(file.toString("utf8", 0, end)) as Record<string, unknown>;
  const from = end + Number(line["header"]);
  const header = JSON.parse(file.toString("utf8", end, from)) as Record<string, unknown>;
  change(line, header);
  const text = JSON.stringify(header);
  const sum = createHash("sha256")
    .update(`${String(line["version"])} ${String(line["kept"])}\n${text}`)
    .digest("base64url");
  const head = `${JSON.stringify({ ...line, header: Buffer.byteLength(text), sha256: sum })}\n${text}`;
  return Buffer.concat([Buffer.from(head), file.subarray(from)]);
}

describe("the file of a record", () => {
  const record = generatedRecord({ cold: true });
  let file: Buffer;
  before(async () => (file = await encode(record)));

  it("gives the record back", async () => {
    assert.deepEqual(await decode(file), record);
    for (const packages of [0, 1, 40]) {
      const other = generatedRecord({ packages });
      assert.deepEqual(await decode(await encode(other)), other);
    }
  });

  it("gives back actions with no inputs, and with none known", async () => {
    const other = generatedRecord();
    const [first, second] = other.cacheKeys.actions;
    assert.ok(first && second);
    first.inputs = [];
    delete second.inputs;
    assert.deepEqual(await decode(await encode(other)), other);
    const open = stored(await encode(other));
    assert.deepEqual(await open.inputs(first.id), []);
    assert.equal(await open.inputs(second.id), undefined);
    assert.equal(await open.inputs("build nowhere"), undefined);
  });

  it("has the summary in its first bytes, the keys without their inputs", async () => {
    const open = stored(file);
    assert.deepEqual(decodeHead(file.subarray(0, 4096), "the record")?.summary, summaryOf(record));
    const keys = await open.keys();
    assert.deepEqual(
      keys.actions,
      record.cacheKeys.actions.map((action) => {
        const bare = { ...action };
        delete bare.inputs;
        return bare;
      }),
    );
    for (const { id, inputs } of record.cacheKeys.actions) assert.deepEqual(await open.inputs(id), inputs);
  });

  it("says that more of it is needed for a head that is longer", () => {
    assert.equal(decodeHead(file.subarray(0, 300), "the record"), undefined);
  });

  it("takes another summary without its sections being packed again", async () => {
    const head = decodeHead(file, "the record") as Head;
    const changed = withSummary(file, head, { ...head.summary, kept: true, tags: ["slow"] });
    assert.deepEqual(await decode(changed), { ...record, kept: true, tags: ["slow"] });
    assert.deepEqual([isMarkedKept(file), isMarkedKept(changed), isMarkedKept(Buffer.from("x"))], [false, true, false]);
  });

  it("is read with fields and sections that a later minor version adds", async () => {
    const later = withHead(file, (line, header) => {
      line["writer"] = "0.9.0";
      (header["summary"] as Record<string, unknown>)["mood"] = "fine";
      (header["sections"] as unknown[]).push({ name: "weather", bytes: 3, rawBytes: 3, sha256: "", codec: "none" });
    });
    assert.deepEqual(await decode(Buffer.concat([later, Buffer.from("sun")])), record);
    assert.equal(decodeHead(later, "the record")?.summary.run, record.run);
  });

  it("is refused in another version, with a sentence", () => {
    const next = withHead(file, (line) => (line["version"] = 2));
    assert.throws(() => decodeHead(next, "the record"), { id: 7004, message: "the record is of version 2" });
  });

  it("with flipped bits is right or damaged, and nothing else happens", async () => {
    const bits = fc.integer({ min: 0, max: file.length * 8 - 1 });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(bits, { minLength: 1, maxLength: 4 }), async (flipped) => {
        const copy = Buffer.from(file);
        for (const bit of flipped) copy[bit >> 3]! ^= 1 << (bit & 7);
        await rightOrDamaged(copy);
      }),
      { numRuns: 2000 },
    );
  });

  it("with its first line and header flipped bit by bit is damaged", async () => {
    const head = decodeHead(file, "the record") as Head;
    for (let bit = 0; bit < Math.min(head.bytes, 700) * 8; bit++) {
      const copy = Buffer.from(file);
      copy[bit >> 3]! ^= 1 << (bit & 7);
      await rightOrDamaged(copy);
    }
  });

  it("cut off anywhere is damaged", async () => {
    for (let length = 0; length < file.length; length += 7) {
      assert.equal(await rightOrDamaged(file.subarray(0, length)), "damaged");
    }
  });

  async function rightOrDamaged(bytes: Buffer): Promise<"right" | "damaged"> {
    let read: RunRecord;
    try {
      const head = decodeHead(bytes, "the record");
      if (head === undefined) return "damaged";
      read = await new StoredRecord(bytes, head, "the record").whole();
    } catch (error) {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.message, "the record is damaged");
      return "damaged";
    }
    assert.deepEqual(read, record);
    return "right";
  }
});

describe("the sections of a record", () => {
  it("give it back whatever its strings hold", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(text, text, text, (name, value, path) => {
        const record = generatedRecord({ packages: 1 });
        const [action] = record.cacheKeys.actions;
        assert.ok(action);
        action.package = path;
        action.inputs = [{ kind: "other", name, value }];
        assert.deepEqual(recordOf(sectionsOf(record), record), record);
      }),
    );
  });
});
