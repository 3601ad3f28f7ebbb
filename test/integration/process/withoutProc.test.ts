import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { capture } from "../../../shared/process/spawn.ts";

describe("a system without /proc", () => {
  it("starts, notes and ends all the same", async () => {
    const file = fileURLToPath(new URL("withoutProc.ts", import.meta.url));
    const { code, stderr } = await capture([process.execPath, "--import", "tsx", file]);
    assert.equal(stderr, "");
    assert.equal(code, 0);
  });
});
