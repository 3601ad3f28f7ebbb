import assert from "node:assert/strict";
import { cascadeOf } from "../../../shared/forecast/cascade.ts";

/** "a: b c" for a package a that imports b and c. */
function imports(...lines: string[]): Map<string, string[]> {
  return new Map(
    lines.map((line) => {
      const [path = "", imported = ""] = line.split(":");
      return [path, imported.split(" ").filter((each) => each !== "")];
    }),
  );
}

describe("cascadeOf", () => {
  it("finds the nearest root and all of them", () => {
    const graph = imports("main: a b", "a: c", "b: d", "c: e", "d:", "e:");
    const cascades = cascadeOf(graph, new Set(["d", "e", "a", "b", "c"]));
    assert.deepEqual([...cascades.keys()].sort(), ["a", "b", "c", "main"]);
    assert.deepEqual(cascades.get("main"), { roots: ["d", "e"], path: ["main", "b", "d"] });
    assert.deepEqual(cascades.get("a"), { roots: ["e"], path: ["a", "c", "e"] });
  });

  it("has none for packages that depend on none", () => {
    assert.equal(cascadeOf(imports("main: a b", "a:", "b:"), new Set(["a"])).get("b"), undefined);
    assert.equal(cascadeOf(imports("main: a"), new Set()).size, 0);
  });

  it("names the nearest root alone where they are many", () => {
    const roots = Array.from({ length: 30 }, (_, n) => `r${n}`);
    const cascades = cascadeOf(imports(`main: ${roots.join(" ")}`, ...roots.map((each) => `${each}:`)), new Set(roots));
    assert.deepEqual(cascades.get("main"), { roots: ["r0"], path: ["main", "r0"] });
  });
});
