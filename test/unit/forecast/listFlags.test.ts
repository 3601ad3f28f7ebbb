import assert from "node:assert/strict";
import { isForced, listFlags } from "../../../shared/forecast/listFlags.ts";
import { flagsOf } from "../../../shared/go/runArguments.ts";

/** @param goflags those of GOFLAGS */
function read(words: string[], goflags: string[] = []): string[] {
  return listFlags(words, [...flagsOf(goflags), ...flagsOf(words)]);
}

describe("listFlags", () => {
  it("keeps what decides about keys, and drops what go list does not have", () => {
    const words = ["-C", "sub", "-race", "-tags", "dev", "-exec", "sh x", "-work", "-x", "-gcflags=all=-N"];
    assert.deepEqual(read(words), ["-C", "sub", "-race", "-tags", "dev", "-gcflags=all=-N", "-buildvcs=false"]);
  });

  it("stamps version control only where go run would", () => {
    assert.deepEqual(read(["-buildvcs=true"]), ["-buildvcs=true"]);
    assert.deepEqual(read(["-buildvcs"]), ["-buildvcs"]);
    assert.deepEqual(read(["-buildvcs=auto"]), ["-buildvcs=auto", "-buildvcs=false"]);
    assert.deepEqual(read([], ["-buildvcs=true"]), []);
  });

  it("has go look everything up, and change nothing", () => {
    assert.deepEqual(read(["-a"]), ["-a=false", "-buildvcs=false"]);
    assert.deepEqual(read([], ["-mod=mod"]), ["-buildvcs=false", "-mod=readonly"]);
  });

  it("knows whether everything is built anew", () => {
    assert.ok(isForced(flagsOf(["-a"])));
    assert.ok(!isForced(flagsOf(["-a", "-a=false"])));
    assert.ok(!isForced([]));
  });
});
