import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parseMappings } from "../../../shared/process/procfs.ts";

describe("parseMappings", () => {
  const text = readFileSync(new URL("../../fixtures/process/maps.txt", import.meta.url), "utf8");
  const mappings = parseMappings(text);

  it("reads every line", () => {
    assert.equal(mappings.length, text.trim().split("\n").length);
  });

  it("keeps a path with spaces and parentheses", () => {
    assert.deepEqual(mappings[0], {
      start: "557a46f10000",
      end: "557a46f12000",
      permissions: "r--p",
      path: "/home/user/bin/) R 1 (a b",
    });
  });

  it("gives anonymous memory an empty path, and the kernel's names as they are", () => {
    assert.ok(mappings.some((mapping) => mapping.path === ""));
    assert.ok(mappings.some((mapping) => mapping.path === "[stack]"));
  });
});
